"""Queues are encrypted."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_sqs_queue",),
    reads=("aws_sqs_queue.kms_master_key_id", "aws_sqs_queue.sqs_managed_sse_enabled"),
)
def queue_is_encrypted(queue: Node, view: View) -> Result:
    """A queue encrypts its messages, under SQS's own key or another.

    Why: AWS encrypts every new queue unless it is told not to; nobody means to.
    Fix: remove sqs_managed_sse_enabled=False, or name a key in kms_master_key_id.
    Source: Amazon SQS Developer Guide, "Encryption at rest"; 45 CFR 164.312(a)(2)(iv).
    """
    if queue.get("kms_master_key_id") or queue.get("sqs_managed_sse_enabled") is True:
        return passed()
    return failed("sqs_managed_sse_enabled is not True and it names no key")
