"""Buckets: encrypted under a customer-managed key, versioned, private, logged, reached through our endpoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from phizone_modules import bucket_policy, bucket_settings
from phizone_modules.policy import Statement, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

ABORT_UPLOAD_DAYS = 7
"""Days after which the parts of an unfinished upload are removed."""
TRANSITION_DAYS = 30
"""Days after which noncurrent versions become infrequent access, the fewest S3 takes for that class."""


@dataclass(frozen=True, kw_only=True)
class BucketArgs:
    """What one bucket holds and who reaches it from where."""

    scope: Scope
    """Whose bucket it is."""
    purpose: str
    """Part of its name, as `raw`."""
    classification: Classification
    """The most protected data it holds."""
    key_arn: pulumi.Input[str]
    """ARN of the customer-managed key that encrypts every object."""
    log_bucket: pulumi.Input[str]
    """Name of the access-log bucket in the same account and region.

    Source: Amazon S3 User Guide, "Logging requests with server access logging".
    """
    noncurrent_days: int
    """Days that replaced and deleted versions are kept, more than 30."""
    administrators: Sequence[str]
    """ARNs of the roles that manage the bucket: they read its settings and listing from anywhere, but no object."""
    vpc_endpoint_ids: Sequence[pulumi.Input[str]] = ()
    """Endpoints that data is reached through; by default none, so that only services and exempt roles reach data."""
    exempt_role_arns: Sequence[str] = ()
    """ARNs of roles that reach data from elsewhere: replication, backup, Macie, break-glass; named, made or not."""
    object_lock_years: int | None = None
    """Years that nobody, the root user included, deletes a version (compliance mode); by default there is no lock."""
    statements: Sequence[Statement] = ()
    """Further statements of the bucket's policy."""


class Bucket(pulumi.ComponentResource):
    """A private, versioned bucket whose objects are encrypted under one key and reached from inside only."""

    name: str
    """Name of the bucket, known before it is made."""
    arn: str
    """ARN of the bucket, known before it is made."""
    id: pulumi.Output[str]
    """Name of the bucket once it is made."""

    def __init__(self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Bucket", name, None, opts)
        self.name = bucket_name(args.scope, args.purpose)
        self.arn = bucket_arn(self.name)
        self.id = self._bucket(name, args).id
        bucket_settings.encrypt(self, name, args.scope, self.id, args.key_arn)
        versioning = bucket_settings.keep_versions(self, name, args.scope, self.id)
        bucket_settings.make_private(self, name, args.scope, self.id, self._policy(args))
        self._log(name, args)
        self._expire(name, args, versioning)
        if args.object_lock_years is not None:
            self._lock(name, args.scope, args.object_lock_years, versioning)
        self.register_outputs({"name": self.name, "arn": self.arn, "id": self.id})

    def _bucket(self, name: str, args: BucketArgs) -> s3.Bucket:
        return s3.Bucket(
            name,
            bucket=self.name,
            force_destroy=False,
            object_lock_enabled=args.object_lock_years is not None,
            region=args.scope.region,
            tags=tags(args.scope, args.classification),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _policy(self, args: BucketArgs) -> pulumi.Output[str]:
        return document(
            *bucket_policy.encrypted_transport(self.arn),
            *bucket_policy.organization_only(self.arn, args.scope.organization_id),
            *bucket_policy.own_key_only(self.arn, args.key_arn),
            *bucket_policy.through_endpoints_only(
                self.arn,
                endpoints=args.vpc_endpoint_ids,
                exempt=args.exempt_role_arns,
                administrators=args.administrators,
            ),
            *args.statements,
        )

    def _log(self, name: str, args: BucketArgs) -> None:
        s3.BucketLogging(
            name,
            bucket=self.id,
            target_bucket=args.log_bucket,
            target_prefix=f"{self.name}/",
            region=args.scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _expire(self, name: str, args: BucketArgs, versioning: pulumi.Resource) -> None:
        if args.noncurrent_days <= TRANSITION_DAYS:
            raise ValueError(f"{self.name}: noncurrent_days {args.noncurrent_days} must be more than {TRANSITION_DAYS}")
        rule = s3.BucketLifecycleConfigurationRuleArgs(
            id="retention",
            status="Enabled",
            filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=ABORT_UPLOAD_DAYS
            ),
            noncurrent_version_transitions=[
                s3.BucketLifecycleConfigurationRuleNoncurrentVersionTransitionArgs(
                    noncurrent_days=TRANSITION_DAYS, storage_class="STANDARD_IA"
                )
            ],
            noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=args.noncurrent_days
            ),
        )
        bucket_settings.lifecycle(self, name, args.scope, self.id, rule, versioning)

    def _lock(self, name: str, scope: Scope, years: int, versioning: pulumi.Resource) -> None:
        s3.BucketObjectLockConfiguration(
            name,
            bucket=self.id,
            object_lock_enabled="Enabled",
            rule=s3.BucketObjectLockConfigurationRuleArgs(
                default_retention=s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                    mode="COMPLIANCE", years=years
                )
            ),
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioning]),
        )


