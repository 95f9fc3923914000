"""What somebody must be told of: events of CloudTrail, by what they mean.

Source: CIS AWS Foundations Benchmark 3.0, section 4, "Monitoring".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from phizone_policies.views.filter_patterns import Event

Events = Sequence[Event]
"""Samples of events that mean the same."""


def _calls(source: str, names: str) -> Events:
    """One event a call; who makes it, and from where, is left open but for its kind."""
    caller = {"type": "AssumedRole", "accountId": "000000000000"}
    return [
        {
            "eventSource": f"{source}.amazonaws.com",
            "eventName": name,
            "eventType": "AwsApiCall",
            "userIdentity": caller,
            "recipientAccountId": "000000000000",
        }
        for name in names.split()
    ]


def _sign_in(outcome: str, **more: object) -> Event:
    return {
        "eventSource": "signin.amazonaws.com",
        "eventName": "ConsoleLogin",
        "eventType": "AwsConsoleSignIn",
        "userIdentity": {"type": "IAMUser", "accountId": "000000000000"},
        "responseElements": {"ConsoleLogin": outcome},
        **more,
    }


def key_loss(account: str) -> Events:
    """A key of an account is disabled, or its deletion is scheduled."""
    calls = _calls("kms", "DisableKey ScheduleKeyDeletion")
    return [
        {
            **event,
            "userIdentity": {"type": "AssumedRole", "accountId": account},
            "recipientAccountId": account,
        }
        for event in calls
    ]


def break_glass(role_arn: str) -> Events:
    """Somebody enters an emergency role."""
    entering = _calls("sts", "AssumeRole")
    return [{**event, "requestParameters": {"roleArn": role_arn}} for event in entering]


CIS: Mapping[str, Events] = {
    "refused calls": [
        {**_calls("ec2", "RunInstances")[0], "errorCode": "Client.UnauthorizedOperation"},
        {**_calls("s3", "GetBucketPolicy")[0], "errorCode": "AccessDenied"},
        {**_calls("kms", "Decrypt")[0], "errorCode": "AccessDeniedException"},
    ],
    "sign-in without a second factor": [_sign_in("Success", additionalEventData={"MFAUsed": "No"})],
    "use of a root user": [{**_calls("iam", "ListUsers")[0], "userIdentity": {"type": "Root"}}],
    "changes of permissions": _calls(
        "iam",
        "AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreatePolicy CreatePolicyVersion DeleteGroupPolicy"
        " DeletePolicy DeletePolicyVersion DeleteRolePolicy DeleteUserPolicy DetachGroupPolicy DetachRolePolicy"
        " DetachUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy",
    ),
    "changes of trails": _calls("cloudtrail", "CreateTrail DeleteTrail StartLogging StopLogging UpdateTrail"),
    "failed sign-ins": [_sign_in("Failure", errorMessage="Failed authentication")],
    "loss of keys": _calls("kms", "DisableKey ScheduleKeyDeletion"),
    "changes of bucket policies": _calls(
        "s3",
        "DeleteBucketCors DeleteBucketLifecycle DeleteBucketPolicy DeleteBucketReplication PutBucketAcl PutBucketCors"
        " PutBucketLifecycle PutBucketPolicy PutBucketReplication",
    ),
    "changes of the recorder": _calls(
        "config", "DeleteDeliveryChannel PutConfigurationRecorder PutDeliveryChannel StopConfigurationRecorder"
    ),
    "changes of security groups": _calls(
        "ec2",
        "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateSecurityGroup DeleteSecurityGroup"
        " RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
    ),
    "changes of network ACLs": _calls(
        "ec2",
        "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclAssociation"
        " ReplaceNetworkAclEntry",
    ),
    "changes of gateways": _calls(
        "ec2",
        "AttachInternetGateway CreateCustomerGateway CreateInternetGateway DeleteCustomerGateway DeleteInternetGateway"
        " DetachInternetGateway",
    ),
    "changes of routes": _calls(
        "ec2",
        "CreateRoute CreateRouteTable DeleteRoute DeleteRouteTable DisassociateRouteTable ReplaceRoute"
        " ReplaceRouteTableAssociation",
    ),
    "changes of VPCs": _calls(
        "ec2",
        "AcceptVpcPeeringConnection CreateVpc CreateVpcPeeringConnection DeleteVpc DeleteVpcPeeringConnection"
        " ModifyVpcAttribute RejectVpcPeeringConnection",
    ),
    "changes of the organization": _calls(
        "organizations",
        "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake"
        " DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType"
        " InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization"
        " UpdateOrganizationalUnit UpdatePolicy",
    ),
}
"""Samples by meaning, as `failed sign-ins`."""
