"""Whether a statement stays inside the organization: its accounts, its principals, its resources."""

from __future__ import annotations

from phizone_environments.zone import Zone
from phizone_policies.views.documents import Statement
from phizone_policies.views.requests import glob

_ORGANIZATION = ("aws:PrincipalOrgID", "aws:ResourceOrgID")
_PATHS = ("aws:PrincipalOrgPaths", "aws:ResourceOrgPaths")
_ACCOUNTS = ("aws:PrincipalAccount", "aws:ResourceAccount", "s3:ResourceAccount")
_EXACT = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ForAnyValue:StringEquals", "ForAnyValue:StringLike")
_READS = (
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetBucketLocation",
    "s3:ListBucket",
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)
# Buckets from which AWS serves image layers, models, packages and patches to everybody.
# Source: Amazon ECR User Guide, "Minimum Amazon S3 Bucket Permissions for Amazon ECR"; aws-samples
# data-perimeter-policy-examples, service_owned_resources.md.
_OF_AWS = (
    "prod-{region}-starport-layer-bucket",
    "jumpstart-cache-prod-{region}",
    "sagemaker-sample-files",
    "sagemaker-{region}-prod-default-sample-notebooks",
    "amazonlinux-2-repos-{region}",
    "al2023-repos-{region}-de612dc2",
    "aws-ssm-{region}",
    "patch-baseline-snapshot-{region}",
)


def accounts(zone: Zone) -> frozenset[str]:
    """Ids of every account of the organization and its environments."""
    shared = zone.organization.accounts
    fixed = (shared.management, shared.log_archive, shared.audit, shared.network)
    return frozenset(each.id for each in (*fixed, *(environment.account for environment in zone.environments)))


def required(statement: Statement, key: str) -> tuple[str, ...]:
    """The values of which a key must have one, as every test of a statement on it says; empty where none binds it.

    A test that a missing key passes binds nothing, and neither does a pattern for every value.
    """
    for operator, values in statement.condition(key):
        if operator in _EXACT and not any(set(value) <= {"*", "?"} for value in values):
            return values
    return ()


def binds_to_organization(zone: Zone, statement: Statement) -> bool:
    """Whether only the organization's principals, or requests for its resources, or AWS services meet a statement."""
    ours = zone.organization.id
    if any(_all(required(statement, key), {ours}) for key in _ORGANIZATION):
        return True
    if any(_all(required(statement, key), accounts(zone)) for key in _ACCOUNTS):
        return True
    for key in _PATHS:
        paths = required(statement, key)
        if paths and all(path.startswith(f"{ours}/") for path in paths):
            return True
    services = statement.condition("aws:PrincipalIsAWSService")
    return any(operator == "Bool" and values == ("true",) for operator, values in services)


def only_reads_of_aws(statement: Statement, region: str) -> bool:
    """Whether a statement only reads what AWS itself keeps for everybody."""
    owned = [f"arn:*:s3:::{name.format(region=region)}" for name in _OF_AWS]
    return (
        bool(statement.actions and statement.resources)
        and all(action.lower() in map(str.lower, _READS) for action in statement.actions)
        and all(any(_within(resource, arn) for arn in owned) for resource in statement.resources)
    )


def _within(resource: str, bucket: str) -> bool:
    """Whether a resource is a bucket or something in it; a star in the bucket's own name is somebody else's, too."""
    name = resource.split("/", 1)[0]
    return "*" not in name and "?" not in name and glob(bucket, name)


def _all(values: tuple[str, ...], allowed: frozenset[str] | set[str]) -> bool:
    return bool(values) and set(values) <= allowed
