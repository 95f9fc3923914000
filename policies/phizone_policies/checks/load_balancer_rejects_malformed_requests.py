"""Load balancers reject malformed requests."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.load_balancers import BALANCERS, CLASSIC, kind
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node

_HEADERS, _DESYNC = "drop_invalid_header_fields", "desync_mitigation_mode"


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=(*BALANCERS, CLASSIC),
    reads=(
        *(f"{balancer}.{name}" for balancer in BALANCERS for name in (_DESYNC, _HEADERS, "load_balancer_type")),
        f"{CLASSIC}.{_DESYNC}",
    ),
)
def load_balancer_rejects_malformed_requests(balancer: Node, view: View) -> Result:
    """A load balancer drops invalid headers and requests that two servers may read in two ways.

    Why: where load balancer and server disagree where a request ends, one caller's request rides in another's.
    Fix: set drop_invalid_header_fields=True, and leave desync_mitigation_mode at defensive or strictest.
    Source: AWS Security Hub ELB.4, ELB.12, ELB.14; checkov CKV_AWS_131, CKV_AWS_328.
    """
    if balancer.type != CLASSIC and kind(balancer) != "application":
        return not_applicable(f"a {kind(balancer)} load balancer reads no requests")
    if setting(balancer, _DESYNC) not in ("defensive", "strictest"):
        return failed(f"its {_DESYNC} is {setting(balancer, _DESYNC)}", setting=_DESYNC)
    if balancer.type != CLASSIC and not is_on(setting(balancer, _HEADERS)):
        return failed(f"its {_HEADERS} is not True", setting=_HEADERS)
    return passed()
