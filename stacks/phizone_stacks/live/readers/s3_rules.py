"""Amazon S3: what becomes of the objects of a bucket: encryption, versions, lifecycle, locks, logs and copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, snaked, tags_of
from phizone_stacks.live.readers.s3 import buckets, object_lock
from phizone_stacks.live.reading import Where, reads

_ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration"
_LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"
_REPLICATION = "aws_s3_bucket_replication_configuration"
_SINGULAR = {
    "Transitions": "transition",
    "NoncurrentVersionTransitions": "noncurrent_version_transition",
}
"""Names of Terraform's for lists of a lifecycle rule."""


@reads(_ENCRYPTION, where=Where.ACCOUNT)
def encryption(calls: Calls) -> Iterator[Found]:
    """Under which key objects of buckets are encrypted by default."""
    absent = ("ServerSideEncryptionConfigurationNotFoundError",)
    for name, region in buckets(calls):
        answer = calls.find("s3", "get_bucket_encryption", absent, Bucket=name)
        if answer:
            rules = [_encryption_rule(rule) for rule in answer["ServerSideEncryptionConfiguration"]["Rules"]]
            yield found(_ENCRYPTION, name, {"bucket": name, "rule": rules}, region)


def _encryption_rule(rule: dict[str, Any]) -> dict[str, Any]:
    default = rule.get("ApplyServerSideEncryptionByDefault")
    by_default = default and block(
        sse_algorithm=default["SSEAlgorithm"], kms_master_key_id=default.get("KMSMasterKeyID")
    )
    return block(
        apply_server_side_encryption_by_default=by_default,
        bucket_key_enabled=rule.get("BucketKeyEnabled"),
        blocked_encryption_types=rule.get("BlockedEncryptionTypes", {}).get("EncryptionType"),
    )[0]


@reads("aws_s3_bucket_versioning", where=Where.ACCOUNT)
def versioning(calls: Calls) -> Iterator[Found]:
    """Whether buckets keep versions; of a bucket that never did nothing is told."""
    for name, region in buckets(calls):
        answer = calls.get("s3", "get_bucket_versioning", Bucket=name)
        if answer.get("Status"):
            kept = block(status=answer["Status"], mfa_delete=answer.get("MFADelete"))
            yield found("aws_s3_bucket_versioning", name, {"bucket": name, "versioning_configuration": kept}, region)


@reads("aws_s3_bucket_object_lock_configuration", where=Where.ACCOUNT)
def object_locks(calls: Calls) -> Iterator[Found]:
    """For how long new versions in buckets are locked; a lock without a rule is told with the bucket."""
    for name, region in buckets(calls):
        lock = object_lock(calls, name)
        if lock.get("Rule"):
            kept = lock["Rule"]["DefaultRetention"]
            # A lock is for days or for years; a number of 0 of either is none.
            retention = block(mode=kept.get("Mode"), days=kept.get("Days") or None, years=kept.get("Years") or None)
            attributes = {
                "bucket": name,
                "object_lock_enabled": lock["ObjectLockEnabled"],
                "rule": block(default_retention=retention),
            }
            yield found("aws_s3_bucket_object_lock_configuration", name, attributes, region)


@reads("aws_s3_bucket_logging", where=Where.ACCOUNT)
def logging(calls: Calls) -> Iterator[Found]:
    """Where buckets send their access logs."""
    for name, region in buckets(calls):
        enabled = calls.get("s3", "get_bucket_logging", Bucket=name).get("LoggingEnabled")
        if enabled:
            attributes = {
                "bucket": name,
                "target_bucket": enabled["TargetBucket"],
                "target_prefix": enabled["TargetPrefix"],
                "target_grant": snaked(enabled.get("TargetGrants")),
                "target_object_key_format": snaked([enabled["TargetObjectKeyFormat"]])
                if "TargetObjectKeyFormat" in enabled
                else None,
            }
            yield found("aws_s3_bucket_logging", name, attributes, region)


@reads(_LIFECYCLE, where=Where.ACCOUNT)
def lifecycles(calls: Calls) -> Iterator[Found]:
    """When objects of buckets go elsewhere, and when they end."""
    for name, region in buckets(calls):
        absent = ("NoSuchLifecycleConfiguration",)
        answer = calls.find("s3", "get_bucket_lifecycle_configuration", absent, Bucket=name)
        if answer:
            attributes = {
                "bucket": name,
                "rule": [_rule(rule) for rule in answer["Rules"]],
                "transition_default_minimum_object_size": answer.get("TransitionDefaultMinimumObjectSize"),
            }
            yield found(_LIFECYCLE, name, attributes, region)


@reads(_REPLICATION, where=Where.ACCOUNT)
def replications(calls: Calls) -> Iterator[Found]:
    """Where buckets copy their objects to."""
    for name, region in buckets(calls):
        absent = ("ReplicationConfigurationNotFoundError",)
        answer = calls.find("s3", "get_bucket_replication", absent, Bucket=name)
        if answer:
            given = answer["ReplicationConfiguration"]
            rules = [_rule(rule) for rule in given["Rules"]]
            yield found(_REPLICATION, name, {"bucket": name, "role": given["Role"], "rule": rules}, region)


def _rule(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rule of a lifecycle or of a replication in Terraform's words."""
    renamed = {_SINGULAR.get(key, key): _dated(value) for key, value in given.items() if key != "Filter"}
    rule: dict[str, Any] = snaked(renamed)
    if "Filter" in given:
        rule["filter"] = [_filter(given["Filter"])]
    return rule


def _filter(given: Mapping[str, Any]) -> dict[str, Any]:
    both = given.get("And")
    alone: dict[str, Any] = snaked({key: value for key, value in given.items() if key != "And"})
    if both is None:
        return alone
    joined: dict[str, Any] = snaked({key: value for key, value in both.items() if key != "Tags"})
    tags = {"tags": tags_of(both["Tags"])} if "Tags" in both else {}
    return {**alone, "and": [{**joined, **tags}]}


def _dated(value: Any) -> Any:
    """Data with its dates as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Mapping):
        return {key: _dated(item) for key, item in value.items()}
    return [_dated(item) for item in value] if isinstance(value, list) else value
