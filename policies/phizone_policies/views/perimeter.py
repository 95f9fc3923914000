"""Whether a statement stays inside the organization: its accounts, its principals, its resources."""

from __future__ import annotations

from collections.abc import Callable

from phizone_policies.check import View
from phizone_policies.views.documents import Statement
from phizone_policies.views.requests import glob
from phizone_stacks.graph.physical import physical

_TESTS = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike")
_BINDING = frozenset(prefix + test for prefix in ("", "ForAnyValue:") for test in _TESTS)
_READS = frozenset(
    {
        "ecr:batchchecklayeravailability",
        "ecr:batchgetimage",
        "ecr:getdownloadurlforlayer",
        "s3:getbucketlocation",
        "s3:getobject",
        "s3:getobjectversion",
        "s3:listbucket",
    }
)
# Buckets from which AWS serves image layers, models and packages to everybody.
# Source: Amazon ECR User Guide, "Minimum Amazon S3 Bucket Permissions for Amazon ECR"; aws-samples
# data-perimeter-policy-examples, service_owned_resources.md.
_OF_AWS = (
    "prod-{region}-starport-layer-bucket",
    "jumpstart-cache-prod-{region}",
    "amazonlinux-2-repos-{region}",
    "al2023-repos-{region}-de612dc2",
)


def binds(statement: Statement, key: str, is_ours: Callable[[str], bool]) -> bool:
    """Whether a statement holds only where a key has one of some values, all of which pass a test.

    A condition that a missing key passes (`IfExists`, `ForAllValues`, a negated one) binds nothing.
    """
    return any(
        operator in _BINDING and bool(values) and all(map(is_ours, values))
        for operator, values in statement.condition(key)
    )


def binds_to_organization(view: View, statement: Statement) -> bool:
    """Whether only the organization's principals, or requests for its resources, or AWS services meet a statement."""
    return (
        _binds_side(view, statement, "Principal")
        or binds_resources(view, statement)
        or ("Bool", ("true",)) in statement.condition("aws:PrincipalIsAWSService")
    )


def binds_resources(view: View, statement: Statement) -> bool:
    """Whether only requests for the organization's resources meet a statement."""
    ids = view.accounts
    return _binds_side(view, statement, "Resource") or binds(statement, "s3:ResourceAccount", lambda each: each in ids)


def _binds_side(view: View, statement: Statement, side: str) -> bool:
    """Whether the principal or the resource is held to the organization, by its id, a path in it, or an account."""
    ours, ids = view.organization_id, view.accounts
    return (
        binds(statement, f"aws:{side}OrgID", lambda each: bool(ours) and each == ours)
        or binds(statement, f"aws:{side}OrgPaths", lambda each: bool(ours) and each.startswith(f"{ours}/"))
        or binds(statement, f"aws:{side}Account", lambda each: each in ids)
    )


def writes_to_strangers(view: View, statement: Statement) -> bool:
    """Whether a statement lets more be done than to read of a resource that is neither in our accounts nor made here.

    A name with a star in its account, or in its bucket, is a stranger's, too.
    """
    only_reads = bool(statement.actions) and all(action.lower() in _READS for action in statement.actions)
    return not only_reads and not all(_is_ours(view, resource) for resource in statement.resources)


def _is_ours(view: View, resource: str) -> bool:
    parts = resource.split(":", 5)
    if len(parts) > 5 and parts[2] != "s3":
        return parts[4] in view.accounts
    buckets = {str(physical(bucket, "arn")) for bucket in view.graph.of_type("aws_s3_bucket")}
    return resource.split("/", 1)[0] in buckets


def only_reads_of_aws(statement: Statement, region: str) -> bool:
    """Whether a statement only reads what AWS itself keeps for everybody."""
    owned = [f"arn:*:s3:::{name.format(region=region)}" for name in _OF_AWS]
    return (
        bool(statement.actions and statement.resources)
        and all(action.lower() in _READS for action in statement.actions)
        and all(any(_within(resource, arn) for arn in owned) for resource in statement.resources)
    )


def _within(resource: str, bucket: str) -> bool:
    """Whether a resource is a bucket or something in it; a star in the bucket's own name is somebody else's, too."""
    name = resource.split("/", 1)[0]
    return "*" not in name and "?" not in name and glob(bucket, name)
