"""Who enters an account's auditor, break-glass and deploy roles, and what the first two may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from phizone_modules import role_names
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.policy import Statement, allow, deny, trust
from phizone_modules.scope import Scope

SECURITY_AUDIT = "arn:aws:iam::aws:policy/SecurityAudit"
"""AWS's policy for reading how things are set up. Source: AWS Managed Policy Reference, "SecurityAudit"."""
MFA_SECONDS = 3600
"""Age in seconds at which a second factor no longer counts."""


@dataclass(frozen=True, kw_only=True)
class GitHubSubject:
    """One environment of one GitHub repository: the workflows that ran past its reviewers."""

    owner: str
    """Name of the user or organization."""
    repository: str
    """Name of the repository, without its owner."""
    owner_id: int
    """Number of the owner, which no other owner ever gets: `gh api repos/OWNER/NAME --jq .owner.id`."""
    repository_id: int
    """Number of the repository: `gh api repos/OWNER/NAME --jq .id`."""
    environment: str
    """Name of the GitHub environment, which should ask for reviewers."""

    def claims(self) -> list[str]:
        """The `sub` claims of its tokens: by name, and by name and number, as GitHub writes them since 15 July 2026.

        Repositories made, renamed or moved since then have the second form only, so no newcomer can take over a given
        up name of the first. Source: GitHub docs, "OpenID Connect reference", "Immutable subject claims".
        """
        return [
            f"repo:{self.owner}/{self.repository}:environment:{self.environment}",
            f"repo:{self.owner}@{self.owner_id}/{self.repository}@{self.repository_id}:environment:{self.environment}",
        ]


def github_trust(provider_arn: pulumi.Input[str], subject: GitHubSubject, issuer: str) -> Statement:
    """Workflows of this environment of this repository, asking for AWS; no wildcard."""
    return trust(
        "GitHubEnvironment",
        actions="sts:AssumeRoleWithWebIdentity",
        principal={"Federated": provider_arn},
        condition={"StringEquals": {f"{issuer}:aud": "sts.amazonaws.com", f"{issuer}:sub": subject.claims()}},
    )


def deploy_trust(scope: Scope, deploy_role_arns: Sequence[str]) -> Statement:
    """Exactly these deploy roles, as long as they belong to the organization.

    The principals are their accounts, since IAM refuses a principal that does not exist yet; the condition names the
    roles. Source: IAM User Guide, "AWS JSON policy elements: Principal" and "aws:PrincipalArn".
    """
    roles = sorted(deploy_role_arns)
    return trust(
        "DeployRoles",
        principal={"AWS": sorted({f"arn:aws:iam::{role.split(':')[4]}:root" for role in roles})},
        condition={
            "ArnEquals": {"aws:PrincipalArn": roles},
            "StringEquals": {"aws:PrincipalOrgID": scope.organization_id},
        },
    )


def auditor_trust(scope: Scope, audit_account: str) -> Statement:
    """The audit account's auditor role, as long as it belongs to the organization."""
    return trust(
        "AuditAccount",
        principal={"AWS": role_names.home_auditor_arn(scope, audit_account)},
        condition={"StringEquals": {"aws:PrincipalOrgID": scope.organization_id}},
    )


def break_glass_trust(scope: Scope, management_account: str) -> Statement:
    """The emergency user of the management account with a fresh second factor; it works without any identity provider.

    A user and not a role: credentials of a role never tell of a second factor, so none could enter.
    Source: IAM User Guide, "Secure API access with MFA"; AWS Well-Architected SEC03-BP03.
    """
    return trust(
        "EmergencyUser",
        principal={"AWS": role_names.break_glass_user_arn(scope, management_account)},
        condition={
            "Bool": {"aws:MultiFactorAuthPresent": "true"},
            "NumericLessThan": {"aws:MultiFactorAuthAge": str(MFA_SECONDS)},
            "StringEquals": {"aws:PrincipalOrgID": scope.organization_id},
        },
    )


def auditor(scope: Scope, home: bool) -> list[Statement]:
    """Reads no data whatever AWS adds to its managed policy; at home it enters the other accounts' auditor roles."""
    statements = [
        *_settings(scope.account),
        deny(
            "ReadData",
            actions=[
                "athena:GetQueryResults",
                "backup:StartRestoreJob",
                "dynamodb:BatchGetItem",
                "dynamodb:GetItem",
                "dynamodb:Query",
                "dynamodb:Scan",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
                "kms:CreateGrant",
                "kms:Decrypt",
                "logs:FilterLogEvents",
                "logs:GetLogEvents",
                "logs:StartLiveTail",
                "logs:StartQuery",
                "s3:GetObject*",
                "sagemaker:CreatePresigned*",
                "sagemaker:InvokeEndpoint*",
                "secretsmanager:GetSecretValue",
                "sqs:ReceiveMessage",
                "ssm:GetParameter*",
            ],
        ),
    ]
    if home:
        auditors = f"arn:aws:iam::*:role/{scope.organization}-*-auditor"
        statements.append(
            allow(
                "EnterAuditorRoles",
                actions="sts:AssumeRole",
                resources=auditors,
                condition={"StringEquals": {"aws:ResourceOrgID": scope.organization_id}},
            )
        )
    return statements


