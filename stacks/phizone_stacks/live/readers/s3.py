"""Amazon S3: buckets, and who may come at them.

What has no region of its own is asked once an account; the client is led to the region of a bucket by S3 itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, snaked, tags_of
from phizone_stacks.live.reading import Where, reads

_FIRST = "us-east-1"
"""The region that GetBucketLocation tells as none."""
_OLD_NAMES = {"EU": "eu-west-1"}
"""What GetBucketLocation calls regions of buckets that were made long ago. Source: its API reference."""
_PAGE = 1000
"""Buckets a page; S3 tells regions only where a number is asked for."""


def buckets(calls: Calls) -> Iterator[tuple[str, str]]:
    """Name and region of each bucket of the account."""
    for each in calls.all("s3", "list_buckets", "Buckets", MaxBuckets=_PAGE):
        name = each["Name"]
        yield name, each.get("BucketRegion") or _location(calls, name)


def _location(calls: Calls, name: str) -> str:
    told = calls.get("s3", "get_bucket_location", Bucket=name).get("LocationConstraint")
    return _OLD_NAMES.get(told, told) if told else _FIRST


@reads("aws_s3_bucket", where=Where.ACCOUNT, silent={"aws_s3_bucket": ("force_destroy",)})
def all_buckets(calls: Calls) -> Iterator[Found]:
    """The buckets; what configures them stands in resources of its own."""
    for name, region in buckets(calls):
        tags = calls.find("s3", "get_bucket_tagging", ("NoSuchTagSet",), Bucket=name)
        lock = object_lock(calls, name)
        attributes = {
            "bucket": name,
            "arn": f"arn:{partition(region)}:s3:::{name}",
            "object_lock_enabled": lock.get("ObjectLockEnabled") == "Enabled",
            "tags": tags_of(tags["TagSet"]) if tags else {},
        }
        yield found("aws_s3_bucket", name, attributes, region)


def object_lock(calls: Calls, name: str) -> dict[str, Any]:
    """The object lock of a bucket; empty where it has none."""
    absent = ("ObjectLockConfigurationNotFoundError",)
    answer = calls.find("s3", "get_object_lock_configuration", absent, Bucket=name)
    lock: dict[str, Any] = answer["ObjectLockConfiguration"] if answer else {}
    return lock


@reads("aws_s3_bucket_policy", where=Where.ACCOUNT)
def policies(calls: Calls) -> Iterator[Found]:
    """Policies of buckets."""
    for name, region in buckets(calls):
        answer = calls.find("s3", "get_bucket_policy", ("NoSuchBucketPolicy",), Bucket=name)
        if answer:
            yield found("aws_s3_bucket_policy", name, {"bucket": name, "policy": answer["Policy"]}, region)


@reads("aws_s3_bucket_public_access_block", where=Where.ACCOUNT)
def public_access_blocks(calls: Calls) -> Iterator[Found]:
    """Public access blocks of buckets."""
    absent = ("NoSuchPublicAccessBlockConfiguration",)
    for name, region in buckets(calls):
        answer = calls.find("s3", "get_public_access_block", absent, Bucket=name)
        if answer:
            flags = snaked(answer["PublicAccessBlockConfiguration"])
            yield found("aws_s3_bucket_public_access_block", name, {"bucket": name, **flags}, region)


@reads("aws_s3_bucket_ownership_controls", where=Where.ACCOUNT)
def ownership_controls(calls: Calls) -> Iterator[Found]:
    """Who owns the objects of buckets."""
    for name, region in buckets(calls):
        answer = calls.find("s3", "get_bucket_ownership_controls", ("OwnershipControlsNotFoundError",), Bucket=name)
        if answer:
            rules = [{"object_ownership": rule["ObjectOwnership"]} for rule in answer["OwnershipControls"]["Rules"]]
            yield found("aws_s3_bucket_ownership_controls", name, {"bucket": name, "rule": rules}, region)


@reads("aws_s3_bucket_acl", where=Where.ACCOUNT)
def access_control_lists(calls: Calls) -> Iterator[Found]:
    """Lists that let in others than the owner of the bucket, for whom every bucket has one."""
    for name, region in buckets(calls):
        answer = calls.get("s3", "get_bucket_acl", Bucket=name)
        owner = answer["Owner"]["ID"]
        if all(grant["Grantee"].get("ID") == owner for grant in answer["Grants"]):
            continue
        grants = [
            {"grantee": block(**_grantee(grant["Grantee"])), "permission": grant["Permission"]}
            for grant in answer["Grants"]
        ]
        listed = block(grant=grants, owner=block(id=owner))
        yield found("aws_s3_bucket_acl", name, {"bucket": name, "access_control_policy": listed}, region)


def _grantee(given: dict[str, Any]) -> dict[str, Any]:
    words = {"Type": "type", "ID": "id", "URI": "uri", "EmailAddress": "email_address"}
    return {word: given.get(key) for key, word in words.items()}
