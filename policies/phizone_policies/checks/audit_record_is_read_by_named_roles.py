"""The audit record is read by named roles."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.guarded import SAFE, denied, statements
from phizone_policies.views.log_buckets import takes_records
from phizone_policies.views.requests import ANY_OBJECT, Context
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node

_ACTIONS = (
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:ListBucket",
    "s3:PutObject",
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_s3_bucket",),
    reads=(
        "aws_cloudtrail.s3_bucket_name",
        "aws_config_delivery_channel.s3_bucket_name",
        "aws_s3_bucket.policy",
        "aws_s3_bucket_policy.bucket",
        "aws_s3_bucket_policy.policy",
    ),
)
def audit_record_is_read_by_named_roles(bucket: Node, view: View) -> Result:
    """The bucket that trails or recorders write to refuses its objects to every role that its policy does not name.

    Why: the record tells an intruder what is seen and what is not, and forged lines in it prove nothing.
    Fix: deny reading, writing and deleting unless the caller is an AWS service or, by aws:PrincipalArn, an auditor.
    Source: AWS CloudTrail User Guide, "Security best practices"; 45 CFR 164.312(b), 164.312(c)(1).
    """
    if not takes_records(view.graph, bucket):
        return not_applicable("no trail and no recorder writes there")
    role = f"arn:{partition(bucket.region)}:iam::{bucket.account}:role/{ANY_OBJECT}"
    context: Context = {
        **SAFE,
        "aws:principalarn": (role,),
        "aws:principalisawsservice": ("false",),
        "aws:principalorgid": (view.organization_id,),
        "aws:sourcevpce": None,
        "aws:viaawsservice": ("false",),
    }
    given = statements(view, bucket)
    allowed = [action for action in _ACTIONS if not denied(given, bucket, action, context)]
    return failed(f"its policy does not deny other roles {' and '.join(allowed)}") if allowed else passed()
