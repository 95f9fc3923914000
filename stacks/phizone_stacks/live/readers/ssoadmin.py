"""AWS IAM Identity Center: permission sets, what they grant, and who is assigned where with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.reading import Where, reads

_SERVICE = "sso-admin"
_NONE = ("ResourceNotFoundException",)
_ATTACHED = (
    "aws_ssoadmin_customer_managed_policy_attachment",
    "aws_ssoadmin_managed_policy_attachment",
    "aws_ssoadmin_permission_set_inline_policy",
)


@reads("aws_ssoadmin_permission_set", where=Where.EVERYWHERE)
def permission_sets(calls: Calls) -> Iterator[Found]:
    """Permission sets with their tags."""
    for given in _sets(calls):
        instance, arn = given["InstanceArn"], given["PermissionSetArn"]
        known = calls.get(_SERVICE, "describe_permission_set", **given)["PermissionSet"]
        tags = calls.all(_SERVICE, "list_tags_for_resource", "Tags", InstanceArn=instance, ResourceArn=arn)
        attributes = {
            "arn": arn,
            "instance_arn": instance,
            "name": known["Name"],
            "description": known.get("Description"),
            "relay_state": known.get("RelayState"),
            "session_duration": known.get("SessionDuration"),
            "tags": tags_of(tags),
        }
        yield found("aws_ssoadmin_permission_set", known["Name"], attributes)


@reads(*_ATTACHED, where=Where.EVERYWHERE)
def policies(calls: Calls) -> Iterator[Found]:
    """What permission sets grant: the policy written into each, AWS's policies and those of the accounts."""
    for given in _sets(calls):
        of = _of(given)
        name = of["permission_set_arn"]
        written = calls.get(_SERVICE, "get_inline_policy_for_permission_set", **given).get("InlinePolicy")
        if written:
            yield found("aws_ssoadmin_permission_set_inline_policy", name, {**of, "inline_policy": written})
        operation = "list_managed_policies_in_permission_set"
        for each in calls.all(_SERVICE, operation, "AttachedManagedPolicies", **given):
            arn = each["Arn"]
            yield found("aws_ssoadmin_managed_policy_attachment", f"{name}/{arn}", {**of, "managed_policy_arn": arn})
        operation = "list_customer_managed_policy_references_in_permission_set"
        for each in calls.all(_SERVICE, operation, "CustomerManagedPolicyReferences", **given):
            attributes = {**of, "customer_managed_policy_reference": _reference(each)}
            yield found("aws_ssoadmin_customer_managed_policy_attachment", f"{name}/{each['Name']}", attributes)


@reads("aws_ssoadmin_permissions_boundary_attachment", where=Where.EVERYWHERE)
def boundaries(calls: Calls) -> Iterator[Found]:
    """The permissions boundaries of permission sets."""
    for given in _sets(calls):
        answer = calls.find(_SERVICE, "get_permissions_boundary_for_permission_set", _NONE, **given)
        bound = (answer or {}).get("PermissionsBoundary")
        if bound:
            customer = bound.get("CustomerManagedPolicyReference")
            reference = _reference(customer) if customer else None
            policy = block(
                customer_managed_policy_reference=reference, managed_policy_arn=bound.get("ManagedPolicyArn")
            )
            attributes = {**_of(given), "permissions_boundary": policy}
            yield found("aws_ssoadmin_permissions_boundary_attachment", given["PermissionSetArn"], attributes)


@reads("aws_ssoadmin_account_assignment", where=Where.EVERYWHERE)
def assignments(calls: Calls) -> Iterator[Found]:
    """Who enters which account with which permission set."""
    for given in _sets(calls):
        for account in calls.all(_SERVICE, "list_accounts_for_provisioned_permission_set", "AccountIds", **given):
            operation = "list_account_assignments"
            for each in calls.all(_SERVICE, operation, "AccountAssignments", AccountId=account, **given):
                attributes = {
                    **_of(given),
                    "principal_id": each["PrincipalId"],
                    "principal_type": each["PrincipalType"],
                    "target_id": account,
                    "target_type": "AWS_ACCOUNT",
                }
                name = f"{each['PrincipalId']}/{account}/{given['PermissionSetArn']}"
                yield found("aws_ssoadmin_account_assignment", name, attributes)


@reads("aws_ssoadmin_instance_access_control_attributes", where=Where.EVERYWHERE)
def access_control_attributes(calls: Calls) -> Iterator[Found]:
    """Attributes of people that become tags of their sessions."""
    for arn in _instances(calls):
        operation = "describe_instance_access_control_attribute_configuration"
        answer = calls.find(_SERVICE, operation, _NONE, InstanceArn=arn)
        if answer is not None:
            given = answer["InstanceAccessControlAttributeConfiguration"]["AccessControlAttributes"]
            told = [{"key": each["Key"], "value": block(source=each["Value"]["Source"])} for each in given]
            attributes = {"instance_arn": arn, "attribute": told}
            yield found("aws_ssoadmin_instance_access_control_attributes", arn, attributes)


def _instances(calls: Calls) -> list[str]:
    """The instances of this account: the organization's is seen from every account, and is one's."""
    seen = calls.all(_SERVICE, "list_instances", "Instances")
    return [each["InstanceArn"] for each in seen if each["OwnerAccountId"] == calls.place.account]


def _sets(calls: Calls) -> Iterator[dict[str, str]]:
    """What names each permission set in calls."""
    for instance in _instances(calls):
        for arn in calls.all(_SERVICE, "list_permission_sets", "PermissionSets", InstanceArn=instance):
            yield {"InstanceArn": instance, "PermissionSetArn": arn}


def _of(given: dict[str, str]) -> dict[str, str]:
    return {"instance_arn": given["InstanceArn"], "permission_set_arn": given["PermissionSetArn"]}


def _reference(policy: dict[str, Any]) -> list[dict[str, Any]]:
    return block(name=policy["Name"], path=policy.get("Path"))
