"""Boundaries end where the organization does."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.policies import READS, documents, only_bounds
from phizone_stacks.graph.node import Node

_ORGANIZATION = "aws:ResourceOrgID"
_EQUAL = ("StringEquals", "StringEqualsIfExists")


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_iam_policy",),
    reads=READS,
)
def boundary_stays_inside_the_organization(policy: Node, view: View) -> Result:
    """A boundary names the services that its roles ever need, and lets them reach the organization's resources only.

    Why: the boundary holds a role whatever its policies say; what it leaves out nobody can grant by mistake.
    Fix: name the actions by service, and require aws:ResourceOrgID StringEqualsIfExists of every Allow.
    Source: IAM User Guide, "Permissions boundaries"; AWS, "Building a data perimeter on AWS"; NIST SP 800-53 AC-6.
    """
    if not only_bounds(view.graph, policy):
        return not_applicable("it is no boundary")
    for document in documents(view.graph, policy):
        for number, statement in enumerate(document.statements, start=1):
            reason = _too_wide(statement, view.organization_id)
            if reason:
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} allows {reason}", statement=name)
    return passed()


def _too_wide(statement: Statement, organization: str) -> str:
    """What a statement of a boundary lets through that nobody needs, or nothing."""
    if not statement.allows:
        return ""
    if statement.not_actions or any(set(action) <= {"*", ":"} for action in statement.actions):
        return "every service"
    ours = any(
        operator in _EQUAL and values == (organization,) for operator, values in statement.condition(_ORGANIZATION)
    )
    return "" if ours else "what other organizations own"
