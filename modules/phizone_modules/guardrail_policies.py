"""What the organization refuses to its accounts: statements of SCPs and RCPs, each policy within 5,120 characters.

An SCP does not reach the management account and service-linked roles, an RCP does not reach the management account's
resources. Source: AWS Organizations User Guide, "Service control policies" and "Resource control policies".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phizone_modules.policy import Statement, deny
from phizone_modules.tags import Classification

SIZE_LIMIT = 5120
"""Most characters of one SCP or RCP. Source: AWS Organizations User Guide, quotas."""

# Services with one endpoint for all regions, which answer in us-east-1 or us-west-2 whatever regions are allowed.
# Of S3 and CloudTrail only what is about the account and holds no data; KMS is regional and stays in.
_GLOBAL = [
    "account:*",
    "artifact:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "cloudtrail:LookupEvents",
    "cur:*",
    "ec2:DescribeRegions",
    "health:*",
    "iam:*",
    "organizations:*",
    "pricing:*",
    "route53:*",
    "s3:GetAccountPublicAccessBlock",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublicAccessBlock",
    "shield:*",
    "sts:*",
    "support:*",
    "supportplans:*",
    "tax:*",
    "trustedadvisor:*",
]
# What an audit asks of regions that must be empty. It tells how something is set up, and nothing that is kept there.
_SETTINGS = [
    "backup:GetBackupVaultAccessPolicy",
    "backup:ListBackupVaults",
    "backup:ListTags",
    "cloudtrail:DescribeTrails",
    "cloudtrail:GetEventDataStore",
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetInsightSelectors",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListEventDataStores",
    "cloudtrail:ListTags",
    "dynamodb:DescribeContinuousBackups",
    "dynamodb:DescribeTable",
    "dynamodb:GetResourcePolicy",
    "dynamodb:ListTables",
    "dynamodb:ListTagsOfResource",
    "ec2:DescribeImageAttribute",
    "ec2:DescribeImages",
    "ec2:DescribeInstances",
    "ec2:DescribeNetworkAcls",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSnapshotAttribute",
    "ec2:DescribeSnapshots",
    "ec2:DescribeVolumes",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
    "ecr:DescribeRepositories",
    "ecr:GetLifecyclePolicy",
    "ecr:GetRepositoryPolicy",
    "ecr:ListTagsForResource",
    "elasticfilesystem:DescribeAccessPoints",
    "elasticfilesystem:DescribeBackupPolicy",
    "elasticfilesystem:DescribeFileSystemPolicy",
    "elasticfilesystem:DescribeFileSystems",
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListKeys",
    "kms:ListResourceTags",
    "lambda:GetFunction",
    "lambda:GetFunctionUrlConfig",
    "lambda:GetPolicy",
    "lambda:ListAliases",
    "lambda:ListFunctions",
    "lambda:ListTags",
    "lambda:ListVersionsByFunction",
    "logs:DescribeLogGroups",
    "logs:ListTagsForResource",
    "s3:GetBucketAcl",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "sagemaker:DescribeDomain",
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeFeatureGroup",
    "sagemaker:DescribeNotebookInstance",
    "sagemaker:ListDomains",
    "sagemaker:ListEndpoints",
    "sagemaker:ListFeatureGroups",
    "sagemaker:ListNotebookInstances",
    "sagemaker:ListTags",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetResourcePolicy",
    "secretsmanager:ListSecrets",
    "sns:GetTopicAttributes",
    "sns:ListTagsForResource",
    "sns:ListTopics",
    "sqs:GetQueueAttributes",
    "sqs:ListQueueTags",
    "sqs:ListQueues",
    "sso:DescribeInstanceAccessControlAttributeConfiguration",
    "sso:DescribePermissionSet",
    "sso:GetInlinePolicyForPermissionSet",
    "sso:GetPermissionsBoundaryForPermissionSet",
    "sso:ListAccountAssignments",
    "sso:ListAccountsForProvisionedPermissionSet",
    "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
    "sso:ListInstances",
    "sso:ListManagedPoliciesInPermissionSet",
    "sso:ListPermissionSets",
    "sso:ListTagsForResource",
]
_FOUNDATIONS = [
    "access-analyzer:DeleteAnalyzer",
    "access-analyzer:UpdateAnalyzer",
    "backup:DeleteBackupVault*",
    "backup:DeleteRecoveryPoint",
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "config:Delete*",
    "config:PutConfigurationAggregator",
    "config:PutConfigurationRecorder",
    "config:PutDeliveryChannel",
    "config:StopConfigurationRecorder",
    "ec2:DeleteFlowLogs",
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:DisableSnapshotBlockPublicAccess",
    "ec2:EnableSnapshotBlockPublicAccess",
    "ec2:ModifyEbsDefaultKmsKeyId",
    "ec2:ModifyInstanceMetadataDefaults",
    "ec2:ResetEbsDefaultKmsKeyId",
    "guardduty:Delete*",
    "guardduty:Disassociate*",
    "guardduty:StopMonitoringMembers",
    "guardduty:UpdateDetector",
    "guardduty:UpdateMemberDetectors",
    "guardduty:UpdateOrganizationConfiguration",
    "iam:AddClientIDToOpenIDConnectProvider",
    "iam:CreateOpenIDConnectProvider",
    "iam:CreateSAMLProvider",
    "iam:DeleteAccountPasswordPolicy",
    "iam:DeleteOpenIDConnectProvider",
    "iam:DeleteSAMLProvider",
    "iam:RemoveClientIDFromOpenIDConnectProvider",
    "iam:UpdateAccountPasswordPolicy",
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "iam:UpdateSAMLProvider",
    "kms:DeleteImportedKeyMaterial",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:ScheduleKeyDeletion",
    "logs:DeleteLogGroup",
    "logs:DeleteLogStream",
    "logs:DeleteRetentionPolicy",
    "logs:DisassociateKmsKey",
    "logs:PutRetentionPolicy",
    "macie2:Delete*",
    "macie2:Disable*",
    "macie2:Disassociate*",
    "macie2:UpdateMacieSession",
    "macie2:UpdateMemberSession",
    "macie2:UpdateOrganizationConfiguration",
    "route53resolver:AssociateFirewallRuleGroup",
    "route53resolver:CreateFirewallRule",
    "route53resolver:DeleteFirewall*",
    "route53resolver:DeleteResolverQueryLogConfig",
    "route53resolver:DisassociateFirewallRuleGroup",
    "route53resolver:DisassociateResolverQueryLogConfig",
    "route53resolver:ImportFirewallDomains",
    "route53resolver:UpdateFirewall*",
    "s3:PutAccountPublicAccessBlock",
    "securityhub:BatchDisableStandards",
    "securityhub:Delete*",
    "securityhub:Disable*",
    "securityhub:Disassociate*",
    "securityhub:StartConfigurationPolicyDisassociation",
    "securityhub:UpdateConfigurationPolicy",
    "securityhub:UpdateFindingAggregator",
    "securityhub:UpdateOrganizationConfiguration",
    "securityhub:UpdateSecurityHubConfiguration",
    "securityhub:UpdateStandardsControl",
]
_BUCKET_SETTINGS = [
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketLogging",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
]
_ROLE_CHANGES = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
]
_BOUNDARY = "arn:aws:iam::*:policy/*-boundary"
# STS without the calls that have no AWS principal yet: AssumeRoleWithSAML and AssumeRoleWithWebIdentity, by which
# people and CI come in; their roles' trust policies bind them.
_PERIMETER = [
    "kms:*",
    "s3:*",
    "secretsmanager:*",
    "sqs:*",
    "sts:AssumeRole",
    "sts:DecodeAuthorizationMessage",
    "sts:GetAccessKeyInfo",
    "sts:GetFederationToken",
    "sts:GetServiceBearerToken",
    "sts:GetSessionToken",
    "sts:SetContext",
]


def allowed_regions(regions: Sequence[str]) -> list[Statement]:
    """Nothing is asked of other regions but what is there, except of services that have none. Source: GDPR Art. 44."""
    return [
        {
            "Sid": "AllowedRegionsOnly",
            "Effect": "Deny",
            "NotAction": [*_GLOBAL, *_SETTINGS],
            "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:RequestedRegion": list(regions)}},
        }
    ]


def protected_foundations(organization: str, deploy_role_pattern: str) -> list[Statement]:
    """Only deploy roles change records, detectors, keys, bucket settings, boundaries, providers and deploy roles."""
    others = {"ArnNotLike": {"aws:PrincipalArn": deploy_role_pattern}}
    unbounded = {"ArnNotLike": {"aws:PrincipalArn": deploy_role_pattern, "iam:PermissionsBoundary": _BOUNDARY}}
    return [
        deny("FoundationsStay", actions=_FOUNDATIONS, condition=others),
        deny("BucketsStay", actions=_BUCKET_SETTINGS, resources=f"arn:aws:s3:::{organization}-*", condition=others),
        deny(
            "BoundariesStay",
            actions=["iam:CreatePolicy*", "iam:DeletePolicy*", "iam:SetDefaultPolicyVersion"],
            resources=_BOUNDARY,
            condition=others,
        ),
        deny(
            "BoundariesStayOn",
            actions=["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"],
            condition=others,
        ),
        deny(
            "RolesAndUsersAreBounded",
            actions=["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary"],
            condition=unbounded,
        ),
        deny("DeployRolesStay", actions=_ROLE_CHANGES, resources=deploy_role_pattern, condition=others),
    ]


def baseline() -> list[Statement]:
    """No root user, no leaving the organization, no long-lived credentials."""
    return [
        deny("NoRootUser", actions="*", condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}),
        deny(
            "AccountStays",
            actions=[
                "account:CloseAccount",
                "account:DisableRegion",
                "account:EnableRegion",
                "account:StartPrimaryEmailUpdate",
                "organizations:LeaveOrganization",
            ],
        ),
        deny(
            "NoLongLivedCredentials",
            actions=[
                "iam:CreateAccessKey",
                "iam:CreateLoginProfile",
                "iam:CreateServiceSpecificCredential",
                "iam:CreateUser",
            ],
        ),
    ]


def no_internet() -> list[Statement]:
    """No way to the internet or to networks beside the transit gateway is made. Source: 45 CFR 164.312(e)(1)."""
    return [
        deny(
            "NoOtherWayOut",
            actions=[
                "ec2:AcceptVpcPeeringConnection",
                "ec2:AssociateAddress",
                "ec2:AttachInternetGateway",
                "ec2:AttachVpnGateway",
                "ec2:CreateCarrierGateway",
                "ec2:CreateClientVpnEndpoint",
                "ec2:CreateDefaultSubnet",
                "ec2:CreateDefaultVpc",
                "ec2:CreateEgressOnlyInternetGateway",
                "ec2:CreateInternetGateway",
                "ec2:CreateNatGateway",
                "ec2:CreateVpcPeeringConnection",
                "ec2:CreateVpnConnection",
                "ec2:CreateVpnGateway",
                "globalaccelerator:CreateAccelerator",
                "lightsail:*",
            ],
        )
    ]


def perimeter(organization_id: str) -> list[Statement]:
    """Resource control: only our principals, and AWS services on our behalf, reach data, keys and roles.

    Source: AWS data perimeter policy examples, "EnforceOrgIdentities" and "EnforceConfusedDeputyProtection".
    """
    outside = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization_id},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    for_others = {
        "StringNotEqualsIfExists": {"aws:SourceOrgID": organization_id},
        "Null": {"aws:SourceAccount": "false"},
        "Bool": {"aws:PrincipalIsAWSService": "true"},
    }
    return [
        deny("OurPrincipalsOnly", actions=_PERIMETER, principal="*", condition=outside),
        deny("ServicesOnOurBehalfOnly", actions=_PERIMETER, principal="*", condition=for_others),
    ]


def quarantine() -> list[Statement]:
    """Nothing at all."""
    return [deny("Nothing", actions="*")]


def classified() -> dict[str, Any]:
    """The tag policy's content: `DataClassification` has one of our values; buckets with another one are refused.

    Source: AWS Organizations User Guide, "Tag policy syntax".
    """
    tag = {
        "tag_key": {"@@assign": "DataClassification"},
        "tag_value": {"@@assign": [value.value for value in Classification]},
        "enforced_for": {"@@assign": ["s3:bucket"]},
    }
    return {"tags": {"DataClassification": tag}}
