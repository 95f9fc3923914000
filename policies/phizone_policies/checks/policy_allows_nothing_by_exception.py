"""Policies say what they allow."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views import policies
from phizone_policies.views.documents import Statement
from phizone_policies.views.policies import is_every_resource, only_bounds
from phizone_policies.views.policy_documents import HOLDING, READS, each_statement
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=HOLDING,
    reads=tuple(sorted({*READS, *policies.READS})),
)
def policy_allows_nothing_by_exception(node: Node, view: View) -> Result:
    """No Allow is written as everything but some: by NotPrincipal, NotResource, or NotAction on every resource.

    Why: what such a statement allows grows with every account, bucket and action there will ever be.
    Fix: name what is allowed; say what is not by a Deny.
    Source: IAM User Guide, "NotPrincipal", "NotAction" and "NotResource"; AWS Security Hub IAM.21; NIST SP 800-53 AC-6.
    """
    if node.type == "aws_organizations_policy":
        return not_applicable("a policy of the organization only caps, so its Allow gives nothing")
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    return each_statement(view.graph, node, _wrong)


def _wrong(statement: Statement) -> str:
    if not statement.allows:
        return ""
    if statement.not_principals:
        return f"allows everybody but {', '.join(value for _, value in statement.not_principals)}"
    if statement.not_resources:
        return f"allows it on everything but {', '.join(statement.not_resources)}"
    if statement.not_actions and (not statement.resources or is_every_resource(statement)):
        return f"allows everything but {', '.join(statement.not_actions)}"
    return ""
