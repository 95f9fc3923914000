"""What the deploy role may do: build the zone in its account, on our names, and read no data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from phizone_modules import deploy_detective, deploy_network, deploy_services, role_names
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.policy import Statement, allow
from phizone_modules.scope import Scope

_SERVICE_ROLES = (
    "backup",
    "cloudtrail",
    "config",
    "events",
    "lambda",
    "s3",
    "sagemaker",
    "scheduler",
    "states",
    "vpc-flow-logs",
)
_LINKED_SERVICES = (
    "access-analyzer.amazonaws.com",
    "config.amazonaws.com",
    "guardduty.amazonaws.com",
    "inspector2.amazonaws.com",
    "macie.amazonaws.com",
    "ram.amazonaws.com",
    "replication.ecr.amazonaws.com",
    "route53resolver.amazonaws.com",
    "sagemaker.amazonaws.com",
    "securityhub.amazonaws.com",
    "transitgateway.amazonaws.com",
)
# These have the condition key iam:PermissionsBoundary.
_BOUNDED_ROLE_ACTIONS = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
]
# None of these sets a role's boundary or attaches a policy to it.
_ROLE_ACTIONS = [
    "iam:DeleteRole",
    "iam:GetRole",
    "iam:ListAttachedRolePolicies",
    "iam:ListInstanceProfilesForRole",
    "iam:ListRolePolicies",
    "iam:ListRoleTags",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
]
# Managed policies and their versions.
_POLICY_ACTIONS = [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:ListPolicyTags",
    "iam:ListPolicyVersions",
    "iam:TagPolicy",
    "iam:UntagPolicy",
]
# Buckets and their settings; none of these is an action on an object.
_BUCKET_ACTIONS = [
    "s3:CreateBucket",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:GetAccelerateConfiguration",
    "s3:GetBucket*",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:ListTagsForResource",
    "s3:PutBucket*",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
    "s3:TagResource",
    "s3:UntagResource",
]
# Settings of a key; none of these uses, disables or deletes it.
_KEY_ACTIONS = [
    "kms:DescribeKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
]
# Log groups and their metric filters; none of these reads an event or deletes a group.
_LOG_GROUP_ACTIONS = [
    "logs:AssociateKmsKey",
    "logs:CreateLogGroup",
    "logs:DeleteMetricFilter",
    "logs:DescribeMetricFilters",
    "logs:ListTagsForResource",
    "logs:PutMetricFilter",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
    "logs:UntagResource",
]
# Alarms on metrics.
_ALARM_ACTIONS = [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:ListTagsForResource",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:TagResource",
    "cloudwatch:UntagResource",
]
# EventBridge rules and their targets.
_RULE_ACTIONS = [
    "events:DeleteRule",
    "events:DescribeRule",
    "events:ListTagsForResource",
    "events:ListTargetsByRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:TagResource",
    "events:UntagResource",
]
# SNS topics and subscriptions to them; none of these publishes.
_TOPIC_ACTIONS = [
    "sns:CreateTopic",
    "sns:DeleteTopic",
    "sns:GetTopicAttributes",
    "sns:ListTagsForResource",
    "sns:SetTopicAttributes",
    "sns:Subscribe",
    "sns:TagResource",
    "sns:UntagResource",
]


def deploy_policies(scope: Scope, duties: Sequence[Duty], enters: Sequence[str]) -> Mapping[str, list[Statement]]:
    """Policies by the last part of their names: one managed policy would be too long.

    `enters` are the ARNs of the roles that it enters.
    """
    identity = [*_identity(scope, _names(scope, duties)), _enter(enters)]
    policies = {
        "identity": identity,
        "data": _data(scope),
        "logs": _logs(scope),
        "account": deploy_detective.account(scope),
    }
    if Duty.WORKSPACE in duties or Duty.NETWORK in duties:
        policies["network"] = deploy_network.network(scope)
    if Duty.NETWORK in duties:
        policies["transit"] = deploy_network.transit(scope)
    if Duty.WORKSPACE in duties:
        policies["platform"] = deploy_services.platform(scope)
    if Duty.SECURITY in duties:
        policies["security"] = deploy_services.security(scope)
        policies["detectors"] = deploy_detective.detectors(scope)
    if Duty.ORGANIZATION in duties:
        policies["organization"] = deploy_services.organization(scope)
    return policies


def _names(scope: Scope, duties: Sequence[Duty]) -> list[str]:
    """Patterns of the names it gives: the network account's attach roles bear the names of their environments."""
    attach = [role_names.attach_role_pattern(scope)] if Duty.NETWORK in duties else []
    return [f"{scope.name()}-*", *attach]


