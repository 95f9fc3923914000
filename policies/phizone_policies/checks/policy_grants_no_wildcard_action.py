"""Policies name what they grant."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.policies import GRANTING, READS, documents, is_every_resource, only_bounds
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=GRANTING,
    reads=READS,
)
def policy_grants_no_wildcard_action(node: Node, view: View) -> Result:
    """A policy grants no whole service on every resource, and nowhere every action, or every one but some.

    Why: such a grant holds what AWS adds tomorrow, and nobody who reads it can say what the role may do.
    Fix: name the actions that are used, or the resources they are used on.
    Source: IAM User Guide, "Apply least-privilege permissions"; AWS Security Hub IAM.1, IAM.21.
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            found = _too_much(statement)
            if found:
                return failed(f"statement {statement.sid or f'number {number}'} allows {found}", granted=found)
    return passed()


def _too_much(statement: Statement) -> str:
    """What a statement grants without naming it, or nothing."""
    if not statement.allows:
        return ""
    if statement.not_actions:
        return f"everything but {', '.join(statement.not_actions)}"
    if any(set(action) <= {"*", "?", ":"} for action in statement.actions):
        return "every action of every service"
    wide = next((action for action in statement.actions if set(action.rpartition(":")[2]) <= {"*", "?"}), "")
    return f"{wide} on every resource" if wide and is_every_resource(statement) else ""
