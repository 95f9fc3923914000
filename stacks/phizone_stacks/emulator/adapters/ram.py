"""AWS Resource Access Manager: shares, and the organization within which they need no invitation."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_ram_resource_share")
def share(wanted: Wanted) -> Outputs:
    """CreateResourceShare, of nothing and with nobody yet."""
    given = wanted.given(name="name", allowExternalPrincipals="allow_external_principals")
    made = wanted.client("ram").create_resource_share(**given, tags=wanted.tags("key", "value"))["resourceShare"]
    return {"id": made["resourceShareArn"], "arn": made["resourceShareArn"]}


@creates("aws_ram_sharing_with_organization")
def sharing(wanted: Wanted) -> Outputs:
    """EnableSharingWithAwsOrganization, by which AWS lets RAM see the organization, what an emulator may leave out."""
    wanted.client("ram").enable_sharing_with_aws_organization()
    wanted.client("organizations").enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    return {"id": wanted.place.account}
