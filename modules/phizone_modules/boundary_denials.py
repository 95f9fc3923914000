"""What no role of an account may do, whatever its own policy says."""

from __future__ import annotations

from collections.abc import Sequence

from phizone_modules import role_names
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.policy import Statement, deny
from phizone_modules.scope import Scope

# Services with one endpoint for all Regions; a call to them bears its Region, not the resource's.
# Source: Organizations User Guide, "Deny access to AWS based on the requested AWS Region".
_GLOBAL_SERVICES = ["account:*", "health:*", "iam:*", "organizations:*", "route53:*", "sts:*", "support:*"]
# Letters and not words, since a boundary counts its characters: all of IAM's actions but Generate, Get, List,
# Pass and Simulate; all of KMS's that manage keys.
_IAM_WRITES = ["iam:A*", "iam:C*", "iam:D*", "iam:E*", "iam:Pu*", "iam:R*", "iam:Se*", "iam:T*", "iam:U*"]
_KEY_ADMINISTRATION = [
    "kms:*Alias",
    "kms:Ca*",
    "kms:CreateKey",
    "kms:Del*",
    "kms:Di*",
    "kms:Ena*",
    "kms:I*",
    "kms:P*",
    "kms:Rep*",
    "kms:Sc*",
    "kms:T*",
    "kms:U*",
]
_SAFEGUARDS = [
    "access-analyzer:*",
    "account:*",
    "cloudtrail:*",
    "config:*",
    "ec2:*FlowLogs",
    "guardduty:*",
    "inspector2:*",
    "logs:Delete*",
    "macie2:*",
    "organizations:*",
    "route53resolver:*",
    "securityhub:*",
]
_KEY_DESTRUCTION = ["kms:DeleteImportedKeyMaterial", "kms:Disable*", "kms:ScheduleKeyDeletion"]
_AUDIT_OFF = [
    "access-analyzer:DeleteAnalyzer",
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel",
    "config:StopConfigurationRecorder",
    "ec2:DeleteFlowLogs",
    "guardduty:DeleteDetector",
    "guardduty:Disassociate*",
    "guardduty:StopMonitoringMembers",
    "inspector2:Disable",
    "logs:DeleteLogGroup",
    "logs:DeleteLogStream",
    "macie2:DisableMacie",
    "route53resolver:DeleteResolverQueryLogConfig",
    "route53resolver:DisassociateResolverQueryLogConfig",
    "securityhub:Disassociate*",
    "securityhub:DisableSecurityHub",
]
_LEAVING = ["account:CloseAccount", "account:DisableRegion", "account:EnableRegion", "organizations:LeaveOrganization"]
# Roles that are entered from another: auditors from the audit account's, deploy and attach roles by providers.
_ENTERED = ("attach", "auditor", "deploy")
_POLICY_WRITES = [
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy*",
    "iam:SetDefaultPolicyVersion",
    "iam:TagPolicy",
    "iam:UntagPolicy",
]
_ROLE_WRITES = [
    "iam:AttachRolePolicy",
    "iam:DeleteRole*",
    "iam:DetachRolePolicy",
    "iam:PutRole*",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:Update*Role*",
]


def for_workloads(scope: Scope, duties: Sequence[Duty], allowed_regions: Sequence[str]) -> list[Statement]:
    """Denies, for what a deployment makes: other Regions, IAM but for passing the zone's roles, the safeguards, keys.

    Workloads have no business with the audit trail, the detectors or the organization. A grant is for AWS services
    only: whoever makes a grant could else lend a key to anybody.
    """
    return [
        _other_regions(["iam:*", "sts:*"], allowed_regions),
        _pass_only_own_roles(scope),
        deny("Safeguards", actions=[*_IAM_WRITES, *_KEY_ADMINISTRATION, *_safeguards(duties)]),
        deny(
            "GrantsToOthers",
            actions="kms:CreateGrant",
            condition={"BoolIfExists": {"kms:GrantIsForAWSResource": "false"}},
        ),
    ]


def for_platform(scope: Scope, allowed_regions: Sequence[str]) -> list[Statement]:
    """Denies, for deploy, auditor and break-glass, what would end the safeguards that hold them too.

    Other Regions, leaving, the audit trail's end, a key's loss, users, unbounded roles, and any change of the
    boundaries or of these three roles.
    """
    guarded_roles = [
        role_names.deploy_role_arn(scope),
        role_names.auditor_role_arn(scope),
        role_names.break_glass_role_arn(scope),
    ]
    return [
        _other_regions(_GLOBAL_SERVICES, allowed_regions, but=role_names.auditor_role_arn(scope)),
        deny("Leaving", actions=_LEAVING),
        deny("AuditOff", actions=_AUDIT_OFF),
        deny(
            "UnboundedRoles",
            actions=["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
            condition={"StringNotLike": {"iam:PermissionsBoundary": role_names.deployed_boundaries(scope)}},
        ),
        deny("BoundariesOff", actions="iam:Delete*PermissionsBoundary"),
        deny("Users", actions=["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateUser"]),
        deny(
            "BoundariesChange",
            actions=_POLICY_WRITES,
            resources=[*role_names.deployed_boundaries(scope), role_names.platform_boundary_arn(scope)],
        ),
        deny("GuardedRolesChange", actions=_ROLE_WRITES, resources=guarded_roles),
        _pass_only_own_roles(scope, role_names.config_role_arn(scope)),
        {
            "Sid": "EnterOtherRoles",
            "Effect": "Deny",
            "Action": "sts:AssumeRole",
            "NotResource": [f"arn:aws:iam::*:role/{scope.organization}-*-{role}" for role in _ENTERED],
        },
        deny("KeyDestruction", actions=_KEY_DESTRUCTION),
    ]


def _other_regions(everywhere: list[str], allowed_regions: Sequence[str], but: str | None = None) -> Statement:
    """Nothing is asked of other regions, but by a role that reads what is there and may nothing else anywhere."""
    others = {"ArnNotEquals": {"aws:PrincipalArn": but}} if but else {}
    return {
        "Sid": "OtherRegions",
        "Effect": "Deny",
        "NotAction": everywhere,
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": list(allowed_regions)}, **others},
    }


def _safeguards(duties: Sequence[Duty]) -> list[str]:
    """Where the security services are, one role of a deployment reads who is in the organization: no more is allowed.

    The ceiling says so, since a denial would have to name every other action of Organizations.
    """
    return [each for each in _SAFEGUARDS if each != "organizations:*" or Duty.SECURITY not in duties]


def _pass_only_own_roles(scope: Scope, *others: str) -> Statement:
    own = f"arn:aws:iam::{scope.account}:role/{scope.name()}-*"
    return {
        "Sid": "PassOtherRoles",
        "Effect": "Deny",
        "Action": "iam:PassRole",
        "NotResource": [own, *others] if others else own,
    }
