"""The bucket in the log-archive account that the recorders of all accounts deliver to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from phizone_modules.keys import ServiceUse
from phizone_modules.policy import Statement, allow, service
from phizone_modules.scope import Scope
from phizone_modules.storage import Bucket, BucketArgs, bucket_arn, bucket_name
from phizone_modules.tags import Classification

_CONFIG = "config.amazonaws.com"
_PURPOSE = "config"


@dataclass(frozen=True, kw_only=True)
class RecordBucketArgs:
    """Whose records the bucket takes, under which key, and who reads them."""

    scope: Scope
    """Scope of the log-archive account; its `retention_days` keep replaced versions."""
    accounts: Sequence[str]
    """Ids of the accounts whose recorders deliver."""
    key_arn: pulumi.Input[str]
    """ARN of the log-archive account's key for it; its policy holds `record_key_use()`."""
    log_bucket: pulumi.Input[str]
    """Name of the log-archive account's access-log bucket."""
    administrators: Sequence[str]
    """ARNs of the roles that manage the bucket and read no object."""
    readers: Sequence[str] = ()
    """ARNs of the roles that read the records; by default nobody does."""


class RecordBucket(pulumi.ComponentResource):
    """What AWS Config's recorders deliver, encrypted under our key.

    It keeps every version and has no default retention: AWS Config cannot deliver to a bucket that has one.
    Source: AWS Config Developer Guide, "Managing the delivery channel".
    """

    name: str
    """Name of the bucket, known before it is made."""
    id: pulumi.Output[str]
    """Name of the bucket once its policy lets the recorders deliver."""

    def __init__(self, name: str, args: RecordBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:RecordBucket", name, None, opts)
        arn = bucket_arn(bucket_name(args.scope, _PURPOSE))
        bucket = Bucket(
            name,
            BucketArgs(
                scope=args.scope,
                purpose=_PURPOSE,
                classification=Classification.COMPANY_CONFIDENTIAL,
                key_arn=args.key_arn,
                log_bucket=args.log_bucket,
                noncurrent_days=args.scope.retention_days,
                administrators=args.administrators,
                exempt_role_arns=args.readers,
                statements=_deliveries(arn, args.accounts),
            ),
            pulumi.ResourceOptions(parent=self),
        )
        self.name, self.id = bucket.name, bucket.id
        self.register_outputs({"name": self.name, "id": self.id})


def record_key_use(accounts: Sequence[str]) -> ServiceUse:
    """AWS Config's use of the bucket's key, for the recorders of these accounts only.

    Source: AWS Config Developer Guide, "Permissions for the KMS Key for the AWS Config Delivery Channel".
    """
    return ServiceUse(service=_CONFIG, actions=("kms:Decrypt", "kms:GenerateDataKey"), condition=_sent_by(accounts))


def _deliveries(arn: str, accounts: Sequence[str]) -> list[Statement]:
    """Source: AWS Config Developer Guide, "Permissions for the Amazon S3 Bucket for the AWS Config Delivery Channel".

    The usual condition on s3:x-amz-acl says who owns the objects; BucketOwnerEnforced settles that for all of them.
    """
    condition = _sent_by(accounts)
    return [
        allow(
            "RecordersSeeTheBucket",
            actions=["s3:GetBucketAcl", "s3:ListBucket"],
            resources=arn,
            principal=service(_CONFIG),
            condition=condition,
        ),
        allow(
            "RecordersDeliver",
            actions="s3:PutObject",
            resources=[f"{arn}/AWSLogs/{account}/Config/*" for account in sorted(accounts)],
            principal=service(_CONFIG),
            condition=condition,
        ),
    ]


def _sent_by(accounts: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    return {"StringEquals": {"aws:SourceAccount": sorted(accounts)}}
