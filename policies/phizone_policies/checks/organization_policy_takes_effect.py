"""The organization's policies do something."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement, document
from phizone_policies.views.naming import naming
from phizone_policies.views.organization import RESOURCE_CONTROL, SERVICE_CONTROL
from phizone_stacks.graph.node import Node

_OPPOSITES = {
    "ArnEquals": "ArnNotEquals",
    "ArnLike": "ArnNotLike",
    "StringEquals": "StringNotEquals",
    "StringLike": "StringNotLike",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_organizations_policy",),
    reads=(
        "aws_organizations_policy.content",
        "aws_organizations_policy.type",
        "aws_organizations_policy_attachment.policy_id",
    ),
)
def organization_policy_takes_effect(policy: Node, view: View) -> Result:
    """A service or resource control policy is attached, and each of its denials can meet some request.

    Why: a guardrail that hangs nowhere, or whose conditions exclude each other, reads like one and stops nobody.
    Fix: attach it to a unit or the root; drop the condition that can never hold.
    Source: AWS Organizations User Guide, "Service control policies (SCPs)"; NIST SP 800-53 AC-3.
    """
    kind = policy.get("type") or SERVICE_CONTROL
    if kind not in (SERVICE_CONTROL, RESOURCE_CONTROL):
        return not_applicable("it is no service or resource control policy")
    content = document(view.graph, policy, "content")
    if kind == RESOURCE_CONTROL and content and content.allows:
        return failed("it allows something, which AWS refuses in a resource control policy")
    for number, statement in enumerate(content.statements if content else (), start=1):
        reason = "" if statement.allows else _idle(statement, principals_only=kind == SERVICE_CONTROL)
        if reason:
            name = statement.sid or f"number {number}"
            return failed(f"statement {name} denies nothing, since {reason}", statement=name)
    attached = naming(view.graph, policy, ("aws_organizations_policy_attachment",), "policy_id", "id", "arn")
    return passed() if attached else failed("it is attached to nothing")


def _idle(statement: Statement, *, principals_only: bool) -> str:
    """Why a Deny never meets a request, or nothing."""
    if any(set(action) == {"*"} for action in statement.not_actions):
        return "it leaves out every action"
    if any(set(resource) == {"*"} for resource in statement.not_resources):
        return "it leaves out every resource"
    for operator, key, values in statement.conditions:
        for other, left_out in statement.condition(key):
            if other == _OPPOSITES.get(operator) and set(values) <= set(left_out):
                return f"{key} would have to be and not to be {', '.join(values)}"
            if other == "Null" and left_out == ("true",) and operator in _OPPOSITES:
                return f"{key} would have to be there and not to be there"
        if principals_only and key.lower() == "aws:principalisawsservice" and values == ("true",):
            return "no service control policy reaches AWS services"
    return ""
