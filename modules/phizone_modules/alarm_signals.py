"""What is worth an alarm in the organization's trail, as filter patterns of CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PATTERN_LIMIT = 1024
"""Most characters of a filter pattern. Source: CloudWatch Logs API, PutMetricFilter."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of event that somebody must look at."""

    name: str
    """Last part of the names of its filter and alarm."""
    meaning: str
    """What happened, for whoever is woken by it; tells nothing of the event itself."""
    pattern: str
    """The filter pattern."""


def signals(organization: str) -> Sequence[Signal]:
    """Every signal: the fifteen of CIS and the use of a break-glass role of the organization of this name.

    Source: CIS AWS Foundations Benchmark 3.0, section 4, "Monitoring"; 45 CFR 164.312(b), 164.308(a)(5)(ii)(C).
    """
    return (*_CIS, _break_glass(organization))


def _events(source: str, *names: str) -> str:
    """Pattern of calls of these names; the source stands before them since names repeat over services."""
    named = " || ".join(f"($.eventName = {name})" for name in names)
    return f"{{ ($.eventSource = {source}.amazonaws.com) && ({named}) }}"


def _break_glass(organization: str) -> Signal:
    roles = f"arn:aws:iam::*:role/{organization}-*-break-glass"
    return Signal(
        "break-glass",
        "An emergency role was entered, or somebody tried",
        f'{{ ($.eventSource = sts.amazonaws.com) && ($.requestParameters.roleArn = "{roles}") }}',
    )


_CIS = (
    Signal(
        "unauthorized-calls",
        "A call was refused for want of permission",
        '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    ),
    Signal(
        "sign-in-without-mfa",
        "Somebody signed in to the console without a second factor",
        '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes")'
        ' && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    ),
    Signal(
        "root-use",
        "The root user of an account was used",
        '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS)'
        ' && ($.eventType != "AwsServiceEvent") }',
    ),
    Signal(
        "iam-change",
        "Permissions of users, groups or roles were changed",
        _events(
            "iam",
            *("AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreatePolicy", "CreatePolicyVersion"),
            *("DeleteGroupPolicy", "DeletePolicy", "DeletePolicyVersion", "DeleteRolePolicy", "DeleteUserPolicy"),
            *("DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy"),
            *("PutGroupPolicy", "PutRolePolicy", "PutUserPolicy"),
        ),
    ),
    Signal(
        "trail-change",
        "A trail was made, changed, started, stopped or deleted",
        _events("cloudtrail", "CreateTrail", "DeleteTrail", "StartLogging", "StopLogging", "UpdateTrail"),
    ),
    Signal(
        "sign-in-failure",
        "A sign-in to the console failed",
        '{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
    ),
    Signal(
        "key-loss",
        "A key was disabled or its deletion was scheduled",
        _events("kms", "DisableKey", "ScheduleKeyDeletion"),
    ),
    Signal(
        "bucket-policy-change",
        "Who reaches a bucket, or how long it keeps what, was changed",
        _events(
            "s3",
            *("DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketPolicy", "DeleteBucketReplication"),
            *("PutBucketAcl", "PutBucketCors", "PutBucketLifecycle", "PutBucketPolicy", "PutBucketReplication"),
        ),
    ),
    Signal(
        "config-change",
        "The recorder of configurations was changed or stopped",
        _events(
            "config",
            *("DeleteDeliveryChannel", "PutConfigurationRecorder", "PutDeliveryChannel", "StopConfigurationRecorder"),
        ),
    ),
    Signal(
        "security-group-change",
        "A security group was made, changed or deleted",
        _events(
            "ec2",
            *("AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup"),
            *("DeleteSecurityGroup", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"),
        ),
    ),
    Signal(
        "network-acl-change",
        "A network ACL was made, changed or deleted",
        _events(
            "ec2",
            *("CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry"),
            *("ReplaceNetworkAclAssociation", "ReplaceNetworkAclEntry"),
        ),
    ),
    Signal(
        "gateway-change",
        "A way out of a network was made, changed or deleted",
        _events(
            "ec2",
            *("AttachInternetGateway", "CreateCustomerGateway", "CreateInternetGateway"),
            *("DeleteCustomerGateway", "DeleteInternetGateway", "DetachInternetGateway"),
        ),
    ),
    Signal(
        "route-change",
        "A route was made, changed or deleted",
        _events(
            "ec2",
            *("CreateRoute", "CreateRouteTable", "DeleteRoute", "DeleteRouteTable", "DisassociateRouteTable"),
            *("ReplaceRoute", "ReplaceRouteTableAssociation"),
        ),
    ),
    Signal(
        "vpc-change",
        "A VPC or a peering was made, changed or deleted",
        _events(
            "ec2",
            *("AcceptVpcPeeringConnection", "CreateVpc", "CreateVpcPeeringConnection", "DeleteVpc"),
            *("DeleteVpcPeeringConnection", "ModifyVpcAttribute", "RejectVpcPeeringConnection"),
        ),
    ),
    Signal(
        "organization-change",
        "The organization, its accounts or its guardrails were changed",
        _events(
            "organizations",
            *("AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit", "CreatePolicy"),
            *("DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy"),
            *("DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization", "LeaveOrganization"),
            *("MoveAccount", "RemoveAccountFromOrganization", "UpdateOrganizationalUnit", "UpdatePolicy"),
        ),
    ),
)
