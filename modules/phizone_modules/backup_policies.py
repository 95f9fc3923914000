"""What the roles of backups may do, and what nobody may do to a vault."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from phizone_modules import role_names
from phizone_modules.policy import Statement, allow, deny, service, trust
from phizone_modules.scope import Scope

_LOOK_AT_BUCKETS = [
    "s3:GetBucketLocation",
    "s3:GetBucketVersioning",
    "s3:ListBucket",
    "s3:ListBucketVersions",
]
_READ_OBJECTS = [
    "s3:GetObject",
    "s3:GetObjectAcl",
    "s3:GetObjectTagging",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
]


def trust_of_backup() -> Statement:
    """AWS Backup enters the role.

    Without a condition: it is not told that AWS Backup sends `aws:SourceAccount` here, and PassRole, which the
    boundary binds to our roles, says who names the role. Source: AWS Backup Developer Guide, "IAM service roles".
    """
    return trust("Backup", principal=service("backup"), condition=None)


def vault(scope: Scope, vault_arn: str) -> list[Statement]:
    """Nobody deletes what is in the vault, shortens its time, opens the vault's policy or copies across our border.

    Source: AWS Backup Developer Guide, "Vault access policies".
    """
    ours = f"arn:aws:backup:*:{scope.account}:backup-vault:{scope.name()}-*"
    points = "*"  # a recovery point bears the ARN of the service it is of
    return [
        deny(
            "NobodyDeletes",
            actions=[
                "backup:DeleteRecoveryPoint",
                "backup:DisassociateRecoveryPoint",
                "backup:UpdateRecoveryPointLifecycle",
            ],
            resources=points,
            principal="*",
        ),
        deny(
            "NobodyOpens",
            actions=["backup:DeleteBackupVault", "backup:DeleteBackupVaultAccessPolicy"],
            resources=vault_arn,
            principal="*",
        ),
        deny(
            "TheDeploymentWritesThisPolicy",
            actions="backup:PutBackupVaultAccessPolicy",
            resources=vault_arn,
            principal="*",
            condition={"ArnNotLike": {"aws:PrincipalArn": role_names.deploy_role_arn(scope)}},
        ),
        deny(
            "CopiesIntoOurVaultsOnly",
            actions="backup:CopyFromBackupVault",
            resources=points,
            principal="*",
            condition={"ForAllValues:ArnNotLike": {"backup:CopyTargets": ours}},
        ),
        deny(
            "NobodyOutsideTheOrganization",
            actions="backup:CopyIntoBackupVault",
            resources=vault_arn,
            principal="*",
            condition={"StringNotEqualsIfExists": {"aws:PrincipalOrgID": scope.organization_id}},
        ),
    ]


def copying(scope: Scope, vault_arn: str) -> list[Statement]:
    """Reads the teams' buckets and home directories into the vault.

    Source: AWS Managed Policy Reference, "AWSBackupServiceRolePolicyForS3Backup" and "...ForBackup", cut down.
    """
    buckets, own = _buckets(scope)
    return [
        allow(
            "WatchBuckets",
            actions=[
                *_LOOK_AT_BUCKETS,
                "s3:GetBucketAcl",
                "s3:GetBucketNotification",
                "s3:GetBucketTagging",
                "s3:GetInventoryConfiguration",
                "s3:PutBucketNotification",
                "s3:PutInventoryConfiguration",
            ],
            resources=buckets,
            condition=own,
        ),
        allow("ReadObjects", actions=_READ_OBJECTS, resources=f"{buckets}/*", condition=own),
        _keys(scope, "s3", ["kms:Decrypt", "kms:DescribeKey"]),
        # AWS Backup makes these rules to learn of new objects.
        allow(
            "WatchObjects",
            actions=[
                "events:DeleteRule",
                "events:DescribeRule",
                "events:DisableRule",
                "events:EnableRule",
                "events:ListTargetsByRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
            ],
            resources=f"arn:aws:events:{scope.region}:{scope.account}:rule/AwsBackupManagedRule*",
        ),
        # AWS assigns the ids of file systems.
        allow(
            "CopyHomes",
            actions=["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"],
            resources=f"arn:aws:elasticfilesystem:{scope.region}:{scope.account}:file-system/*",
        ),
        allow("SeeVault", actions="backup:DescribeBackupVault", resources=vault_arn),
        # Lists and metrics have no resource types.
        allow("Find", actions=["cloudwatch:GetMetricData", "events:ListRules", "tag:GetResources"]),
        _keys(scope, "backup", ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]),
    ]


def restoring(scope: Scope, _vault_arn: str) -> list[Statement]:
    """Writes copies back into buckets and file systems that are there; it makes none.

    Source: AWS Managed Policy Reference, "AWSBackupServiceRolePolicyForS3Restore" and "...ForRestores", cut down.
    """
    buckets, own = _buckets(scope)
    return [
        allow("LookAtBuckets", actions=_LOOK_AT_BUCKETS, resources=buckets, condition=own),
        allow(
            "WriteObjects",
            actions=[
                *_READ_OBJECTS,
                "s3:ListMultipartUploadParts",
                "s3:PutObject",
                "s3:PutObjectAcl",
                "s3:PutObjectTagging",
                "s3:PutObjectVersionAcl",
            ],
            resources=f"{buckets}/*",
            condition=own,
        ),
        _keys(scope, "s3", ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]),
        _keys(scope, "backup", ["kms:Decrypt", "kms:DescribeKey"]),
        # AWS assigns the ids of file systems.
        allow(
            "RestoreHomes",
            actions=["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:Restore"],
            resources=f"arn:aws:elasticfilesystem:{scope.region}:{scope.account}:file-system/*",
        ),
    ]


ROLES: Mapping[str, Callable[[Scope, str], list[Statement]]] = {"backup": copying, "restore": restoring}
"""What each role may do, by the last part of its name, from the scope and the vault's ARN."""


def _buckets(scope: Scope) -> tuple[str, dict[str, dict[str, str]]]:
    """Pattern of the environment's buckets, and the condition that they are this account's."""
    return f"arn:aws:s3:::{scope.name()}-*", {"StringEquals": {"aws:ResourceAccount": scope.account}}


def _keys(scope: Scope, name: str, actions: list[str]) -> Statement:
    """Use of the keys whose policies name the role, through one service; AWS assigns key ids."""
    return allow(
        f"KeysThrough{name.capitalize()}",
        actions=actions,
        resources=f"arn:aws:kms:{scope.region}:{scope.account}:key/*",
        condition={"StringEquals": {"kms:ViaService": f"{name}.{scope.region}.amazonaws.com"}},
    )
