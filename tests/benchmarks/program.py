"""A program of any size: keys, buckets with their settings, roles with policies, in the proportions of a workspace."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

RESOURCES_PER_STEP = 10
"""Resources that one step makes."""
TAGS = dict.fromkeys(("Organization", "Environment", "Team", "Project", "Owner", "CostCenter", "ManagedBy"), "x")


def program(resources: int) -> None:
    """Makes about so many resources."""
    provider = aws.Provider("account", region="us-east-1", allowed_account_ids=["777777777777"])
    options = pulumi.ResourceOptions(provider=provider)
    for step in range(resources // RESOURCES_PER_STEP):
        _step(f"n{step}", options)


def _step(name: str, options: pulumi.ResourceOptions) -> None:
    key = aws.kms.Key(name, enable_key_rotation=True, tags=TAGS, opts=options)
    aws.kms.Alias(name, name=f"alias/{name}", target_key_id=key.key_id, opts=options)
    bucket = aws.s3.Bucket(name, bucket=f"bucket-{name}", tags=TAGS, opts=options)
    aws.s3.BucketVersioning(name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=options)
    rule = {"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn}}
    aws.s3.BucketServerSideEncryptionConfiguration(name, bucket=bucket.id, rules=[rule], opts=options)
    aws.s3.BucketPublicAccessBlock(name, bucket=bucket.id, block_public_acls=True, opts=options)
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": [pulumi.Output.concat(bucket.arn, "/*")]}
    document = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.s3.BucketPolicy(name, bucket=bucket.id, policy=document, opts=options)
    role = aws.iam.Role(name, name=name, assume_role_policy="{}", tags=TAGS, opts=options)
    policy = aws.iam.Policy(name, name=name, policy=document, tags=TAGS, opts=options)
    aws.iam.RolePolicyAttachment(name, role=role.name, policy_arn=policy.arn, opts=options)