def _settings(account: str) -> list[Statement]:
    """What an audit asks and AWS's policy, as of March 2026, leaves out."""
    return [
        # Lists and what an account has one of have no resource types.
        allow(
            "ListSettings",
            actions=[
                "backup:ListBackupPlans",
                "cloudtrail:ListEventDataStores",
                "macie2:DescribeOrganizationConfiguration",
                "macie2:GetMacieSession",
                "macie2:ListMembers",
                "macie2:ListOrganizationAdminAccounts",
                "ram:GetResourceShareAssociations",
            ],
        ),
        allow(
            "ReadSettings",
            actions=[
                "backup:GetBackupPlan",
                "backup:GetBackupSelection",
                "backup:ListBackupSelections",
                "cloudtrail:GetEventDataStore",
                "lambda:GetFunction",  # No other call tells the image that a function is made of.
                "lambda:GetFunctionUrlConfig",
                "s3:ListTagsForResource",
                "sagemaker:GetModelPackageGroupPolicy",
            ],
            resources=[
                f"arn:aws:backup:*:{account}:backup-plan:*",
                f"arn:aws:cloudtrail:*:{account}:eventdatastore/*",
                f"arn:aws:lambda:*:{account}:function:*",
                f"arn:aws:s3:*:{account}:accesspoint/*",
                f"arn:aws:sagemaker:*:{account}:model-package-group/*",
            ],
        ),
    ]


def break_glass(scope: Scope, duties: Sequence[Duty]) -> list[Statement]:
    """Gets data out in an emergency and keeps keys alive; in a workspace, restores data and stops what does harm.

    The keys' policies must name the role as a user, or objects stay closed to it. Source: 45 CFR 164.312(a)(2)(ii).
    """
    name, account = scope.name(), scope.account
    keys = f"arn:aws:kms:*:{account}:key/*"
    statements = [
        allow(
            "ReadData",
            actions=["s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
            resources=f"arn:aws:s3:::{name}-*",
            condition={"StringEquals": {"aws:ResourceAccount": account}},
        ),
        # AWS assigns key ids; each key's policy names this role or does not.
        allow(
            "ReadThroughS3",
            actions="kms:Decrypt",
            resources=keys,
            condition={"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}},
        ),
        allow("RescueKeys", actions=["kms:CancelKeyDeletion", "kms:DescribeKey", "kms:EnableKey"], resources=keys),
        # Lists have no resource types.
        allow("Look", actions=["cloudtrail:LookupEvents", "kms:ListAliases", "kms:ListKeys", "s3:ListAllMyBuckets"]),
    ]
    return [*statements, *_rescue_workspace(name, account)] if Duty.WORKSPACE in duties else statements


def _rescue_workspace(name: str, account: str) -> list[Statement]:
    return [
        # A recovery point bears the service it was made by, and an id that AWS assigns.
        allow(
            "Restore",
            actions=["backup:ListRecoveryPointsByBackupVault", "backup:StartRestoreJob"],
            resources=[
                f"arn:aws:backup:*:{account}:backup-vault:{name}-*",
                f"arn:aws:backup:*:{account}:recovery-point:*",
            ],
        ),
        allow(
            "PassRestoreRole",
            actions="iam:PassRole",
            resources=f"arn:aws:iam::{account}:role/{name}-*",
            condition={"StringEquals": {"iam:PassedToService": "backup.amazonaws.com"}},
        ),
        allow(
            "StopWork",
            actions=[
                "sagemaker:DeleteEndpoint",
                "sagemaker:StopMonitoringSchedule",
                "sagemaker:StopPipelineExecution",
                "sagemaker:StopProcessingJob",
                "sagemaker:StopTrainingJob",
                "sagemaker:StopTransformJob",
            ],
            resources=f"arn:aws:sagemaker:*:{account}:*",
        ),
        # AWS assigns the ids of groups.
        allow(
            "CutNetwork",
            actions=["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
            resources=f"arn:aws:ec2:*:{account}:security-group/*",
        ),
        # Lists have no resource types.
        allow(
            "LookAtWork",
            actions=[
                "backup:DescribeRestoreJob",
                "backup:ListBackupVaults",
                "ec2:DescribeSecurityGroupRules",
                "ec2:DescribeSecurityGroups",
                "sagemaker:ListEndpoints",
                "sagemaker:ListPipelines",
                "sagemaker:ListTrainingJobs",
            ],
        ),
    ]
