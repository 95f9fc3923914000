"""Keys cannot be lost in a week."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node

_WINDOW = 30
_ENABLED = {"aws_kms_key": "is_enabled", "aws_kms_replica_key": "enabled"}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"),
    reads=(
        "aws_kms_key.deletion_window_in_days",
        "aws_kms_key.is_enabled",
        "aws_kms_replica_key.deletion_window_in_days",
        "aws_kms_replica_key.enabled",
        "aws_kms_external_key.deletion_window_in_days",
        "aws_kms_external_key.key_state",
    ),
)
def kms_key_waits_thirty_days(key: Node, view: View) -> Result:
    """A key works, and a request to delete it waits 30 days, the longest AWS offers.

    Why: with the key goes everything it ever encrypted; the waiting time is the only time to notice and cancel.
    Fix: set deletion_window_in_days=30, cancel a scheduled deletion and enable the key again.
    Source: AWS KMS Developer Guide, "Delete an AWS KMS key"; 45 CFR 164.308(a)(1)(ii)(B).
    """
    # A key that is scheduled for deletion is disabled, and its state says so.
    switch = _ENABLED.get(key.type)
    if key.text("key_state").startswith(("PendingDeletion", "PendingReplicaDeletion")):
        return failed(f"its deletion is scheduled: its state is {key.text('key_state')}")
    if switch is not None and key.get(switch) is not True:
        return failed(f"it is disabled: {switch} is {key.get(switch)}")
    window = key.get("deletion_window_in_days")
    return passed() if window == _WINDOW else failed(f"it is deleted {window} days after a request, not {_WINDOW}")
