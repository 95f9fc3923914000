"""Bucket policies: what is refused to everybody, whatever an identity's own policies allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulumi

from phizone_modules.policy import Statement, allow, deny, service
from phizone_modules.scope import Scope

_ENCRYPTION = "s3:x-amz-server-side-encryption"
_ENCRYPTION_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_CUSTOMER_KEY = "s3:x-amz-server-side-encryption-customer-algorithm"

_OBJECT_ACTIONS = [
    "s3:AbortMultipartUpload",
    "s3:DeleteObject*",
    "s3:GetObject*",
    "s3:ListMultipartUploadParts",
    "s3:PutObject*",
    "s3:ReplicateDelete",
    "s3:ReplicateObject",
    "s3:ReplicateTags",
    "s3:RestoreObject",
]
_LISTING_ACTIONS = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"]


def encrypted_transport(arn: str) -> list[Statement]:
    """Nobody reaches the bucket without TLS 1.2 or newer. Source: 45 CFR 164.312(e)(1)."""
    both = [arn, f"{arn}/*"]
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    old = {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
    return [
        deny("NobodyWithoutTls", actions="s3:*", resources=both, principal="*", condition=plain),
        deny("NobodyWithOldTls", actions="s3:*", resources=both, principal="*", condition=old),
    ]


def organization_only(arn: str, organization_id: str) -> list[Statement]:
    """Nobody outside the organization reaches the bucket, anonymous callers included, except AWS services.

    Services reach only what another statement allows them.
    """
    condition = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization_id},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    return [
        deny(
            "NobodyOutsideTheOrganization",
            actions="s3:*",
            resources=[arn, f"{arn}/*"],
            principal="*",
            condition=condition,
        )
    ]


def own_key_only(arn: str, key_arn: pulumi.Input[str]) -> list[Statement]:
    """An upload is encrypted under the bucket's key: it names that key, or no encryption and takes the default.

    A negated operator is true where its condition key is missing, with and without `IfExists`, so `Null` false has to
    let uploads without the header pass. An upload that names `aws:kms` and no key would be encrypted under the AWS
    managed key. Source: Amazon S3 API Reference, "PutObject".
    """
    other_key = {"StringNotEquals": {_ENCRYPTION_KEY: key_arn}, "Null": {_ENCRYPTION_KEY: "false"}}
    other_kind = {"StringNotEquals": {_ENCRYPTION: "aws:kms"}, "Null": {_ENCRYPTION: "false"}}
    no_key = {"Null": {_ENCRYPTION: "false", _ENCRYPTION_KEY: "true"}}
    callers_key = {"Null": {_CUSTOMER_KEY: "false"}}
    return [
        _no_upload("NoUploadUnderAnotherKey", arn, other_key),
        _no_upload("NoUploadUnderAnotherEncryption", arn, other_kind),
        _no_upload("NoUploadUnderTheAwsManagedKey", arn, no_key),
        _no_upload("NoUploadUnderTheCallersKey", arn, callers_key),
    ]


def through_endpoints_only(
    arn: str,
    *,
    endpoints: Sequence[pulumi.Input[str]],
    exempt: Sequence[str],
    administrators: Sequence[str],
) -> list[Statement]:
    """Objects are reached through these VPC endpoints or by the exempt roles; without endpoints by those roles alone.

    Control-plane actions stay out of it. Administrators may list, since HeadBucket, by which they read the bucket's
    state, needs `s3:ListBucket`.
    """
    return [
        deny(
            "ObjectsThroughOurEndpointsOnly",
            actions=_OBJECT_ACTIONS,
            resources=f"{arn}/*",
            principal="*",
            condition=_elsewhere(endpoints, exempt),
        ),
        deny(
            "ListingThroughOurEndpointsOnly",
            actions=_LISTING_ACTIONS,
            resources=arn,
            principal="*",
            condition=_elsewhere(endpoints, [*exempt, *administrators]),
        ),
    ]


def access_log_delivery(arn: str, scope: Scope) -> list[Statement]:
    """S3 delivers access logs of this environment's buckets in this account.

    Source: Amazon S3 User Guide, "Permissions for log delivery".
    """
    sources = f"arn:aws:s3:::{scope.organization}-{scope.environment}-*"
    condition = {"ArnLike": {"aws:SourceArn": sources}, "StringEquals": {"aws:SourceAccount": scope.account}}
    return [
        allow(
            "S3DeliversAccessLogs",
            actions="s3:PutObject",
            resources=f"{arn}/*",
            principal=service("logging.s3.amazonaws.com"),
            condition=condition,
        )
    ]


def _no_upload(sid: str, arn: str, condition: Any) -> Statement:
    return deny(sid, actions="s3:PutObject", resources=f"{arn}/*", principal="*", condition=condition)


def _elsewhere(endpoints: Sequence[pulumi.Input[str]], exempt: Sequence[str]) -> dict[str, Any]:
    condition: dict[str, Any] = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"}}
    if endpoints:
        condition["StringNotEqualsIfExists"] = {"aws:SourceVpce": list(endpoints)}
    if exempt:
        condition["ArnNotLikeIfExists"] = {"aws:PrincipalArn": list(exempt)}
    return condition
