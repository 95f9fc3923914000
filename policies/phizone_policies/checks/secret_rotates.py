"""Secrets rotate."""

from __future__ import annotations

import re

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.naming import naming
from phizone_stacks.graph.node import Node

_LONGEST_DAYS = 90
_RATE = re.compile(r"rate\((?P<number>\d+) (?P<unit>hour|day)s?\)")
_HOURS = {"hour": 1, "day": 24}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_secretsmanager_secret",),
    reads=("aws_secretsmanager_secret_rotation.rotation_rules", "aws_secretsmanager_secret_rotation.secret_id"),
)
def secret_rotates(secret: Node, view: View) -> Result:
    """A secret gets a new value by itself every ninety days at most.

    Why: a secret that never changes works for everybody who ever saw it, those who left included.
    Fix: make a rotation of the secret with a function, and automatically_after_days=90 or fewer.
    Source: AWS Security Hub SecretsManager.1 and SecretsManager.4; 45 CFR 164.308(a)(4)(ii)(B).
    """
    rotations = naming(view.graph, secret, ("aws_secretsmanager_secret_rotation",), "secret_id", "id", "arn")
    if not rotations:
        return failed("it has no rotation")
    rotation = rotations[-1]
    days = leaf(rotation, "rotation_rules.automatically_after_days")
    schedule = leaf(rotation, "rotation_rules.schedule_expression")
    if isinstance(days, int) and not isinstance(days, bool):
        return passed() if days <= _LONGEST_DAYS else failed(f"it rotates every {days} days only")
    if isinstance(schedule, str) and _is_often(schedule):
        return passed()
    return failed(f"its rotation {schedule or 'has no rule'}, which is not every {_LONGEST_DAYS} days")


def _is_often(schedule: str) -> bool:
    """Whether a rate, or a cron expression that comes every month, is due within ninety days."""
    rate = _RATE.fullmatch(schedule)
    if rate:
        return int(rate["number"]) * _HOURS[rate["unit"]] <= _LONGEST_DAYS * 24
    fields = schedule.removeprefix("cron(").removesuffix(")").split()
    return len(fields) == 6 and fields[3] in ("*", "*/1", "*/2", "*/3", "1/1", "1/2", "1/3") and fields[5] == "*"
