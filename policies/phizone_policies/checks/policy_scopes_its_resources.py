"""Policies say what their actions are done to."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.authorization import named_action
from phizone_policies.views.documents import Statement
from phizone_policies.views.policies import GRANTING, READS, documents, only_bounds
from phizone_policies.views.scopes import is_chosen
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=GRANTING,
    reads=READS,
)
def policy_scopes_its_resources(node: Node, view: View) -> Result:
    """A policy allows on every resource only what AWS cannot hold to some, and what lists or describes.

    Why: a role that reads or changes everything of a kind reaches every team's PHI with one mistake of its owner.
    Fix: name the resources' ARNs, or choose them by a condition on their tag, alias, cluster or boundary.
    Source: AWS Service Authorization Reference, resource types by action; NIST SP 800-53 AC-6; 45 CFR 164.502(b).
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            action = _unscoped(statement)
            if action:
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} allows {action} on every resource", statement=name, action=action)
    return passed()


def _unscoped(statement: Statement) -> str:
    """The first action that a statement allows on everything although it could be held to something."""
    everything = any(set(resource) <= {"*", "?"} for resource in statement.resources)
    if not statement.allows or not everything or is_chosen(statement):
        return ""
    return next((action for action in statement.actions if named_action(action)), "")
