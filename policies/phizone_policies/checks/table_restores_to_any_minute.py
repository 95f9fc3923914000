"""Tables can be restored to any minute."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_dynamodb_table": "point_in_time_recovery.enabled",
    "aws_dynamodb_table_replica": "point_in_time_recovery",
    "aws_keyspaces_table": "point_in_time_recovery.status",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def table_restores_to_any_minute(table: Node, view: View) -> Result:
    """A table can be restored as it was at any minute of the last weeks.

    Why: a wrong write shows hours later; a nightly backup would lose the day.
    Fix: switch point-in-time recovery on.
    Source: AWS Security Hub DynamoDB.2; checkov CKV_AWS_28; 45 CFR 164.308(a)(7)(ii)(A).
    """
    on = setting(table, _SETTINGS[table.type]) in (True, "true", "ENABLED")
    return passed() if on else failed("point_in_time_recovery is off")
