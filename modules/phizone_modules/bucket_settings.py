"""The settings of a bucket that stand in resources of their own: encryption, versions, privacy, lifecycle."""

from __future__ import annotations

import pulumi
from pulumi_aws import s3

from phizone_modules.scope import Scope


def encrypt(
    parent: pulumi.Resource, name: str, scope: Scope, bucket: pulumi.Input[str], key_arn: pulumi.Input[str] | None
) -> None:
    """New objects are encrypted under this key, or without one under keys of S3."""
    default = s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
        sse_algorithm="AES256" if key_arn is None else "aws:kms", kms_master_key_id=key_arn
    )
    rule = s3.BucketServerSideEncryptionConfigurationRuleArgs(
        apply_server_side_encryption_by_default=default,
        bucket_key_enabled=key_arn is not None,
    )
    s3.BucketServerSideEncryptionConfiguration(
        name, bucket=bucket, rules=[rule], region=scope.region, opts=pulumi.ResourceOptions(parent=parent)
    )


def keep_versions(parent: pulumi.Resource, name: str, scope: Scope, bucket: pulumi.Input[str]) -> s3.BucketVersioning:
    """Replaced and deleted objects stay as versions."""
    return s3.BucketVersioning(
        name,
        bucket=bucket,
        versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
        region=scope.region,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def make_private(
    parent: pulumi.Resource, name: str, scope: Scope, bucket: pulumi.Input[str], policy: pulumi.Input[str]
) -> None:
    """No access list and no public policy can open the bucket, whose policy is this one."""
    block = s3.BucketPublicAccessBlock(
        name,
        bucket=bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        region=scope.region,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    s3.BucketOwnershipControls(
        name,
        bucket=bucket,
        rule=s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
        region=scope.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[block]),
    )
    # S3 refuses changes of policy and public-access block at the same moment (OperationAborted).
    s3.BucketPolicy(
        name,
        bucket=bucket,
        policy=policy,
        region=scope.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[block]),
    )


def lifecycle(
    parent: pulumi.Resource,
    name: str,
    scope: Scope,
    bucket: pulumi.Input[str],
    rule: s3.BucketLifecycleConfigurationRuleArgs,
    versioning: pulumi.Resource,
) -> None:
    """This rule expires what the bucket holds; it follows versioning, since it speaks of noncurrent versions."""
    s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket,
        rules=[rule],
        region=scope.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[versioning]),
    )
