"""AWS Organizations: the organization, its units and accounts, its policies and who administers what for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

_TYPES = (
    "AISERVICES_OPT_OUT_POLICY",
    "BACKUP_POLICY",
    "RESOURCE_CONTROL_POLICY",
    "SERVICE_CONTROL_POLICY",
    "TAG_POLICY",
)
"""Policies that are read even where their type is not enabled; those of others have no effect then."""
_OF_ACCOUNT = ("close_on_deletion", "create_govcloud", "iam_user_access_to_billing", "role_name", "timeouts")
_SERVICE = "organizations"


@reads(
    "aws_organizations_organization",
    where=Where.MANAGEMENT,
    silent={"aws_organizations_organization": ("return_organization_only",)},
)
def organization(calls: Calls) -> Iterator[Found]:
    """The organization, the services that it trusts and the types of policies that are enabled in it."""
    known = calls.get(_SERVICE, "describe_organization")["Organization"]
    trusted = calls.all(_SERVICE, "list_aws_service_access_for_organization", "EnabledServicePrincipals")
    attributes = {
        "id": known["Id"],
        "arn": known["Arn"],
        "feature_set": known["FeatureSet"],
        "master_account_id": known["MasterAccountId"],
        "aws_service_access_principals": sorted(each["ServicePrincipal"] for each in trusted),
        "enabled_policy_types": sorted(_enabled(_root(calls))),
    }
    yield found("aws_organizations_organization", known["Id"], attributes)


@reads(
    "aws_organizations_account",
    "aws_organizations_organizational_unit",
    where=Where.MANAGEMENT,
    silent={"aws_organizations_account": _OF_ACCOUNT},
)
def tree(calls: Calls) -> Iterator[Found]:
    """The units and the accounts, each with what it stands in."""
    yield from _under(calls, _root(calls)["Id"])


def _under(calls: Calls, parent: str) -> Iterator[Found]:
    for each in calls.all(_SERVICE, "list_accounts_for_parent", "Accounts", ParentId=parent):
        yield _account(calls, each, parent)
    for each in calls.all(_SERVICE, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=parent):
        attributes = {
            "id": each["Id"],
            "arn": each["Arn"],
            "name": each["Name"],
            "parent_id": parent,
            "tags": _tags(calls, each["Id"]),
        }
        yield found("aws_organizations_organizational_unit", each["Id"], attributes)
        yield from _under(calls, each["Id"])


def _account(calls: Calls, account: dict[str, Any], parent: str) -> Found:
    name = account["Id"]
    attributes = {
        "id": name,
        "arn": account["Arn"],
        "name": account["Name"],
        "email": account["Email"],
        "status": account.get("Status"),
        "state": account.get("State"),
        "parent_id": parent,
        "tags": _tags(calls, name),
    }
    return found("aws_organizations_account", name, attributes)


@reads(
    "aws_organizations_policy",
    "aws_organizations_policy_attachment",
    where=Where.MANAGEMENT,
    silent={"aws_organizations_policy": ("skip_destroy",), "aws_organizations_policy_attachment": ("skip_destroy",)},
)
def policies(calls: Calls) -> Iterator[Found]:
    """The organization's own policies, and what they and AWS's, which allow everything, are attached to."""
    for kind in sorted({*_TYPES, *_enabled(_root(calls))}):
        for summary in calls.all(_SERVICE, "list_policies", "Policies", Filter=kind):
            name = summary["Id"]
            if not summary["AwsManaged"]:
                yield _policy(calls, summary)
            for target in calls.all(_SERVICE, "list_targets_for_policy", "Targets", PolicyId=name):
                attributes = {"policy_id": name, "target_id": target["TargetId"]}
                yield found("aws_organizations_policy_attachment", f"{target['TargetId']}/{name}", attributes)


def _policy(calls: Calls, summary: dict[str, Any]) -> Found:
    name = summary["Id"]
    attributes = {
        "id": name,
        "arn": summary["Arn"],
        "name": summary["Name"],
        "description": summary.get("Description"),
        "type": summary["Type"],
        "content": calls.get(_SERVICE, "describe_policy", PolicyId=name)["Policy"]["Content"],
        "tags": _tags(calls, name),
    }
    return found("aws_organizations_policy", name, attributes)


@reads("aws_organizations_delegated_administrator", where=Where.MANAGEMENT)
def delegated_administrators(calls: Calls) -> Iterator[Found]:
    """Accounts that administer a service for the organization."""
    for account in calls.all(_SERVICE, "list_delegated_administrators", "DelegatedAdministrators"):
        name = account["Id"]
        for each in calls.all(_SERVICE, "list_delegated_services_for_account", "DelegatedServices", AccountId=name):
            service = each["ServicePrincipal"]
            attributes = {"account_id": name, "service_principal": service}
            yield found("aws_organizations_delegated_administrator", f"{name}/{service}", attributes)


@reads("aws_organizations_resource_policy", where=Where.MANAGEMENT)
def resource_policy(calls: Calls) -> Iterator[Found]:
    """Whom the organization lets manage it beside the management account."""
    answer = calls.find(_SERVICE, "describe_resource_policy", ("ResourcePolicyNotFoundException",))
    if answer is not None:
        policy = answer["ResourcePolicy"]
        summary = policy["ResourcePolicySummary"]
        attributes = {
            "id": summary["Id"],
            "arn": summary["Arn"],
            "content": policy["Content"],
            "tags": _tags(calls, summary["Id"]),
        }
        yield found("aws_organizations_resource_policy", summary["Id"], attributes)


def _root(calls: Calls) -> dict[str, Any]:
    root: dict[str, Any] = calls.all(_SERVICE, "list_roots", "Roots")[0]
    return root


def _enabled(root: dict[str, Any]) -> set[str]:
    return {each["Type"] for each in root["PolicyTypes"] if each["Status"] == "ENABLED"}


def _tags(calls: Calls, name: str) -> dict[str, str]:
    return tags_of(calls.all(_SERVICE, "list_tags_for_resource", "Tags", ResourceId=name))
