"""Amazon S3: buckets, and what configures them."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates

_FLAGS = {
    "BlockPublicAcls": "block_public_acls",
    "BlockPublicPolicy": "block_public_policy",
    "IgnorePublicAcls": "ignore_public_acls",
    "RestrictPublicBuckets": "restrict_public_buckets",
}


@creates("aws_s3_account_public_access_block")
def account_public_access_block(wanted: Wanted) -> Outputs:
    """PutPublicAccessBlock of the account."""
    account = wanted.get("account_id") or wanted.place.account
    wanted.client("s3control").put_public_access_block(
        AccountId=account, PublicAccessBlockConfiguration=wanted.given(**_FLAGS)
    )
    return {"id": account}


@creates("aws_s3_bucket")
def bucket(wanted: Wanted) -> Outputs:
    """CreateBucket, then its tags, which are a call of their own."""
    s3, name, region = wanted.client("s3"), wanted.get("bucket"), wanted.place.region
    # The first region is the one that CreateBucket refuses to be told.
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=bool(wanted.get("object_lock_enabled")), **where)
    if wanted.tags():
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": wanted.tags()})
    return {"id": name, "bucket": name, "arn": f"arn:aws:s3:::{name}"}


@creates("aws_s3_bucket_policy")
def policy(wanted: Wanted) -> Outputs:
    """PutBucketPolicy."""
    wanted.client("s3").put_bucket_policy(**wanted.given(Bucket="bucket", Policy="policy"))
    return _of_bucket(wanted)


@creates("aws_s3_bucket_public_access_block")
def public_access_block(wanted: Wanted) -> Outputs:
    """PutPublicAccessBlock."""
    flags = wanted.given(**_FLAGS)
    wanted.client("s3").put_public_access_block(Bucket=wanted.get("bucket"), PublicAccessBlockConfiguration=flags)
    return _of_bucket(wanted)


@creates("aws_s3_bucket_ownership_controls")
def ownership_controls(wanted: Wanted) -> Outputs:
    """PutBucketOwnershipControls."""
    rules = [{"ObjectOwnership": rule["object_ownership"]} for rule in wanted.get("rule")]
    wanted.client("s3").put_bucket_ownership_controls(Bucket=wanted.get("bucket"), OwnershipControls={"Rules": rules})
    return _of_bucket(wanted)


@creates("aws_s3_bucket_server_side_encryption_configuration")
def encryption(wanted: Wanted) -> Outputs:
    """PutBucketEncryption."""
    configuration = {"Rules": [_encryption_rule(rule) for rule in wanted.get("rule")]}
    wanted.client("s3").put_bucket_encryption(
        Bucket=wanted.get("bucket"), ServerSideEncryptionConfiguration=configuration
    )
    return _of_bucket(wanted)


def _encryption_rule(rule: dict[str, Any]) -> dict[str, Any]:
    given = _first(rule, "apply_server_side_encryption_by_default")
    words = {"SSEAlgorithm": "sse_algorithm", "KMSMasterKeyID": "kms_master_key_id"}
    made = {"ApplyServerSideEncryptionByDefault": _words(given, words), "BucketKeyEnabled": rule["bucket_key_enabled"]}
    blocked = rule.get("blocked_encryption_types")
    return {**made, "BlockedEncryptionTypes": {"EncryptionType": blocked}} if blocked else made


@creates("aws_s3_bucket_versioning")
def versioning(wanted: Wanted) -> Outputs:
    """PutBucketVersioning."""
    status = wanted.block("versioning_configuration")["status"]
    wanted.client("s3").put_bucket_versioning(Bucket=wanted.get("bucket"), VersioningConfiguration={"Status": status})
    return _of_bucket(wanted)


@creates("aws_s3_bucket_object_lock_configuration")
def object_lock(wanted: Wanted) -> Outputs:
    """PutObjectLockConfiguration."""
    words = {"Mode": "mode", "Days": "days", "Years": "years"}
    retention = _words(_first(wanted.block("rule"), "default_retention"), words)
    lock = {"ObjectLockEnabled": wanted.get("object_lock_enabled"), "Rule": {"DefaultRetention": retention}}
    wanted.client("s3").put_object_lock_configuration(Bucket=wanted.get("bucket"), ObjectLockConfiguration=lock)
    return _of_bucket(wanted)


@creates("aws_s3_bucket_logging")
def logging(wanted: Wanted) -> Outputs:
    """PutBucketLogging, when the target's policy is there, without which no log is delivered."""
    s3, enabled = wanted.client("s3"), wanted.given(TargetBucket="target_bucket", TargetPrefix="target_prefix")
    s3.get_bucket_policy(Bucket=wanted.get("target_bucket"))
    s3.put_bucket_logging(Bucket=wanted.get("bucket"), BucketLoggingStatus={"LoggingEnabled": enabled})
    return _of_bucket(wanted)


@creates("aws_s3_bucket_lifecycle_configuration")
def lifecycle(wanted: Wanted) -> Outputs:
    """PutBucketLifecycleConfiguration."""
    rules = [_lifecycle_rule(rule) for rule in wanted.get("rule")]
    wanted.client("s3").put_bucket_lifecycle_configuration(
        Bucket=wanted.get("bucket"), LifecycleConfiguration={"Rules": rules}
    )
    return _of_bucket(wanted)


_DAYS = {"NoncurrentDays": "noncurrent_days", "StorageClass": "storage_class"}
_BLOCKS = {
    "AbortIncompleteMultipartUpload": (
        "abort_incomplete_multipart_upload",
        {"DaysAfterInitiation": "days_after_initiation"},
    ),
    "Expiration": ("expiration", {"Days": "days", "ExpiredObjectDeleteMarker": "expired_object_delete_marker"}),
    "NoncurrentVersionExpiration": ("noncurrent_version_expiration", {"NoncurrentDays": "noncurrent_days"}),
}


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"ID": rule["id"], "Status": rule["status"]}
    made["Filter"] = {"Prefix": _first(rule, "filter").get("prefix") or ""}
    for key, (name, words) in _BLOCKS.items():
        if rule.get(name):
            made[key] = _words(_first(rule, name), words)
    kinds = {"Transitions": "transition", "NoncurrentVersionTransitions": "noncurrent_version_transition"}
    for key, name in kinds.items():
        if rule.get(name):
            made[key] = [_words(each, {**_DAYS, "Days": "days"}) for each in rule[name]]
    return made


def _first(given: dict[str, Any], name: str) -> dict[str, Any]:
    found = given.get(name) or [{}]
    return dict(found[0])


def _words(given: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    return {key: given[name] for key, name in words.items() if given.get(name) is not None}


def _of_bucket(wanted: Wanted) -> Outputs:
    return {"id": wanted.get("bucket"), "bucket": wanted.get("bucket")}
