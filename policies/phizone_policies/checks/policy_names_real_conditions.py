"""Policies test condition keys that requests can have."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.authorization import action_exists, action_takes, global_type, key_type_among
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
def policy_names_real_conditions(node: Node, view: View) -> Result:
    """Every condition key that a policy tests exists, and some action of its statement takes it.

    Why: a key that a request never has makes a Deny a no-op, and an Allow with IfExists one without any condition.
    Fix: use a global key, or one that the Service Authorization Reference lists for the action.
    Source: AWS Service Authorization Reference; IAM Access Analyzer policy check reference, "Invalid condition key".
    """
    return each_statement(view.graph, node, _wrong)


def _wrong(statement: Statement) -> str:
    return next((wrong for _, key, _ in statement.conditions if (wrong := _unreal(statement, key))), "")


def _unreal(statement: Statement, key: str) -> str:
    """What is wrong with a key. One of a reference's, or of an identity provider with a domain, is taken as it is."""
    prefix = key.split(":", 1)[0]
    if "<" in key or "." in prefix or "/" in prefix or global_type(key):
        return ""
    services = tuple(sorted({action.split(":", 1)[0].lower() for action in statement.actions}))
    if not key_type_among(key, services):
        return f"tests {key}, which is no condition key of AWS"
    actions = [action for action in statement.actions if action_exists(action)]
    open_ended = not actions or any(set(action.split(":", 1)[0]) & {"*", "?"} for action in actions)
    if open_ended or any(action_takes(action, key) for action in actions):
        return ""
    return f"tests {key}, which no action it names takes"
