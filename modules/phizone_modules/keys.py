"""Customer-managed KMS keys: one for each team and data class, administrators and users apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import kms

from phizone_modules import role_names
from phizone_modules.policy import Statement, allow, deny, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

_ADMINISTER = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:Delete*",
    "kms:Describe*",
    "kms:Disable*",
    "kms:Enable*",
    "kms:Get*",
    "kms:List*",
    "kms:Put*",
    "kms:Revoke*",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:Update*",
]
_AUDIT = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListResourceTags"]
_USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]


@dataclass(frozen=True, kw_only=True)
class ServiceUse:
    """An AWS service that uses a key on its own behalf, and the circumstances that bind it."""

    service: str
    """Service principal, as `logs.us-east-1.amazonaws.com`."""
    condition: Mapping[str, Mapping[str, str | Sequence[str]]]
    """Condition block that binds the use to our resources, by name (encryption context or source ARN)."""
    actions: Sequence[str] = field(default_factory=lambda: tuple(_USE))
    """What the service may do; by default encrypt, decrypt, describe and make data keys."""


@dataclass(frozen=True, kw_only=True)
class KeyArgs:
    """What one key is for and who may do what with it."""

    scope: Scope
    """Whose key it is."""
    purpose: str
    """Last part of its alias, as `data`."""
    classification: Classification
    """What it encrypts."""
    administrators: Sequence[str]
    """ARNs of the roles that manage the key and cannot use it; named, whether made yet or not.

    They make grants for the services in `via_services` only: whoever could grant freely could grant themselves use.
    """
    users: Sequence[str] = ()
    """ARNs of the roles that encrypt and decrypt with it, through `via_services` only."""
    via_services: Sequence[str] = ()
    """Services as `s3` through which the users reach it in the scope's region."""
    buckets: Sequence[str] = ()
    """ARN patterns of the buckets whose objects it encrypts: S3 puts the bucket into the encryption context."""
    services: Sequence[ServiceUse] = ()
    """AWS services that use it on their own behalf."""


class Key(pulumi.ComponentResource):
    """A symmetric key with yearly rotation, a 30-day deletion window and an alias; nobody outside may use it."""

    arn: pulumi.Output[str]
    """ARN of the key."""
    alias: str
    """Its alias, as `alias/meridian-prod-cardiology-data`."""

    def __init__(self, name: str, args: KeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Key", name, None, opts)
        scope = args.scope
        self.alias = f"alias/{key_name(scope, args.purpose)}"
        key = kms.Key(
            name,
            description=f"{args.purpose} of team {scope.team} in {scope.environment}",
            policy=document(*key_policy(args)),
            enable_key_rotation=True,
            rotation_period_in_days=365,
            deletion_window_in_days=30,
            region=scope.region,
            tags=tags(scope, args.classification),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        kms.Alias(
            name,
            name=self.alias,
            target_key_id=key.key_id,
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = key.arn
        self.register_outputs({"arn": self.arn, "alias": self.alias})


def key_name(scope: Scope, purpose: str) -> str:
    """Name of a key's alias without `alias/`: the team stands in it unless the platform owns the key."""
    return scope.name(purpose) if scope.team == "platform" else scope.name(scope.team, purpose)


def key_policy(args: KeyArgs) -> list[Statement]:
    """The key's policy: the only place that says who may use it, since it does not delegate use to IAM.

    Source: KMS Developer Guide, "Key policies"; the account root keeps administration so that no key is orphaned.
    """
    scope = args.scope
    statements = [
        allow("AccountAdministers", actions=_ADMINISTER, principal={"AWS": scope.root_arn}, condition=_roles(args)),
        # Not to be audited is not to be known: AWS's policy for auditors counts for nothing where the key's is silent.
        allow(
            "AuditorReadsSettings",
            actions=_AUDIT,
            principal={"AWS": scope.root_arn},
            condition={"ArnLike": {"aws:PrincipalArn": [role_names.auditor_role_arn(scope)]}},
        ),
        deny(
            "NobodyOutsideTheOrganization",
            actions="kms:*",
            principal="*",
            condition={
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": scope.organization_id},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        ),
    ]
    if args.users:
        statements.append(_use(args))
    if args.via_services:
        statements.append(_grant(args))
    statements += [
        allow(
            f"Service{index}",
            actions=list(use.actions),
            principal={"Service": use.service},
            condition=dict(use.condition),
        )
        for index, use in enumerate(args.services)
    ]
    return statements


def _roles(args: KeyArgs) -> dict[str, dict[str, list[str]]]:
    return {"ArnLike": {"aws:PrincipalArn": list(args.administrators)}}


def _use(args: KeyArgs) -> Statement:
    condition: dict[str, dict[str, list[str]]] = {
        "ArnLike": {"aws:PrincipalArn": list(args.users)},
        "StringEquals": {"kms:ViaService": _via(args)},
    }
    if args.buckets:
        condition["StringLikeIfExists"] = {"kms:EncryptionContext:aws:s3:arn": list(args.buckets)}
    return allow("RolesUseThroughServices", actions=_USE, principal={"AWS": args.scope.root_arn}, condition=condition)


def _grant(args: KeyArgs) -> Statement:
    """SageMaker and ECR work on a volume or a repository by a grant that its maker gives them."""
    return allow(
        "ServicesGetGrants",
        actions=["kms:CreateGrant"],
        principal={"AWS": args.scope.root_arn},
        condition={
            "ArnLike": {"aws:PrincipalArn": [*args.administrators, *args.users]},
            "StringEquals": {"kms:ViaService": _via(args)},
            "Bool": {"kms:GrantIsForAWSResource": "true"},
        },
    )


def _via(args: KeyArgs) -> list[str]:
    return [f"{name}.{args.scope.region}.amazonaws.com" for name in args.via_services]