def _enter(enters: Sequence[str]) -> Statement:
    """The providers of its stacks enter these; each one's trust names it in turn."""
    return allow("EnterRoles", actions="sts:AssumeRole", resources=sorted(enters))


def _identity(scope: Scope, names: Sequence[str]) -> list[Statement]:
    """Roles and policies of these names; a role only under a boundary, and passed only to the services we use."""
    roles, policies = ([f"arn:aws:iam::{scope.account}:{kind}/{name}" for name in names] for kind in ("role", "policy"))
    bounded = {"StringLike": {"iam:PermissionsBoundary": role_names.deployed_boundaries(scope)}}
    return [
        allow("BoundedRoles", actions=_BOUNDED_ROLE_ACTIONS, resources=roles, condition=bounded),
        allow("Roles", actions=_ROLE_ACTIONS, resources=roles),
        allow("Policies", actions=_POLICY_ACTIONS, resources=policies),
        allow(
            "PassRoles",
            actions="iam:PassRole",
            resources=f"arn:aws:iam::{scope.account}:role/{scope.name()}-*",
            condition={"StringEquals": {"iam:PassedToService": [f"{name}.amazonaws.com" for name in _SERVICE_ROLES]}},
        ),
        allow(
            "ServiceLinkedRoles",
            actions="iam:CreateServiceLinkedRole",
            resources=f"arn:aws:iam::{scope.account}:role/aws-service-role/*",
            condition={"StringEquals": {"iam:AWSServiceName": list(_LINKED_SERVICES)}},
        ),
        allow(
            "SeeIdentityProvider",
            actions="iam:GetOpenIDConnectProvider",
            resources=f"arn:aws:iam::{scope.account}:oidc-provider/token.actions.githubusercontent.com",
        ),
    ]


def _data(scope: Scope) -> list[Statement]:
    """Buckets and their settings, keys and aliases; neither objects nor the use of a key."""
    keys, aliases = (f"arn:aws:kms:*:{scope.account}:{kind}" for kind in ("key/*", f"alias/{scope.name()}-*"))
    return [
        allow("Buckets", actions=_BUCKET_ACTIONS, resources=f"arn:aws:s3:::{scope.name()}-*"),
        allow("NewKeys", actions="kms:CreateKey"),  # no resource types
        # AWS assigns key ids; each key's policy names this role as administrator or does not.
        allow("Keys", actions=_KEY_ACTIONS, resources=keys),
        allow(
            "GrantKeysToServices",
            actions="kms:CreateGrant",
            resources=keys,
            condition={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        allow(
            "Aliases",
            actions=["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
            resources=[aliases, keys],
        ),
        allow("ListAliases", actions=["kms:ListAliases", "kms:ListKeys"]),  # no resource types
    ]


def _logs(scope: Scope) -> list[Statement]:
    """Log groups, alarms, rules and topics of our names."""
    name, account = scope.name(), scope.account
    groups = (
        f"/{scope.organization}/{scope.environment}/*",
        "/aws/sagemaker/*",
        f"/aws/*/{name}-*",
        f"aws-waf-logs-{name}-*",
    )
    return [
        allow(
            "LogGroups",
            actions=_LOG_GROUP_ACTIONS,
            resources=[f"arn:aws:logs:*:{account}:log-group:{group}" for group in groups],
        ),
        # Neither lists nor resource policies have resource types.
        allow(
            "LogLists", actions=["logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"]
        ),
        allow("Alarms", actions=_ALARM_ACTIONS, resources=f"arn:aws:cloudwatch:*:{account}:alarm:{name}-*"),
        allow("Rules", actions=_RULE_ACTIONS, resources=f"arn:aws:events:*:{account}:rule/{name}-*"),
        allow("Topics", actions=_TOPIC_ACTIONS, resources=f"arn:aws:sns:*:{account}:{name}-*"),
        allow("Subscriptions", actions=["sns:GetSubscriptionAttributes", "sns:Unsubscribe"]),  # no resource types
    ]
