"""What cannot be made again is not deleted by a program."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=(
        "aws_cloudtrail",
        "aws_cloudwatch_log_group",
        "aws_kms_external_key",
        "aws_kms_key",
        "aws_kms_replica_key",
        "aws_s3_bucket",
        "aws_sagemaker_domain",
    ),
    reads=(),
)
def stateful_resource_is_protected(resource: Node, view: View) -> Result:
    """Keys, buckets, Studio domains, trails and log groups are protected against deletion by Pulumi.

    Why: a renamed resource or a removed line is otherwise a deleted key, and with it all it encrypted.
    Fix: make the resource with ResourceOptions(protect=True).
    Source: Pulumi documentation, "Resource option: protect"; 45 CFR 164.308(a)(7)(ii)(A).
    """
    if resource.protect is True:
        return passed()
    if not resource.urn:
        return not_applicable("it comes from no Pulumi program, which alone could protect it")
    return failed("it is made without protect=True")
