"""A team's secret: random, under the team's key, read by the team's roles only, and new every thirty days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import secretsmanager

from phizone_modules import role_names
from phizone_modules.policy import Statement, deny, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

ROTATION_DAYS = 30
"""Days after which a secret gets a new value; ninety are the most. Source: AWS Security Hub SecretsManager.4."""
RECOVERY_DAYS = 30
"""Days for which a deleted secret can be had back, the most Secrets Manager takes."""


@dataclass(frozen=True, kw_only=True)
class SecretArgs:
    """What a team's secret is for, who reads it, and what renews it."""

    scope: Scope
    """The team."""
    purpose: str
    """Last part of its name, as `signing`."""
    key_arn: pulumi.Input[str]
    """ARN of the team's key; its policy names the readers and the rotating role, through `secretsmanager`."""
    reader_role_arns: Sequence[str]
    """ARNs of the roles that read it."""
    function_arn: pulumi.Input[str]
    """ARN of the function that renews it."""


class Secret(pulumi.ComponentResource):
    """A secret whose value no program and no state ever holds: the function makes it, within the account.

    Whoever checks a signature takes the value of `AWSPREVIOUS`, too, until the next rotation.
    Supports 45 CFR 164.308(a)(4)(ii)(B) and 164.312(a)(2)(iv).
    """

    arn: pulumi.Output[str]
    """ARN of the secret."""

    def __init__(self, name: str, args: SecretArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Secret", name, None, opts)
        scope, child = args.scope, pulumi.ResourceOptions(parent=self)
        secret = secretsmanager.Secret(
            name,
            name=scope.name(scope.team, args.purpose),
            description=f"{args.purpose} of team {scope.team} in {scope.environment}",
            kms_key_id=args.key_arn,
            recovery_window_in_days=RECOVERY_DAYS,
            region=scope.region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        policy = secretsmanager.SecretPolicy(
            name,
            secret_arn=secret.arn,
            policy=document(*_policy(args)),
            block_public_policy=True,
            region=scope.region,
            opts=child,
        )
        secretsmanager.SecretRotation(
            name,
            secret_id=secret.id,
            rotation_lambda_arn=args.function_arn,
            rotate_immediately=True,
            rotation_rules=secretsmanager.SecretRotationRotationRulesArgs(automatically_after_days=ROTATION_DAYS),
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.arn = secret.arn
        self.register_outputs({"arn": self.arn})


def _policy(args: SecretArgs) -> list[Statement]:
    """The account's identity policies allow; this only takes away, from the account's own administrators, too."""
    rotator = role_names.rotation_role_arn(args.scope)
    return [
        _only("OnlyTheTeamReads", "secretsmanager:GetSecretValue", [*args.reader_role_arns, rotator]),
        _only(
            "OnlyTheRotationWrites",
            ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
            [rotator],
        ),
        deny(
            "NobodyOutsideTheOrganization",
            actions="secretsmanager:*",
            principal="*",
            condition={
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": args.scope.organization_id},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        ),
    ]


def _only(sid: str, actions: str | list[str], roles: Sequence[str]) -> Statement:
    condition = {"ArnNotLikeIfExists": {"aws:PrincipalArn": list(roles)}}
    return deny(sid, actions=actions, principal="*", condition=condition)
