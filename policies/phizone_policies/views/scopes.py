"""What a statement is about: whether a condition chooses its resources, where their names do not."""

from __future__ import annotations

from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds

# Condition keys whose value is the thing that an action is done to, or what that thing belongs to.
_CHOOSING = frozenset(
    {
        "dynamodb:leadingkeys",
        "ec2:parentvolume",
        "ec2:subnet",
        "ec2:vpc",
        "ecs:cluster",
        "ecs:service",
        "iam:awsservicename",
        "iam:permissionsboundary",
        "iam:policyarn",
        "kms:requestalias",
        "kms:resourcealiases",
        "lambda:functionarn",
        "s3:dataaccesspointarn",
        "sagemaker:owneruserprofilearn",
        "secretsmanager:secretid",
    }
)
_BY_TAG = ("resourcetag/", "requesttag/")


def is_chosen(statement: Statement) -> bool:
    """Whether a condition that no request can go without says which resources a statement is about."""
    keys = [key for _, key, _ in statement.conditions if _chooses(key)]
    return any(binds(statement, key, lambda value: set(value) - {"*", "?"} != set()) for key in keys)


def _chooses(key: str) -> bool:
    name = key.lower()
    return name in _CHOOSING or any(tag in name for tag in _BY_TAG)
