"""The audit record: the organization's trail, the archive that nobody can shorten, and log groups under our keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudtrail, cloudwatch, iam

from phizone_modules.keys import ServiceUse
from phizone_modules.policy import Statement, allow, document, service, trust
from phizone_modules.scope import Scope
from phizone_modules.storage import Bucket, BucketArgs, bucket_arn, bucket_name
from phizone_modules.tags import Classification, tags
from phizone_modules.trail_events import event_selectors

_ARCHIVE = "audit-archive"
_TRAIL = "trail"


@dataclass(frozen=True, kw_only=True)
class AuditArchiveArgs:
    """Which trail the archive keeps, how long, and who reads it."""

    scope: Scope
    """Scope of the log-archive account; its `retention_days` keep replaced versions."""
    management: Scope
    """Scope of the management account, where the trail is."""
    key_arn: pulumi.Input[str]
    """ARN of the log-archive account's key that the trail encrypts under; its policy holds `trail_key_use()`."""
    log_bucket: pulumi.Input[str]
    """Name of the log-archive account's access-log bucket."""
    administrators: Sequence[str]
    """ARNs of the roles that manage the archive and read no object."""
    readers: Sequence[str] = ()
    """ARNs of the roles that read the archive; by default nobody does."""
    lock_years: int
    """Years that no record can be deleted by anybody; six are required. Source: 45 CFR 164.316(b)(2)(i)."""


