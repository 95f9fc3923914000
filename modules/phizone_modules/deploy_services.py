"""What the deploy role may do to SageMaker, trails and the organization, each in the accounts that have it."""

from __future__ import annotations

from phizone_modules.policy import Statement, allow
from phizone_modules.scope import Scope

_SAGEMAKER = (
    "DataQualityJobDefinition",
    "Endpoint",
    "EndpointConfig",
    "Model",
    "ModelBiasJobDefinition",
    "ModelExplainabilityJobDefinition",
    "ModelPackageGroup",
    "ModelQualityJobDefinition",
    "MonitoringSchedule",
    "Pipeline",
)
_STUDIO = ("Domain", "UserProfile")
_POLICY_TYPES = ["BACKUP_POLICY", "RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY"]
# Domains and their user profiles.
_STUDIO_ACTIONS = [
    *(f"sagemaker:{verb}{what}" for verb in ("Create", "Delete", "Describe", "Update") for what in _STUDIO),
    "sagemaker:AddTags",
    "sagemaker:DeleteTags",
    "sagemaker:ListTags",
]
# Registry, serving, monitoring and pipelines.
_SAGEMAKER_ACTIONS = [
    *(f"sagemaker:{verb}{what}" for verb in ("Create", "Delete", "Describe") for what in _SAGEMAKER),
    "sagemaker:AddTags",
    "sagemaker:DeleteModelPackageGroupPolicy",
    "sagemaker:DeleteTags",
    "sagemaker:GetModelPackageGroupPolicy",
    "sagemaker:ListTags",
    "sagemaker:PutModelPackageGroupPolicy",
    "sagemaker:UpdateEndpoint",
    "sagemaker:UpdateEndpointWeightsAndCapacities",
    "sagemaker:UpdateMonitoringSchedule",
    "sagemaker:UpdatePipeline",
]
# Repositories and their settings; none of these pulls or pushes an image.
_REPOSITORY_ACTIONS = [
    "ecr:CreateRepository",
    "ecr:DeleteLifecyclePolicy",
    "ecr:DeleteRepository",
    "ecr:DeleteRepositoryPolicy",
    "ecr:DescribeRepositories",
    "ecr:GetLifecyclePolicy",
    "ecr:GetRepositoryPolicy",
    "ecr:ListTagsForResource",
    "ecr:PutImageScanningConfiguration",
    "ecr:PutImageTagMutability",
    "ecr:PutLifecyclePolicy",
    "ecr:SetRepositoryPolicy",
    "ecr:TagResource",
    "ecr:UntagResource",
]
# Vaults, their access and their lock; none of these deletes a recovery point.
_VAULT_ACTIONS = [
    "backup:CreateBackupVault",
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultAccessPolicy",
    "backup:DescribeBackupVault",
    "backup:GetBackupVaultAccessPolicy",
    "backup:ListTags",
    "backup:PutBackupVaultAccessPolicy",
    "backup:PutBackupVaultLockConfiguration",
    "backup:TagResource",
    "backup:UntagResource",
]
# Backup plans and what they select.
_PLAN_ACTIONS = [
    "backup:CreateBackupPlan",
    "backup:CreateBackupSelection",
    "backup:DeleteBackupPlan",
    "backup:DeleteBackupSelection",
    "backup:GetBackupPlan",
    "backup:GetBackupSelection",
    "backup:ListTags",
    "backup:TagResource",
    "backup:UntagResource",
    "backup:UpdateBackupPlan",
]
# Functions, who calls them and what they run; InvokeFunction, since whoever turns rotation on must hold it.
_FUNCTION_ACTIONS = [
    "lambda:AddPermission",
    "lambda:CreateFunction",
    "lambda:DeleteFunction",
    "lambda:GetFunction",
    "lambda:GetFunctionCodeSigningConfig",
    "lambda:GetFunctionConfiguration",
    "lambda:GetPolicy",
    "lambda:InvokeFunction",
    "lambda:ListTags",
    "lambda:ListVersionsByFunction",
    "lambda:RemovePermission",
    "lambda:TagResource",
    "lambda:UntagResource",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
]
# Secrets, their policies and rotation; none of these reads or writes a value.
_SECRET_ACTIONS = [
    "secretsmanager:CancelRotateSecret",
    "secretsmanager:CreateSecret",
    "secretsmanager:DeleteResourcePolicy",
    "secretsmanager:DeleteSecret",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetResourcePolicy",
    "secretsmanager:PutResourcePolicy",
    "secretsmanager:RotateSecret",
    "secretsmanager:TagResource",
    "secretsmanager:UntagResource",
    "secretsmanager:ValidateResourcePolicy",
]
# Trails; none of these stops or deletes one.
_TRAIL_ACTIONS = [
    "cloudtrail:AddTags",
    "cloudtrail:CreateTrail",
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetTrail",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListTags",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:RemoveTags",
    "cloudtrail:StartLogging",
    "cloudtrail:UpdateTrail",
]
# Units, accounts and what is attached to them.
_UNIT_ACTIONS = [
    "organizations:CreateOrganizationalUnit",
    "organizations:DescribeAccount",
    "organizations:DescribeOrganizationalUnit",
    "organizations:EnablePolicyType",
    "organizations:ListChildren",
    "organizations:ListParents",
    "organizations:ListPoliciesForTarget",
    "organizations:ListTagsForResource",
    "organizations:ListTargetsForPolicy",
    "organizations:MoveAccount",
    "organizations:RegisterDelegatedAdministrator",
    "organizations:TagResource",
    "organizations:UntagResource",
    "organizations:UpdateOrganizationalUnit",
]
# The organization as such, and its lists.
_ORGANIZATION_WIDE_ACTIONS = [
    "organizations:CreatePolicy",
    "organizations:DescribeOrganization",
    "organizations:EnableAWSServiceAccess",
    "organizations:ListAWSServiceAccessForOrganization",
    "organizations:ListAccounts",
    "organizations:ListDelegatedAdministrators",
    "organizations:ListDelegatedServicesForAccount",
    "organizations:ListPolicies",
    "organizations:ListRoots",
    "ram:EnableSharingWithAwsOrganization",
]
# The organization's trail; none of these stops or deletes it.
_ORGANIZATION_TRAIL_ACTIONS = [
    "cloudtrail:AddTags",
    "cloudtrail:CreateTrail",
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetTrail",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListTags",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:StartLogging",
    "cloudtrail:UpdateTrail",
]


