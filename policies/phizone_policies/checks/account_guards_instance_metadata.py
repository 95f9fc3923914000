"""Every account makes instances careful with their credentials."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.places import places, standing


@requirement(claim=Claim.ACCESS, severity=Severity.MEDIUM, profile=Profile.ZONE, reads=())
def account_guards_instance_metadata(view: View) -> Iterator[Required]:
    """Each account has, in each allowed region, its own defaults for the metadata service of instances.

    Why: an instance that says nothing takes what the image or AWS chose, which may be the old service.
    Fix: make AccountSettings in the account.
    Source: Amazon EC2 User Guide, "Set IMDSv2 as the default for the account"; 45 CFR 164.312(a)(1).
    """
    for place in places(view):
        found = standing(view, "aws_ec2_instance_metadata_defaults", place)
        result = passed() if found else failed("no aws_ec2_instance_metadata_defaults is made there")
        yield Required(f"metadata defaults in {place}", result, found[0] if found else None)
