"""What the deploy role may do to an account's own settings, its recorders, and the detectors of all accounts."""

from __future__ import annotations

from phizone_modules import role_names
from phizone_modules.policy import Statement, allow
from phizone_modules.scope import Scope

# Settings of the account and Region as such; none of these switches one off.
_SETTINGS_ACTIONS = [
    "ec2:EnableEbsEncryptionByDefault",
    "ec2:EnableSnapshotBlockPublicAccess",
    "ec2:GetEbsDefaultKmsKeyId",
    "ec2:GetEbsEncryptionByDefault",
    "ec2:GetInstanceMetadataDefaults",
    "ec2:GetSnapshotBlockPublicAccessState",
    "ec2:ModifyEbsDefaultKmsKeyId",
    "ec2:ModifyInstanceMetadataDefaults",
    "iam:GetAccountPasswordPolicy",
    "iam:UpdateAccountPasswordPolicy",
    "s3:GetAccountPublicAccessBlock",
    "s3:PutAccountPublicAccessBlock",
]
# Recorders by their ARNs; AWS assigns ids, and none of these stops or deletes one.
_RECORDER_ACTIONS = [
    "config:DescribeConfigurationRecorderStatus",
    "config:DescribeConfigurationRecorders",
    "config:ListTagsForResource",
    "config:PutConfigurationRecorder",
    "config:StartConfigurationRecorder",
    "config:TagResource",
]
# Detectors by their ARNs; AWS assigns ids, and none of these switches one off.
_DETECTOR_ACTIONS = [
    "access-analyzer:CreateAnalyzer",
    "access-analyzer:GetAnalyzer",
    "access-analyzer:ListTagsForResource",
    "access-analyzer:TagResource",
    "access-analyzer:UntagResource",
    "config:PutConfigurationAggregator",
    "config:UntagResource",
    "guardduty:GetDetector",
    "guardduty:ListTagsForResource",
    "guardduty:TagResource",
    "guardduty:UntagResource",
    "guardduty:UpdateDetector",
    "macie2:CreateMember",
    "macie2:GetMember",
    "macie2:ListTagsForResource",
    "macie2:TagResource",
    "macie2:UntagResource",
    "securityhub:DescribeHub",
    "securityhub:DescribeOrganizationConfiguration",
    "securityhub:EnableOrganizationAdminAccount",
    "securityhub:EnableSecurityHub",
    "securityhub:GetConfigurationPolicy",
    "securityhub:GetFindingAggregator",
    "securityhub:ListOrganizationAdminAccounts",
    "securityhub:StartConfigurationPolicyAssociation",
    "securityhub:UpdateConfigurationPolicy",
    "securityhub:UpdateFindingAggregator",
    "securityhub:UpdateOrganizationConfiguration",
    "securityhub:UpdateSecurityHubConfiguration",
]
# Detectors of the account and Region as such, and whom they are delegated to.
_ACCOUNT_DETECTOR_ACTIONS = [
    "config:DescribeConfigurationAggregators",
    "guardduty:CreateDetector",
    "guardduty:DescribeOrganizationConfiguration",
    "guardduty:EnableOrganizationAdminAccount",
    "guardduty:ListDetectors",
    "guardduty:ListOrganizationAdminAccounts",
    "guardduty:UpdateOrganizationConfiguration",
    "inspector2:BatchGetAccountStatus",
    "inspector2:Enable",
    "inspector2:UpdateOrganizationConfiguration",
    "macie2:DescribeOrganizationConfiguration",
    "macie2:EnableMacie",
    "macie2:EnableOrganizationAdminAccount",
    "macie2:GetMacieSession",
    "macie2:ListOrganizationAdminAccounts",
    "macie2:UpdateMacieSession",
    "macie2:UpdateMemberSession",
    "macie2:UpdateOrganizationConfiguration",
    "organizations:DescribeOrganization",
    "organizations:ListAWSServiceAccessForOrganization",
    "organizations:ListAccounts",
    "organizations:ListDelegatedAdministrators",
    "securityhub:CreateConfigurationPolicy",
    "securityhub:CreateFindingAggregator",
    "securityhub:GetConfigurationPolicyAssociation",
    "securityhub:ListFindingAggregators",
]
_DETECTOR_SERVICES = ("access-analyzer", "config", "guardduty", "macie2", "securityhub")


def account(scope: Scope) -> list[Statement]:
    """What every account has: its settings and its recorders."""
    config_role = role_names.config_role_arn(scope)
    return [
        allow("Settings", actions=_SETTINGS_ACTIONS),  # no resource types
        allow(
            "Recorders",
            actions=_RECORDER_ACTIONS,
            resources=f"arn:aws:config:*:{scope.account}:configuration-recorder/*",
        ),
        # Delivery channels have no resource types.
        allow("Delivery", actions=["config:DescribeDeliveryChannels", "config:PutDeliveryChannel"]),
        allow("RecorderRole", actions=["iam:GetRole", "iam:TagRole", "iam:UntagRole"], resources=config_role),
        allow(
            "PassRecorderRole",
            actions="iam:PassRole",
            resources=config_role,
            condition={"StringEquals": {"iam:PassedToService": "config.amazonaws.com"}},
        ),
    ]


def detectors(scope: Scope) -> list[Statement]:
    """Detectors of this account and, where they are delegated to it, of the organization; none can be stopped."""
    return [
        allow(
            "Detectors",
            actions=_DETECTOR_ACTIONS,
            resources=[f"arn:aws:{service}:*:{scope.account}:*" for service in _DETECTOR_SERVICES],
        ),
        allow("DetectorsOfTheAccount", actions=_ACCOUNT_DETECTOR_ACTIONS),  # no resource types
    ]
