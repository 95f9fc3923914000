"""AWS IAM: roles and policies of an account, and what is attached to what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

MADE_BY_PROGRAMS = ("config.amazonaws.com",)
"""Services whose linked role programs make; services make those of all others themselves, with AWS's permissions."""
_OF_SERVICES, _OF_IDENTITY_CENTER = "/aws-service-role/", "/aws-reserved/sso.amazonaws.com/"
_ARGUMENTS = ("force_detach_policies", "name_prefix")


def details(calls: Calls, kind: str, key: str) -> list[dict[str, Any]]:
    """All roles, users, groups or customer-managed policies of an account with their policies, in one listing."""
    return calls.all("iam", "get_account_authorization_details", key, Filter=[kind])


def text(document: Any) -> str:
    """A policy document as text; boto3 has decoded IAM's."""
    return document if isinstance(document, str) else json.dumps(document, sort_keys=True)


def held(
    owner: str, name: str, written: Iterable[Mapping[str, Any]], attached: Iterable[Mapping[str, Any]]
) -> Iterator[Found]:
    """The policies that are written into a principal and those that are attached to it; `owner` as `role`."""
    for each in written:
        attributes = {owner: name, "name": each["PolicyName"], "policy": text(each["PolicyDocument"])}
        yield found(f"aws_iam_{owner}_policy", f"{name}/{each['PolicyName']}", attributes)
    for each in attached:
        arn = each["PolicyArn"]
        yield found(f"aws_iam_{owner}_policy_attachment", f"{name}/{arn}", {owner: name, "policy_arn": arn})


@reads(
    "aws_iam_policy",
    where=Where.ACCOUNT,
    silent={"aws_iam_policy": ("delay_after_policy_creation_in_ms", "name_prefix")},
)
def policies(calls: Calls) -> Iterator[Found]:
    """The customer's managed policies, each with the text of its default version."""
    for each in details(calls, "LocalManagedPolicy", "Policies"):
        arn = each["Arn"]
        current = next(version for version in each["PolicyVersionList"] if version["IsDefaultVersion"])
        # Tags stand in no listing of policies.
        tags = calls.all("iam", "list_policy_tags", "Tags", PolicyArn=arn)
        attributes = {
            "id": arn,
            "arn": arn,
            "name": arn.rpartition("/")[2],
            "path": each.get("Path"),
            "policy_id": each.get("PolicyId"),
            "description": each.get("Description"),
            "policy": text(current["Document"]),
            "tags": tags_of(tags),
        }
        yield found("aws_iam_policy", attributes["name"], attributes)


@reads(
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_service_linked_role",
    where=Where.ACCOUNT,
    silent={"aws_iam_role": _ARGUMENTS},
)
def roles(calls: Calls) -> Iterator[Found]:
    """Roles with what they hold; those that Identity Center makes are its permission sets'."""
    # Neither listing has all: this one the session's length, the other boundary, tags and policies.
    listed = {each["RoleName"]: each for each in calls.all("iam", "list_roles", "Roles")}
    for each in details(calls, "Role", "RoleDetailList"):
        if each["Path"].startswith(_OF_IDENTITY_CENTER):
            continue
        role = {**listed.get(each["RoleName"], {}), **each}
        if each["Path"].startswith(_OF_SERVICES):
            yield from _of_service(role)
            continue
        yield _role(role)
        yield from held("role", each["RoleName"], each["RolePolicyList"], each["AttachedManagedPolicies"])


def _role(role: Mapping[str, Any]) -> Found:
    return found(
        "aws_iam_role",
        role["RoleName"],
        {
            # Its id is its name, which is unique in its account alone: no id, or it would be taken for another's.
            "arn": role["Arn"],
            "name": role["RoleName"],
            "path": role["Path"],
            "unique_id": role.get("RoleId"),
            "description": role.get("Description"),
            "assume_role_policy": text(role["AssumeRolePolicyDocument"]),
            # A role that was made between the two listings is in the second alone, and its session is not known.
            "max_session_duration": role["MaxSessionDuration"],
            "permissions_boundary": (role.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn"),
            "tags": tags_of(role.get("Tags")),
        },
    )


def _of_service(role: Mapping[str, Any]) -> Iterator[Found]:
    service = role["Path"].removeprefix(_OF_SERVICES).rstrip("/")
    if service not in MADE_BY_PROGRAMS:
        return
    yield found(
        "aws_iam_service_linked_role",
        role["RoleName"],
        {
            "id": role["Arn"],
            "arn": role["Arn"],
            "name": role["RoleName"],
            "path": role["Path"],
            "aws_service_name": service,
            "description": role.get("Description"),
            "tags": tags_of(role.get("Tags")),
        },
    )
