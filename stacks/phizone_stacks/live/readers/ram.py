"""AWS Resource Access Manager: what the accounts share, with whom, and whether the organization is known to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

_SHARE = "aws_ram_resource_share"
_GONE = ("DELETING", "DELETED", "FAILED")
_LEFT = ("DISASSOCIATED", "FAILED")


@reads(_SHARE)
def shares(calls: Calls) -> Iterator[Found]:
    """The account's own shares."""
    for each in _own(calls):
        attributes = {
            "id": each["resourceShareArn"],
            "arn": each["resourceShareArn"],
            "name": each["name"],
            "allow_external_principals": each["allowExternalPrincipals"],
            "tags": tags_of(each.get("tags")),
        }
        yield found(_SHARE, each["resourceShareArn"].rpartition("/")[2], attributes)


@reads("aws_ram_principal_association")
def principals(calls: Calls) -> Iterator[Found]:
    """With whom they are shared."""
    yield from _associations(calls, "aws_ram_principal_association", "PRINCIPAL", "principal")


@reads("aws_ram_resource_association")
def resources(calls: Calls) -> Iterator[Found]:
    """What they share."""
    yield from _associations(calls, "aws_ram_resource_association", "RESOURCE", "resource_arn")


def _associations(calls: Calls, kind: str, of: str, attribute: str) -> Iterator[Found]:
    operation, key = "get_resource_share_associations", "resourceShareAssociations"
    for share in _own(calls):
        arn = share["resourceShareArn"]
        for each in calls.all("ram", operation, key, associationType=of, resourceShareArns=[arn]):
            if each["status"] not in _LEFT:
                attributes = {"resource_share_arn": arn, attribute: each["associatedEntity"]}
                yield found(kind, f"{arn.rpartition('/')[2]}/{each['associatedEntity']}", attributes)


def _own(calls: Calls) -> list[dict[str, Any]]:
    told = calls.all("ram", "get_resource_shares", "resourceShares", resourceOwner="SELF")
    return [each for each in told if each["status"] not in _GONE]


@reads("aws_ram_sharing_with_organization", where=Where.MANAGEMENT)
def sharing(calls: Calls) -> Iterator[Found]:
    """Whether accounts share within the organization without invitations, which no call of RAM's own tells.

    Source: AWS RAM User Guide, "Enable resource sharing within AWS Organizations"; the provider asks so, too.
    """
    trusted = calls.all("organizations", "list_aws_service_access_for_organization", "EnabledServicePrincipals")
    if any(each["ServicePrincipal"] == "ram.amazonaws.com" for each in trusted):
        yield found("aws_ram_sharing_with_organization", "organization", {})
