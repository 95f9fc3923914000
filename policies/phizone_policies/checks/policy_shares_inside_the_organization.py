"""Shares stay inside the organization."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, only_bounds
from phizone_stacks.graph.node import Node

_EXTERNAL = "ram:RequestedAllowsExternalPrincipals"


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=GRANTING,
    reads=READS,
)
def policy_shares_inside_the_organization(node: Node, view: View) -> Result:
    """A policy lets nobody make or change a resource share so that accounts outside of the organization may join it.

    Why: a share hands subnets, rules, models and databases to another account at once, and asks nobody.
    Fix: require Bool ram:RequestedAllowsExternalPrincipals false to make a share, BoolIfExists false to change one.
    Source: AWS RAM User Guide, "Example SCPs for AWS RAM"; NIST SP 800-53 AC-4; 45 CFR 164.308(a)(4).
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            action = _outward(statement)
            if action:
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} allows {action} for anybody", statement=name, action=action)
    return passed()


def _outward(statement: Statement) -> str:
    """The action by which a statement lets a share reach beyond the organization, or nothing."""
    tests = statement.condition(_EXTERNAL)
    if ("Bool", ("false",)) in tests:
        return ""
    changes = () if ("BoolIfExists", ("false",)) in tests else ("ram:UpdateResourceShare",)
    return grants_any(statement, "ram:CreateResourceShare", *changes)
