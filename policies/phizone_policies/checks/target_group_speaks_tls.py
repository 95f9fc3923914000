"""Load balancers speak TLS with their targets."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node

_TYPES = ("aws_alb_target_group", "aws_lb_target_group")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=_TYPES,
    reads=tuple(f"{kind}.{name}" for kind in _TYPES for name in ("protocol", "target_type")),
)
def target_group_speaks_tls(group: Node, view: View) -> Result:
    """A load balancer that reads requests hands them on over TLS.

    Why: TLS that ends at the load balancer leaves PHI in the clear on the way to the server.
    Fix: set protocol HTTPS or TLS on the target group, and give the servers a certificate.
    Source: checkov CKV_AWS_378; AWS Well-Architected SEC09-BP02; 45 CFR 164.312(e)(1).
    """
    speaks = setting(group, "protocol")
    if setting(group, "target_type") == "lambda" or speaks is None:
        return not_applicable("Lambda is called over TLS")
    if speaks in ("HTTPS", "TLS"):
        return passed()
    if speaks == "HTTP":
        return failed("it is spoken to over plain HTTP", protocol="HTTP")
    return not_applicable(f"it passes {speaks} through, and the ends decide what is encrypted")
