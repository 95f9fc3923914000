"""What AWS Config delivers is under our key."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_config_delivery_channel",),
    reads=("aws_config_delivery_channel.s3_kms_key_arn", "aws_kms_alias.target_key_id"),
)
def records_encrypted_with_our_key(channel: Node, view: View) -> Result:
    """A delivery channel names a customer-managed key of ours for what it writes to S3.

    Why: records tell every name, tag and address there is; under AWS's key whoever reads the bucket reads them.
    Fix: set s3_kms_key_arn to the ARN of the bucket's key.
    Source: AWS Config API Reference, "DeliveryChannel"; 45 CFR 164.312(a)(2)(iv).
    """
    value = channel.peek("s3_kms_key_arn")
    return failed("it names no s3_kms_key_arn") if value in (None, "") else encrypted_with_ours(view.graph, value)
