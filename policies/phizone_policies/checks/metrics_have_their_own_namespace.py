"""Measurements cannot hide what alarms look at."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, only_bounds
from phizone_stacks.graph.node import Node

_WRITES = "cloudwatch:PutMetricData"


@check(
    claim=Claim.LOGGING,
    severity=Severity.LOW,
    profile=Profile.ZONE,
    types=GRANTING,
    reads=READS,
)
def metrics_have_their_own_namespace(node: Node, view: View) -> Result:
    """A policy lets metrics be written in named namespaces only.

    Why: who writes into the namespace of an alarm cancels its count with a negative number, and the alarm is silent.
    Fix: require cloudwatch:namespace, which is the one condition that cloudwatch:PutMetricData takes.
    Source: Amazon CloudWatch User Guide, "Using condition keys to limit access to CloudWatch namespaces".
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            if grants_any(statement, _WRITES) and not _names(statement):
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} writes metrics of any namespace", statement=name)
    return passed()


def _names(statement: Statement) -> bool:
    return binds(statement, "cloudwatch:namespace", lambda name: not name.startswith(("*", "?")))
