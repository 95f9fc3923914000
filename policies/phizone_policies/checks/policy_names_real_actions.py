"""Policies name actions that exist."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.authorization import action_exists
from phizone_policies.views.documents import Statement
from phizone_policies.views.policy_documents import HOLDING, READS, each_statement
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=HOLDING,
    reads=READS,
)
def policy_names_real_actions(node: Node, view: View) -> Result:
    """Every action that a policy names is one AWS has, and every pattern means at least one.

    Why: a Deny of an action that does not exist stops nothing, and nobody gets an error for the typo.
    Fix: write the action as the Service Authorization Reference does.
    Source: AWS Service Authorization Reference; IAM Access Analyzer policy check reference, "Invalid action".
    """
    return each_statement(view.graph, node, _wrong)


def _wrong(statement: Statement) -> str:
    named = (*statement.actions, *statement.not_actions)
    unreal = next((action for action in named if "<" not in action and not action_exists(action)), "")
    return f"names {unreal}, which is no action of AWS" if unreal else ""
