"""Schedules are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_scheduler_schedule",),
    reads=("aws_scheduler_schedule.kms_key_arn", "aws_kms_alias.target_key_id"),
)
def schedule_encrypted_with_our_key(schedule: Node, view: View) -> Result:
    """A schedule encrypts what it sends with a customer-managed key of this zone.

    Why: the input of a scheduled job tells which data it will work on.
    Fix: set kms_key_arn to a key of this zone.
    Source: Amazon EventBridge Scheduler User Guide, "Encryption at rest"; checkov CKV_AWS_297.
    """
    return encrypted_with_ours(view.graph, schedule.get("kms_key_arn"))
