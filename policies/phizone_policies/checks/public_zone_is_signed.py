"""Public zones are signed."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.naming import naming
from phizone_stacks.graph.node import Node

_SETTING = "aws_route53_hosted_zone_dnssec"


@check(
    claim=Claim.ISOLATION,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_route53_zone",),
    reads=("aws_route53_zone.vpc", f"{_SETTING}.hosted_zone_id", f"{_SETTING}.signing_status"),
)
def public_zone_is_signed(zone: Node, view: View) -> Result:
    """A public hosted zone is signed with DNSSEC.

    Why: who forges an unsigned answer sends patients and their passwords to a server of his own.
    Fix: make an aws_route53_key_signing_key and an aws_route53_hosted_zone_dnssec for the zone.
    Source: Route 53 Developer Guide, "Configuring DNSSEC signing"; checkov CKV2_AWS_38; NIST SP 800-53 SC-20.
    """
    if zone.get("vpc"):
        return not_applicable("it answers in our VPCs only")
    found = naming(view.graph, zone, (_SETTING,), "hosted_zone_id", "zone_id", "id")
    signed = any(each.get("signing_status") in (None, "SIGNING") for each in found)
    return passed() if signed else failed("no DNSSEC of Route 53 signs it")
