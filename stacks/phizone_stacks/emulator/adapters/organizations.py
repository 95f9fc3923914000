"""AWS Organizations: an organization and accounts that exist are adopted, units and policies are made."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates

_SERVICE = "organizations"


@creates("aws_organizations_organization")
def organization(wanted: Wanted) -> Outputs:
    """EnablePolicyType and EnableAWSServiceAccess for what is not enabled yet."""
    client = wanted.client(_SERVICE)
    known = client.describe_organization()["Organization"]
    root = client.list_roots()["Roots"][0]
    enabled = {each["Type"] for each in root["PolicyTypes"]}
    for kind in sorted({*(wanted.get("enabled_policy_types") or [])} - enabled):
        client.enable_policy_type(RootId=root["Id"], PolicyType=kind)
    for service in wanted.get("aws_service_access_principals") or []:
        client.enable_aws_service_access(ServicePrincipal=service)
    return {
        "id": known["Id"],
        "arn": known["Arn"],
        "master_account_id": known["MasterAccountId"],
        "roots": [{"id": root["Id"], "arn": root["Arn"], "name": root["Name"]}],
    }


@creates("aws_organizations_account")
def account(wanted: Wanted) -> Outputs:
    """MoveAccount into its unit, and TagResource. Raises: ValueError for one that is not adopted by its id."""
    client = wanted.client(_SERVICE)
    name = wanted.node.import_id
    if not name:
        raise ValueError("it is adopted by no id: people make accounts, programs adopt them")
    known = client.describe_account(AccountId=name)["Account"]
    _move(client, name, wanted.get("parent_id"))
    if tags := wanted.tags():
        client.tag_resource(ResourceId=name, Tags=tags)
    return {"id": name, "arn": known["Arn"]}


def _move(client: Any, account: str, parent: str | None) -> None:
    current = client.list_parents(ChildId=account)["Parents"][0]["Id"]
    if parent and parent != current:
        client.move_account(AccountId=account, SourceParentId=current, DestinationParentId=parent)


@creates("aws_organizations_organizational_unit")
def organizational_unit(wanted: Wanted) -> Outputs:
    """CreateOrganizationalUnit."""
    given = wanted.given(Name="name", ParentId="parent_id")
    made = wanted.client(_SERVICE).create_organizational_unit(**given, Tags=wanted.tags())["OrganizationalUnit"]
    return {"id": made["Id"], "arn": made["Arn"]}


@creates("aws_organizations_policy")
def policy(wanted: Wanted) -> Outputs:
    """CreatePolicy."""
    given = {"Description": "", **wanted.given(Name="name", Type="type", Content="content", Description="description")}
    made = wanted.client(_SERVICE).create_policy(**given, Tags=wanted.tags())["Policy"]["PolicySummary"]
    return {"id": made["Id"], "arn": made["Arn"]}


@creates("aws_organizations_policy_attachment")
def policy_attachment(wanted: Wanted) -> Outputs:
    """AttachPolicy."""
    wanted.client(_SERVICE).attach_policy(**wanted.given(PolicyId="policy_id", TargetId="target_id"))
    return {"id": f"{wanted.get('target_id')}:{wanted.get('policy_id')}"}


@creates("aws_organizations_delegated_administrator")
def delegated_administrator(wanted: Wanted) -> Outputs:
    """RegisterDelegatedAdministrator."""
    given = wanted.given(AccountId="account_id", ServicePrincipal="service_principal")
    wanted.client(_SERVICE).register_delegated_administrator(**given)
    return {"id": f"{given['AccountId']}/{given['ServicePrincipal']}"}
