"""Policies compare condition keys with what they can hold."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.authorization import ANY, key_type_among
from phizone_policies.views.condition_types import misfit
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
def policy_conditions_fit_their_keys(node: Node, view: View) -> Result:
    """Every test of a condition has an operator of its key's type and values that the key can have.

    Why: a number compared with a text, or a star under StringEquals, never is equal: the statement means nothing.
    Fix: use the operators of the key's type, StringLike for patterns, and ForAnyValue for keys with several values.
    Source: IAM User Guide, "Condition operators"; IAM Access Analyzer policy check reference, "Type mismatch".
    """
    return each_statement(view.graph, node, _wrong)


def _wrong(statement: Statement) -> str:
    services = tuple(sorted({action.split(":", 1)[0].lower() for action in statement.actions}))
    tests = ((each, key_type_among(each[1], services) or ANY) for each in statement.conditions)
    return next((wrong for each, kind in tests if (wrong := misfit(*each, kind))), "")
