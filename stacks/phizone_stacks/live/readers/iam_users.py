"""AWS IAM: users, their credentials, and groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.iam import details, held
from phizone_stacks.live.reading import Where, reads

_NONE = ("NoSuchEntity", "NoSuchEntityException")
_PASSWORD = ("password_length", "pgp_key")


@reads(
    "aws_iam_user",
    "aws_iam_user_group_membership",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
    where=Where.ACCOUNT,
    silent={"aws_iam_user": ("force_destroy",)},
)
def users(calls: Calls) -> Iterator[Found]:
    """Users with their groups and what they hold."""
    for each in _users(calls):
        name = each["UserName"]
        attributes = {
            "arn": each["Arn"],
            "name": name,
            "path": each["Path"],
            "unique_id": each["UserId"],
            "permissions_boundary": (each.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn"),
            "tags": tags_of(each.get("Tags")),
        }
        yield found("aws_iam_user", name, attributes)
        if each["GroupList"]:
            yield found("aws_iam_user_group_membership", name, {"user": name, "groups": sorted(each["GroupList"])})
        # A user without policies of its own has no list of them.
        yield from held("user", name, each.get("UserPolicyList", []), each["AttachedManagedPolicies"])


@reads("aws_iam_group", "aws_iam_group_policy", "aws_iam_group_policy_attachment", where=Where.ACCOUNT)
def groups(calls: Calls) -> Iterator[Found]:
    """Groups with what they hold."""
    for each in details(calls, "Group", "GroupDetailList"):
        name = each["GroupName"]
        attributes = {"arn": each["Arn"], "name": name, "path": each["Path"], "unique_id": each["GroupId"]}
        yield found("aws_iam_group", name, attributes)
        yield from held("group", name, each["GroupPolicyList"], each["AttachedManagedPolicies"])


@reads("aws_iam_access_key", where=Where.ACCOUNT, silent={"aws_iam_access_key": ("pgp_key",)})
def access_keys(calls: Calls) -> Iterator[Found]:
    """Keys by which users sign calls."""
    for user in _users(calls):
        for each in calls.all("iam", "list_access_keys", "AccessKeyMetadata", UserName=user["UserName"]):
            name = each["AccessKeyId"]
            attributes = {"id": name, "user": user["UserName"], "status": each["Status"]}
            yield found("aws_iam_access_key", name, attributes)


@reads("aws_iam_user_login_profile", where=Where.ACCOUNT, silent={"aws_iam_user_login_profile": _PASSWORD})
def login_profiles(calls: Calls) -> Iterator[Found]:
    """Passwords by which users sign in to the console: that there is one, and no more."""
    for user in _users(calls):
        name = user["UserName"]
        answer = calls.find("iam", "get_login_profile", _NONE, UserName=name)
        if answer is not None:
            reset = answer["LoginProfile"].get("PasswordResetRequired", False)
            attributes = {"user": name, "password_reset_required": reset}
            yield found("aws_iam_user_login_profile", name, attributes)


@reads(
    "aws_iam_user_ssh_key",
    where=Where.ACCOUNT,
    silent={"aws_iam_user_ssh_key": ("encoding", "public_key")},
)
def ssh_keys(calls: Calls) -> Iterator[Found]:
    """Keys by which users reach repositories of CodeCommit."""
    for user in _users(calls):
        for each in calls.all("iam", "list_ssh_public_keys", "SSHPublicKeys", UserName=user["UserName"]):
            name = each["SSHPublicKeyId"]
            attributes = {"ssh_public_key_id": name, "username": user["UserName"], "status": each["Status"]}
            yield found("aws_iam_user_ssh_key", name, attributes)


@reads("aws_iam_signing_certificate", where=Where.ACCOUNT)
def signing_certificates(calls: Calls) -> Iterator[Found]:
    """Certificates by which users sign calls of old interfaces."""
    for user in _users(calls):
        for each in calls.all("iam", "list_signing_certificates", "Certificates", UserName=user["UserName"]):
            name = each["CertificateId"]
            attributes = {
                "certificate_id": name,
                "certificate_body": each["CertificateBody"],
                "user_name": user["UserName"],
                "status": each["Status"],
            }
            yield found("aws_iam_signing_certificate", name, attributes)


@reads("aws_iam_service_specific_credential", where=Where.ACCOUNT)
def service_credentials(calls: Calls) -> Iterator[Found]:
    """Passwords and keys of users for one service each, as CodeCommit or Bedrock."""
    for user in _users(calls):
        given = {"UserName": user["UserName"]}
        # Answers of several pages go on by a Marker.
        for each in calls.all("iam", "list_service_specific_credentials", "ServiceSpecificCredentials", **given):
            name = each["ServiceSpecificCredentialId"]
            attributes = {
                "service_specific_credential_id": name,
                "service_name": each["ServiceName"],
                "user_name": user["UserName"],
                "status": each["Status"],
            }
            yield found("aws_iam_service_specific_credential", name, attributes)


def _users(calls: Calls) -> list[dict[str, Any]]:
    return details(calls, "User", "UserDetailList")
