"""AWS Security Hub: accounts, their standards, and the central configuration of the organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, snake
from phizone_stacks.live.management import is_management
from phizone_stacks.live.reading import Where, reads

_OFF = ("InvalidAccessException",)
"""Security Hub's answer where it is off, and to an account that asks for an organization it does not administer."""


_NOT_IN_EFFECT = ("FAILED", "DISABLED")
"""Of the central configuration and of what it is laid on: AWS could not apply it, or something else took its place."""


@reads("aws_securityhub_account", silent={"aws_securityhub_account": ("enable_default_standards",)})
def accounts(calls: Calls) -> Iterator[Found]:
    """Where Security Hub is on; which standards it began with is an argument of the creation."""
    hub = calls.find("securityhub", "describe_hub", _OFF)
    if hub is not None:
        attributes = {
            "arn": hub["HubArn"],
            "auto_enable_controls": hub.get("AutoEnableControls"),
            "control_finding_generator": hub.get("ControlFindingGenerator"),
        }
        yield found("aws_securityhub_account", calls.place.account, attributes)


@reads("aws_securityhub_standards_subscription")
def standards_subscriptions(calls: Calls) -> Iterator[Found]:
    """The standards by which an account is judged."""
    if calls.find("securityhub", "describe_hub", _OFF) is None:
        return
    for each in calls.all("securityhub", "get_enabled_standards", "StandardsSubscriptions"):
        if each["StandardsStatus"] not in ("DELETING", "FAILED"):
            arn = each["StandardsSubscriptionArn"]
            attributes = {"id": arn, "arn": arn, "standards_arn": each["StandardsArn"]}
            yield found("aws_securityhub_standards_subscription", each["StandardsArn"], attributes)


@reads("aws_securityhub_organization_admin_account")
def organization_admin_accounts(calls: Calls) -> Iterator[Found]:
    """The account to which the management account leaves Security Hub; no other account may ask."""
    if is_management(calls):
        for each in calls.all("securityhub", "list_organization_admin_accounts", "AdminAccounts"):
            if each["Status"] == "ENABLED":
                attributes = {"admin_account_id": each["AccountId"]}
                yield found("aws_securityhub_organization_admin_account", each["AccountId"], attributes)


@reads("aws_securityhub_organization_configuration", where=Where.ACCOUNT)
def organization_configurations(calls: Calls) -> Iterator[Found]:
    """How the administrator's home region configures the accounts."""
    if not _may_administer(calls):
        return
    answer = calls.find("securityhub", "describe_organization_configuration", _OFF)
    if answer is not None:
        kind = _configured(answer)
        attributes = {
            "auto_enable": answer["AutoEnable"],
            "auto_enable_standards": answer.get("AutoEnableStandards"),
            "organization_configuration": block(configuration_type=kind) if kind else None,
        }
        yield found("aws_securityhub_organization_configuration", calls.place.account, attributes)


@reads("aws_securityhub_finding_aggregator", where=Where.ACCOUNT)
def finding_aggregators(calls: Calls) -> Iterator[Found]:
    """Which regions report to the home region."""
    if not _may_administer(calls):
        return
    for each in calls.all("securityhub", "list_finding_aggregators", "FindingAggregators"):
        arn = each["FindingAggregatorArn"]
        answer = calls.get("securityhub", "get_finding_aggregator", FindingAggregatorArn=arn)
        attributes = {
            "id": arn,
            "arn": arn,
            "linking_mode": answer.get("RegionLinkingMode"),
            "specified_regions": sorted(answer.get("Regions", [])),
        }
        yield found("aws_securityhub_finding_aggregator", arn.rpartition("/")[2], attributes)


@reads("aws_securityhub_configuration_policy", where=Where.ACCOUNT)
def configuration_policies(calls: Calls) -> Iterator[Found]:
    """The policies of the central configuration."""
    if not _is_central(calls):
        return
    for each in calls.all("securityhub", "list_configuration_policies", "ConfigurationPolicySummaries"):
        answer = calls.get("securityhub", "get_configuration_policy", Identifier=each["Id"])
        attributes = {
            "id": answer["Id"],
            "arn": answer["Arn"],
            "name": answer["Name"],
            "description": answer.get("Description"),
            "configuration_policy": _policy(answer["ConfigurationPolicy"]["SecurityHub"]),
        }
        yield found("aws_securityhub_configuration_policy", answer["Name"], attributes)


@reads("aws_securityhub_configuration_policy_association", where=Where.ACCOUNT)
def configuration_policy_associations(calls: Calls) -> Iterator[Found]:
    """On what those policies are laid and in effect; what is inherited follows from it."""
    if not _is_central(calls):
        return
    operation, key = "list_configuration_policy_associations", "ConfigurationPolicyAssociationSummaries"
    for each in calls.all("securityhub", operation, key, Filters={"AssociationType": "APPLIED"}):
        if each["AssociationStatus"] not in _NOT_IN_EFFECT:
            attributes = {"policy_id": each["ConfigurationPolicyId"], "target_id": each["TargetId"]}
            yield found("aws_securityhub_configuration_policy_association", each["TargetId"], attributes)


def _may_administer(calls: Calls) -> bool:
    """Whether Security Hub is on here and nobody else administers it; the management account leaves it to another."""
    if is_management(calls) or calls.find("securityhub", "describe_hub", _OFF) is None:
        return False
    return not calls.get("securityhub", "get_administrator_account").get("Administrator")


def _is_central(calls: Calls) -> bool:
    """Whether this account configures the organization's accounts by policies."""
    if not _may_administer(calls):
        return False
    answer = calls.find("securityhub", "describe_organization_configuration", _OFF) or {}
    return _configured(answer) == "CENTRAL"


def _configured(answer: dict[str, Any]) -> str | None:
    """How the organization's accounts are configured; None where that is not in effect."""
    given = answer.get("OrganizationConfiguration") or {}
    return None if given.get("Status") in _NOT_IN_EFFECT else given.get("ConfigurationType")


def _policy(given: dict[str, Any]) -> list[dict[str, Any]]:
    controls = given.get("SecurityControlsConfiguration")
    return block(
        service_enabled=given.get("ServiceEnabled"),
        enabled_standard_arns=given.get("EnabledStandardIdentifiers"),
        security_controls_configuration=_controls(controls) if controls else None,
    )


def _controls(given: dict[str, Any]) -> list[dict[str, Any]]:
    customs = given.get("SecurityControlCustomParameters", [])
    return block(
        disabled_control_identifiers=given.get("DisabledSecurityControlIdentifiers"),
        enabled_control_identifiers=given.get("EnabledSecurityControlIdentifiers"),
        security_control_custom_parameter=[
            {
                "security_control_id": each.get("SecurityControlId"),
                "parameter": [_parameter(name, value) for name, value in sorted(each.get("Parameters", {}).items())],
            }
            for each in customs
        ],
    )


def _parameter(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """A parameter of a control: its value stands in a block that is named after its kind."""
    values = {_KINDS[kind]: block(value=value) for kind, value in given.get("Value", {}).items()}
    return {"name": name, "value_type": given["ValueType"], **values}


_KINDS = {
    kind: snake(kind)
    for kind in ("Boolean", "Double", "Enum", "EnumList", "Integer", "IntegerList", "String", "StringList")
} | {"Boolean": "bool", "Integer": "int", "IntegerList": "int_list"}
"""Terraform's blocks by the kind of a value."""
