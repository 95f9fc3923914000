"""Backups are made every day."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.backups import LEAST_DAYS, daily_rules
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_backup_plan",),
    reads=("aws_backup_plan.rule",),
)
def backup_plan_is_daily(plan: Node, view: View) -> Result:
    """A plan copies every day at least and keeps the copies for 35 days or more.

    Why: what is lost with a store is what came in since its last copy, and damage is often seen weeks later.
    Fix: give the plan a rule with a daily schedule and lifecycle.delete_after=35 or more.
    Source: AWS Config BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK; 45 CFR 164.308(a)(7)(ii)(A).
    """
    if any(daily_rules(plan)):
        return passed()
    others = (each for each in view.graph.of_type("aws_backup_plan") if each.address != plan.address)
    beside = next((each for each in others if _place(each) == _place(plan) and any(daily_rules(each))), None)
    if beside is not None:
        return not_applicable(f"{beside.address} copies daily in the same account and region")
    return failed(f"none of its rules copies daily and keeps the copies for {LEAST_DAYS} days")


def _place(plan: Node) -> tuple[str, str]:
    return plan.account, plan.region
