"""Backups of an environment: a locked vault under our key, a plan, and what the plan selects."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import backup, iam

from phizone_modules import backup_policies, role_names
from phizone_modules.keys import Key, KeyArgs
from phizone_modules.policy import document
from phizone_modules.scope import Scope
from phizone_modules.tags import MANAGED_BY, Classification, tags

DAILY_DAYS = 35
"""Days that a daily recovery point is kept. Source: AWS Config, `backup-plan-min-frequency-and-min-retention-check`."""
GRACE_DAYS = 3
"""Days until the lock is final, the fewest AWS takes. Source: AWS Backup API, PutBackupVaultLockConfiguration."""
_DAILY = "cron(0 5 ? * * *)"
_MONTHLY = "cron(0 6 1 * ? *)"
_TAG = "aws:ResourceTag/"


@dataclass(frozen=True, kw_only=True)
class BackupArgs:
    """Whose stores are copied, and for how long the copies stay."""

    scope: Scope
    """The environment, as the platform's."""
    classification: Classification
    """The most protected data that is copied."""
    monthly_days: int
    """Days that a monthly recovery point is kept and that any may be kept at most, more than 35.

    A recovery point brings a store back; what must be kept for years is kept by the store itself, in its versions.
    """
    boundary_arn: str
    """ARN of the permissions boundary of the roles that copy and restore."""


class Backup(pulumi.ComponentResource):
    """Copies of every team's buckets and home directories, in a vault that nobody can empty before their time.

    Supports 45 CFR 164.308(a)(7)(ii)(A) and (B), 164.310(d)(2)(iv). The lock is in compliance mode: three days after
    it is made neither the root user nor AWS shortens it, so the vault outlives the program that made it.
    """

    vault_arn: pulumi.Output[str]
    """ARN of the vault."""

    def __init__(self, name: str, args: BackupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Backup", name, None, opts)
        if args.monthly_days <= DAILY_DAYS:
            raise ValueError(f"{name}: monthly_days {args.monthly_days} must be more than {DAILY_DAYS}")
        vault = self._vault(name, args)
        lock = self._lock(name, args, vault)
        plan = self._plan(name, args, vault, lock)
        role = self._role(name, args, "backup", "Copies the teams' stores into the vault")
        self._role(name, args, "restore", "Brings copies back into the teams' stores")
        self._select(name, args.scope, plan, role)
        self.vault_arn = vault.arn
        self.register_outputs({"vault_arn": self.vault_arn})

    def _vault(self, name: str, args: BackupArgs) -> backup.Vault:
        scope = args.scope
        vault = backup.Vault(
            name,
            name=vault_name(scope),
            kms_key_arn=self._key(name, args).arn,
            force_destroy=False,
            region=scope.region,
            tags=tags(scope, args.classification),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        backup.VaultPolicy(
            name,
            backup_vault_name=vault.name,
            policy=document(*backup_policies.vault(scope, _vault_arn(scope))),
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return vault

    def _key(self, name: str, args: BackupArgs) -> Key:
        scope = args.scope
        key = KeyArgs(
            scope=scope,
            purpose="backup",
            classification=args.classification,
            administrators=[role_names.deploy_role_arn(scope)],
            users=[role_names.backup_role_arn(scope), role_names.restore_role_arn(scope)],
            via_services=("backup",),
        )
        return Key(name, key, pulumi.ResourceOptions(parent=self))

    def _lock(self, name: str, args: BackupArgs, vault: backup.Vault) -> backup.VaultLockConfiguration:
        return backup.VaultLockConfiguration(
            name,
            backup_vault_name=vault.name,
            changeable_for_days=GRACE_DAYS,
            min_retention_days=DAILY_DAYS,
            max_retention_days=args.monthly_days,
            region=args.scope.region,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _plan(
        self, name: str, args: BackupArgs, vault: backup.Vault, lock: backup.VaultLockConfiguration
    ) -> backup.Plan:
        rules = [("daily", _DAILY, DAILY_DAYS), ("monthly", _MONTHLY, args.monthly_days)]
        return backup.Plan(
            name,
            name=args.scope.name("backup"),
            rules=[_rule(vault, *rule) for rule in rules],
            region=args.scope.region,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[lock]),
        )

    def _select(self, name: str, scope: Scope, plan: backup.Plan, role: iam.Role) -> None:
        """Buckets by the tags they all bear, homes by the tag that SageMaker puts on the file systems it makes.

        Naming the kinds copies them whatever the Region's opt-in settings say. Source: AWS Backup Developer Guide,
        "Assigning resources"; SageMaker Developer Guide, "Manage Your Amazon EFS Storage Volume in Studio".
        """
        selections = {
            "buckets": ("arn:aws:s3:::*", _of_teams(scope)),
            "homes": ("arn:aws:elasticfilesystem:*:*:file-system/*", _of_studio(scope)),
        }
        for part, (resources, conditions) in selections.items():
            backup.Selection(
                f"{name}-{part}",
                name=scope.name("backup", part),
                plan_id=plan.id,
                iam_role_arn=role.arn,
                resources=[resources],
                conditions=[conditions],
                region=scope.region,
                opts=pulumi.ResourceOptions(parent=self),
            )

    def _role(self, name: str, args: BackupArgs, part: str, description: str) -> iam.Role:
        scope, logical = args.scope, name if part == "backup" else f"{name}-{part}"
        role = iam.Role(
            logical,
            name=scope.name(part),
            description=description,
            assume_role_policy=document(backup_policies.trust_of_backup()),
            permissions_boundary=args.boundary_arn,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )
        policy = iam.Policy(
            logical,
            name=scope.name(part),
            description=f"What {scope.name(part)} may do",
            policy=document(*backup_policies.ROLES[part](scope, _vault_arn(scope))),
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attached = pulumi.ResourceOptions(parent=self)
        iam.RolePolicyAttachment(logical, role=role.name, policy_arn=policy.arn, opts=attached)
        return role


def vault_name(scope: Scope) -> str:
    """Name of an environment's vault."""
    return scope.name("backup")


def _vault_arn(scope: Scope) -> str:
    return f"arn:aws:backup:{scope.region}:{scope.account}:backup-vault:{vault_name(scope)}"


def _rule(vault: backup.Vault, name: str, schedule: str, days: int) -> backup.PlanRuleArgs:
    return backup.PlanRuleArgs(
        rule_name=name,
        target_vault_name=vault.name,
        schedule=schedule,
        lifecycle=backup.PlanRuleLifecycleArgs(delete_after=days),
    )


def _of_teams(scope: Scope) -> backup.SelectionConditionArgs:
    tags_of_all = {
        "Environment": scope.environment,
        "ManagedBy": MANAGED_BY,
        "Organization": scope.organization,
    }
    return backup.SelectionConditionArgs(
        string_equals=[
            backup.SelectionConditionStringEqualArgs(key=f"{_TAG}{key}", value=value)
            for key, value in tags_of_all.items()
        ],
        string_not_equals=[backup.SelectionConditionStringNotEqualArgs(key=f"{_TAG}Team", value="platform")],
    )


def _of_studio(scope: Scope) -> backup.SelectionConditionArgs:
    domains = f"arn:aws:sagemaker:{scope.region}:{scope.account}:domain/*"
    return backup.SelectionConditionArgs(
        string_likes=[
            backup.SelectionConditionStringLikeArgs(key=f"{_TAG}ManagedByAmazonSageMakerResource", value=domains)
        ]
    )