def platform(scope: Scope) -> list[Statement]:
    """Studio, registry, serving, backups and secrets; no job is run and no model approved."""
    name, account = scope.name(), scope.account
    sagemaker = f"arn:aws:sagemaker:*:{account}"
    return [
        # AWS assigns domain ids; everything else bears our names.
        allow(
            "Studio",
            actions=_STUDIO_ACTIONS,
            resources=[f"{sagemaker}:{kind}/*" for kind in ("domain", "user-profile")],
        ),
        allow("SageMaker", actions=_SAGEMAKER_ACTIONS, resources=f"{sagemaker}:*/{name}-*"),
        allow(
            "Repositories",
            actions=_REPOSITORY_ACTIONS,
            resources=f"arn:aws:ecr:*:{account}:repository/{scope.organization}/{scope.environment}/*",
        ),
        *_backups(scope),
        allow("Functions", actions=_FUNCTION_ACTIONS, resources=f"arn:aws:lambda:*:{account}:function:{name}-*"),
        allow("Secrets", actions=_SECRET_ACTIONS, resources=f"arn:aws:secretsmanager:*:{account}:secret:{name}-*"),
    ]


def _backups(scope: Scope) -> list[Statement]:
    """Vaults of our names; AWS assigns plans' ids. No recovery point is deleted."""
    return [
        allow(
            "Vaults",
            actions=_VAULT_ACTIONS,
            resources=f"arn:aws:backup:*:{scope.account}:backup-vault:{scope.name()}-*",
        ),
        allow("Plans", actions=_PLAN_ACTIONS, resources=f"arn:aws:backup:*:{scope.account}:backup-plan:*"),
        # A vault's storage has no resource type. Source: Service Authorization Reference, AWS Backup storage.
        allow("VaultStorage", actions="backup-storage:MountCapsule"),
    ]


def security(scope: Scope) -> list[Statement]:
    """Trails; none can be deleted or stopped."""
    return [
        allow(
            "Trails",
            actions=_TRAIL_ACTIONS,
            resources=f"arn:aws:cloudtrail:*:{scope.account}:trail/{scope.name()}-*",
        ),
        allow("ListTrails", actions="cloudtrail:DescribeTrails"),  # no resource types
    ]


def organization(scope: Scope) -> list[Statement]:
    """Units, accounts and guardrails of this organization; no account is closed, removed or invited."""
    start = f"arn:aws:organizations::{scope.account}"
    within = [f"{start}:{kind}/{scope.organization_id}/*" for kind in ("account", "ou", "policy", "root")]
    return [
        allow(
            "Guardrails",
            actions=[f"organizations:{verb}Policy" for verb in ("Attach", "Delete", "Describe", "Detach", "Update")],
            resources=within,
            condition={"StringEquals": {"organizations:PolicyType": _POLICY_TYPES}},
        ),
        allow("Units", actions=_UNIT_ACTIONS, resources=within),
        # New policies, service access and the lists have no resource types.
        allow("OrganizationWide", actions=_ORGANIZATION_WIDE_ACTIONS),
        # The provider takes sharing for enabled if it finds this role.
        allow(
            "SeeSharingRole",
            actions="iam:GetRole",
            resources=f"arn:aws:iam::{scope.account}:role/aws-service-role/ram.amazonaws.com/*",
        ),
        allow(
            "OrganizationTrail",
            actions=_ORGANIZATION_TRAIL_ACTIONS,
            resources=f"arn:aws:cloudtrail:*:{scope.account}:trail/{scope.name()}-*",
        ),
    ]