@dataclass(frozen=True, kw_only=True)
class AccessLogBucketArgs:
    """Whose access logs are kept, and how long: the scope's `retention_days`."""

    scope: Scope
    """Account and region whose buckets log here."""
    purpose: str = "access-logs"
    """Part of its name; a second region of the same account needs another, since bucket names are global."""


class AccessLogBucket(pulumi.ComponentResource):
    """The target of one account's and region's S3 access logs.

    It is encrypted under S3's own keys and has no retention lock: delivery supports neither a KMS default nor a lock.
    Source: Amazon S3 User Guide, "Logging requests with server access logging" and "Enabling server access logging".
    """

    name: str
    """Name of the bucket, known before it is made."""
    arn: str
    """ARN of the bucket, known before it is made."""
    id: pulumi.Output[str]
    """Name of the bucket once it is made."""

    def __init__(self, name: str, args: AccessLogBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:AccessLogBucket", name, None, opts)
        scope = args.scope
        self.name = bucket_name(scope, args.purpose)
        self.arn = bucket_arn(self.name)
        self.id = self._bucket(name, scope).id
        bucket_settings.encrypt(self, name, scope, self.id, None)
        versioning = bucket_settings.keep_versions(self, name, scope, self.id)
        bucket_settings.make_private(self, name, scope, self.id, self._policy(scope))
        self._expire(name, scope, versioning)
        self.register_outputs({"name": self.name, "arn": self.arn, "id": self.id})

    def _bucket(self, name: str, scope: Scope) -> s3.Bucket:
        return s3.Bucket(
            name,
            bucket=self.name,
            force_destroy=False,
            region=scope.region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _policy(self, scope: Scope) -> pulumi.Output[str]:
        return document(
            *bucket_policy.encrypted_transport(self.arn),
            *bucket_policy.organization_only(self.arn, scope.organization_id),
            *bucket_policy.access_log_delivery(self.arn, scope),
        )

    def _expire(self, name: str, scope: Scope, versioning: pulumi.Resource) -> None:
        rule = s3.BucketLifecycleConfigurationRuleArgs(
            id="retention",
            status="Enabled",
            filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=ABORT_UPLOAD_DAYS
            ),
            expiration=s3.BucketLifecycleConfigurationRuleExpirationArgs(days=scope.retention_days),
            noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=scope.retention_days
            ),
        )
        bucket_settings.lifecycle(self, name, scope, self.id, rule, versioning)


def bucket_name(scope: Scope, purpose: str) -> str:
    """Name of a bucket: the team stands in it unless the platform owns the bucket."""
    return scope.bucket(purpose) if scope.team == "platform" else scope.bucket(scope.team, purpose)


def bucket_arn(name: str) -> str:
    """ARN of the bucket with this name."""
    return f"arn:aws:s3:::{name}"