class AuditArchive(pulumi.ComponentResource):
    """The bucket that the organization's trail writes to, locked in compliance mode."""

    name: str
    """Name of the bucket, known before it is made."""
    arn: str
    """ARN of the bucket, known before it is made."""
    id: pulumi.Output[str]
    """Name of the bucket once it is made."""

    def __init__(self, name: str, args: AuditArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:AuditArchive", name, None, opts)
        bucket = self._bucket(name, args)
        self.name, self.arn, self.id = bucket.name, bucket.arn, bucket.id
        self.register_outputs({"name": self.name, "arn": self.arn, "id": self.id})

    def _bucket(self, name: str, args: AuditArchiveArgs) -> Bucket:
        arn = bucket_arn(bucket_name(args.scope, _ARCHIVE))
        bucket = BucketArgs(
            scope=args.scope,
            purpose=_ARCHIVE,
            classification=Classification.COMPANY_CONFIDENTIAL,
            key_arn=args.key_arn,
            log_bucket=args.log_bucket,
            noncurrent_days=args.scope.retention_days,
            administrators=args.administrators,
            exempt_role_arns=args.readers,
            object_lock_years=args.lock_years,
            statements=_trail_writes(arn, args.management),
        )
        return Bucket(name, bucket, pulumi.ResourceOptions(parent=self))


@dataclass(frozen=True, kw_only=True)
class OrganizationTrailArgs:
    """Where the trail delivers to and what it records beside management events."""

    scope: Scope
    """Scope of the management account, in the trail's home region."""
    archive: pulumi.Input[str]
    """Name of the archive bucket."""
    key_arn: pulumi.Input[str]
    """ARN of the archive's key: the archive refuses uploads under any other."""
    log_key_arn: pulumi.Input[str]
    """ARN of the management account's key for logs; its policy holds `log_group_key_use()`."""
    boundary_arn: pulumi.Input[str]
    """ARN of the permission boundary of the delivery role."""
    phi_bucket_prefixes: Sequence[str] = ()
    """Beginnings of the names of buckets with PHI, as `meridian-prod-`; by default only management events are kept."""


class OrganizationTrail(pulumi.ComponentResource):
    """The events of all accounts and regions, with digests that prove them whole, archived and in CloudWatch Logs."""

    arn: str
    """ARN of the trail, known before it is made."""
    log_group_name: str
    """Name of its log group, known before it is made; metric filters watch it."""
    id: pulumi.Output[str]
    """ARN of the trail once it is made."""

    def __init__(self, name: str, args: OrganizationTrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:OrganizationTrail", name, None, opts)
        self.arn = trail_arn(args.scope)
        self.log_group_name = args.scope.log_group(_TRAIL)
        group = log_group(name, args.scope, _TRAIL, key_arn=args.log_key_arn, parent=self)
        role = self._delivery_role(name, args)
        permission = self._delivery_permission(name, args.scope, role)
        self.id = self._trail(name, args, group, role, permission).id
        self.register_outputs({"arn": self.arn, "log_group_name": self.log_group_name, "id": self.id})

    def _delivery_role(self, name: str, args: OrganizationTrailArgs) -> iam.Role:
        # CloudTrail sends neither aws:SourceArn nor aws:SourceAccount here: a condition on them would stop delivery.
        # Source: AWS CloudTrail User Guide, "Role policy document for CloudTrail to use CloudWatch Logs".
        cloudtrail_only = trust("CloudTrail", principal=service("cloudtrail"), condition=None)
        return iam.Role(
            name,
            name=args.scope.name(_TRAIL, "delivery"),
            assume_role_policy=document(cloudtrail_only),
            permissions_boundary=args.boundary_arn,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _delivery_permission(self, name: str, scope: Scope, role: iam.Role) -> pulumi.Resource:
        streams = log_group_arn(scope, _TRAIL) + ":log-stream:"
        permission = allow(
            "DeliverEvents",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[f"{streams}{scope.account}_CloudTrail_{scope.region}*", f"{streams}{scope.organization_id}_*"],
        )
        policy = iam.Policy(
            name,
            name=scope.name(_TRAIL, "delivery"),
            policy=document(permission),
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return iam.RolePolicyAttachment(
            name, role=role.name, policy_arn=policy.arn, opts=pulumi.ResourceOptions(parent=self)
        )

    def _trail(
        self,
        name: str,
        args: OrganizationTrailArgs,
        group: cloudwatch.LogGroup,
        role: iam.Role,
        permission: pulumi.Resource,
    ) -> cloudtrail.Trail:
        return cloudtrail.Trail(
            name,
            name=trail_name(args.scope),
            is_organization_trail=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_logging=True,
            enable_log_file_validation=True,
            kms_key_id=args.key_arn,
            s3_bucket_name=args.archive,
            cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ":*"),
            cloud_watch_logs_role_arn=role.arn,
            advanced_event_selectors=event_selectors(args.phi_bucket_prefixes),
            region=args.scope.region,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[permission]),
        )


def log_group(
    name: str,
    scope: Scope,
    *purpose: str,
    key_arn: pulumi.Input[str],
    parent: pulumi.Resource,
    classification: Classification = Classification.COMPANY_CONFIDENTIAL,
) -> cloudwatch.LogGroup:
    """A log group `/<organization>/<environment>/<purpose>` under our key, kept for the scope's `retention_days`."""
    return cloudwatch.LogGroup(
        name,
        name=scope.log_group(*purpose),
        kms_key_id=key_arn,
        retention_in_days=scope.retention_days,
        region=scope.region,
        tags=tags(scope, classification),
        opts=pulumi.ResourceOptions(parent=parent, protect=True),
    )


def log_group_arn(scope: Scope, *purpose: str) -> str:
    """ARN of the log group of this purpose, without the `:*` that stands for its streams."""
    return f"arn:aws:logs:{scope.region}:{scope.account}:log-group:{scope.log_group(*purpose)}"


def trail_name(management: Scope) -> str:
    """Name of the organization's trail."""
    return management.name(_TRAIL)


def trail_arn(management: Scope) -> str:
    """ARN of the organization's trail; shadow trails in members carry the same one."""
    return f"arn:aws:cloudtrail:{management.region}:{management.account}:trail/{trail_name(management)}"


def trail_key_use(management: Scope) -> ServiceUse:
    """CloudTrail's use of the archive's key, for the organization's trail only.

    DescribeKey has no encryption context, hence `IfExists`; decryption is needed where the bucket uses a bucket key.
    Source: AWS CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail".
    """
    trails = f"arn:aws:cloudtrail:*:{management.account}:trail/*"
    return ServiceUse(
        service="cloudtrail.amazonaws.com",
        actions=("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"),
        condition={
            "StringEquals": {"aws:SourceArn": trail_arn(management)},
            "StringLikeIfExists": {"kms:EncryptionContext:aws:cloudtrail:arn": trails},
        },
    )


def log_group_key_use(scope: Scope, *names: str) -> ServiceUse:
    """CloudWatch Logs' use of a key for this environment's log groups and for those of further names or patterns.

    Source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    """
    return named_log_groups_key_use(scope, scope.log_group("*"), *names)


def named_log_groups_key_use(scope: Scope, *names: str) -> ServiceUse:
    """CloudWatch Logs' use of a key for the log groups of these names or patterns only."""
    patterns = [f"arn:aws:logs:{scope.region}:{scope.account}:log-group:{name}" for name in names]
    return ServiceUse(
        service=f"logs.{scope.region}.amazonaws.com",
        condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": patterns}},
    )


def _trail_writes(archive_arn: str, management: Scope) -> list[Statement]:
    # The usual condition on s3:x-amz-acl says who owns the objects; BucketOwnerEnforced settles that for all of them.
    condition = {"StringEquals": {"aws:SourceArn": trail_arn(management)}}
    owners = (management.account, management.organization_id)
    return [
        allow(
            "TrailReadsTheAcl",
            actions="s3:GetBucketAcl",
            resources=archive_arn,
            principal=service("cloudtrail"),
            condition=condition,
        ),
        allow(
            "TrailWrites",
            actions="s3:PutObject",
            resources=[f"{archive_arn}/AWSLogs/{owner}/*" for owner in owners],
            principal=service("cloudtrail"),
            condition=condition,
        ),
    ]
