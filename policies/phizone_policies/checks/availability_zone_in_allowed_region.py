"""Subnets lie in availability zones of the allowed regions."""

from __future__ import annotations

import re

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_stacks.graph.node import Node

_ZONE_ID = re.compile(r"[a-z]+[0-9]-az[0-9]+")


@check(
    claim=Claim.RESIDENCY,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_subnet", "aws_default_subnet"),
    reads=(
        "aws_subnet.availability_zone",
        "aws_subnet.availability_zone_id",
        "aws_subnet.outpost_arn",
        "aws_default_subnet.availability_zone",
        "aws_default_subnet.availability_zone_id",
        "aws_default_subnet.outpost_arn",
    ),
)
def availability_zone_in_allowed_region(subnet: Node, view: View) -> Result:
    """A subnet lies in an availability zone of an allowed region, not in a Local or Wavelength Zone or an Outpost.

    Why: a Local Zone bears its region's name and may lie in another country, as us-east-1-lim-1a in Peru.
    Fix: name a zone of the environment's network, as us-east-1a.
    Source: AWS Local Zones User Guide, "Available Local Zones"; GDPR Art. 44.
    """
    if not subnet.region:
        return unknown("nothing says which region it is made in")
    if subnet.region not in view.organization.allowed_regions:
        return failed(f"its region {subnet.region} is not allowed")
    if subnet.get("outpost_arn"):
        return failed("it lies in an Outpost, wherever that stands")
    zone, zone_id = subnet.get("availability_zone"), subnet.get("availability_zone_id")
    if not isinstance(zone, str | None) or not isinstance(zone_id, str | None):
        return unknown("its zone is another resource's attribute")
    if zone and not re.fullmatch(f"{re.escape(subnet.region)}[a-z]", zone):
        return failed(f"{zone} is no availability zone of {subnet.region}")
    if zone_id and not _ZONE_ID.fullmatch(zone_id):
        return failed(f"{zone_id} is the id of no availability zone")
    # Where neither is given AWS chooses among the region's availability zones.
    return passed()
