"""Endpoint services accept nobody unasked."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node

_PRINCIPAL = "aws_vpc_endpoint_service_allowed_principal"


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_vpc_endpoint_service",),
    reads=(
        "aws_vpc_endpoint_service.acceptance_required",
        "aws_vpc_endpoint_service.allowed_principals",
        f"{_PRINCIPAL}.principal_arn",
        f"{_PRINCIPAL}.vpc_endpoint_service_id",
    ),
)
def endpoint_service_accepts_nobody_unasked(service: Node, view: View) -> Result:
    """Who connects to an endpoint service is named, and each connection is accepted by hand.

    Why: whoever may connect stands inside our network, with an address of ours, behind every security group.
    Fix: set acceptance_required=True, and name accounts in allowed_principals instead of "*".
    Source: AWS PrivateLink Guide, "Share your services"; checkov CKV_AWS_123; 45 CFR 164.312(a)(1).
    """
    if not is_on(setting(service, "acceptance_required")):
        return failed("its acceptance_required is not True, so every connection is accepted")
    alone = naming(view.graph, service, (_PRINCIPAL,), "vpc_endpoint_service_id")
    if "*" in (*service.items("allowed_principals"), *(each.get("principal_arn") for each in alone)):
        return failed('it lets "*" ask for a connection', principal="*")
    return passed()
