"""Whoever makes roles bounds them."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, only_bounds
from phizone_stacks.graph.node import Node

_GIVING = ("iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy")


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=GRANTING,
    reads=READS,
)
def policy_bounds_the_roles_it_makes(node: Node, view: View) -> Result:
    """A policy lets roles be made and given permissions only where a named boundary holds them.

    Why: who makes a role without a boundary and enters it, or hands it to a machine, is an administrator.
    Fix: require iam:PermissionsBoundary, with the boundary's ARN, of iam:CreateRole and of whatever gives permissions.
    Source: IAM User Guide, "Permissions boundaries", delegating responsibility; NIST SP 800-53 AC-6(10).
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            action = grants_any(statement, *_GIVING)
            if action and not _bounds(statement):
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} allows {action} without a boundary", statement=name, action=action)
    return passed()


def _bounds(statement: Statement) -> bool:
    """Whether a condition names boundaries, or the one policy after the other that may be attached."""
    by_boundary = binds(statement, "iam:PermissionsBoundary", _names_a_policy)
    attaches_only = not grants_any(statement, *(action for action in _GIVING if action != "iam:AttachRolePolicy"))
    return by_boundary or (attaches_only and binds(statement, "iam:PolicyARN", _names_a_policy))


def _names_a_policy(arn: str) -> bool:
    return set(arn.rsplit("/", 1)[-1]) - {"*", "?"} != set()
