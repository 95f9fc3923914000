"""Services enter roles for us only."""

from __future__ import annotations

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.documents import Document, document
from phizone_policies.views.principals import SENDING_SOURCE, Known
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_iam_role",),
    reads=("aws_iam_role.assume_role_policy", "aws_iam_role.path"),
)
def role_trust_binds_its_services(role: Node, view: View) -> Result:
    """An AWS service that tells for whom it enters a role does so for our accounts only.

    Why: a service can be asked by a stranger to use a role of ours, whose PHI it then reads for them.
    Fix: add StringEquals aws:SourceAccount, or ArnLike aws:SourceArn, to the role's trust policy.
    Source: IAM User Guide, "The confused deputy problem"; 45 CFR 164.312(d); NIST SP 800-53 AC-3.
    """
    if role.text("path").startswith("/aws-service-role/"):
        return not_applicable("AWS writes its trust policy, which nobody can change")
    trust = document(view.graph, role, "assume_role_policy")
    if trust is None or not any(kind == "Service" for each in trust.allows for kind, _ in each.principals):
        return not_applicable("no AWS service enters it")
    service = _unbound(Known(view), trust)
    if not service:
        return passed()
    message = f"{service} enters it for any account, since no condition names its source"
    if _unbound(Known(view, generous=True), trust):
        return failed(message, principal=service)
    return unknown(f"{message} that is known to be ours: the program does not say where it builds")


def _unbound(known: Known, trust: Document) -> str:
    """The first service that a trust policy does not bind to us and that could be bound, or nothing."""
    services = (
        (statement, principal)
        for statement in trust.allows
        for kind, principal in statement.principals
        if kind == "Service" and principal in SENDING_SOURCE
    )
    return next((principal for statement, principal in services if not known.binds_service(statement)), "")
