"""Tables scale with their load."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.documents import json_text
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical

_DIMENSIONS = ("ReadCapacityUnits", "WriteCapacityUnits")


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_dynamodb_table",),
    reads=(
        "aws_appautoscaling_target.resource_id",
        "aws_appautoscaling_target.scalable_dimension",
        "aws_dynamodb_table.billing_mode",
    ),
)
def table_scales_with_its_load(table: Node, view: View) -> Result:
    """A table takes what is asked of it: on demand, or with capacity that scales by itself.

    Why: a table that refuses writes loses the record of what was being done.
    Fix: set billing_mode=PAY_PER_REQUEST, or an aws_appautoscaling_target for reads and one for writes.
    Source: AWS Security Hub DynamoDB.1; 45 CFR 164.308(a)(7)(ii)(C).
    """
    if table.get("billing_mode") == "PAY_PER_REQUEST":
        return passed()
    wanted = f"table/{physical(table, 'name')}"
    found = {
        setting(target, "scalable_dimension")
        for target in view.graph.of_type("aws_appautoscaling_target")
        if _resource(view, target) in (wanted, f"table/{physical(table, 'id')}")
    }
    missing = [each for each in _DIMENSIONS if f"dynamodb:table:{each}" not in found]
    return failed(f"nothing scales its {' and '.join(missing)}") if missing else passed()


def _resource(view: View, target: Node) -> str | None:
    return json_text(view.graph, target.get("resource_id"))
