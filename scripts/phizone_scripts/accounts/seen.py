"""What AWS Organizations tells of an organization, read whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from phizone_scripts.exits import Misuse

ROOT = "root"
"""Path of the root."""
_TYPES = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY")
_NOT_THERE = "AWSOrganizationsNotInUseException"
_OFF = ("PolicyTypeNotEnabledException", "InvalidInputException")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account of the organization."""

    id: str
    """Twelve-digit id."""
    name: str
    """Its name."""
    email: str
    """Mail address of its root user."""
    status: str
    """`ACTIVE`, or what is in the way."""
    unit: str
    """Path of the unit it stands in, as `workloads/prod`; `root` for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An organization."""

    id: str
    """Its id."""
    management: str
    """Id of its management account."""
    feature_set: str
    """`ALL`, or `CONSOLIDATED_BILLING` without policies."""
    root: str
    """Id of its root."""
    policy_types: frozenset[str]
    """Kinds of policy that are enabled in the root."""
    services: frozenset[str]
    """Service principals that are trusted with the organization."""
    members: tuple[Member, ...]
    """Its accounts, by id."""
    units: Mapping[str, str]
    """Ids of its units by path."""
    policies: Mapping[str, str]
    """Ids of its own policies by name."""


def read(client: Any) -> Seen:
    """The organization of the account that asks. Raises: ClientError, BotoCoreError; Misuse where there is none."""
    try:
        organization = client.describe_organization()["Organization"]
    except ClientError as refused:
        if refused.response["Error"]["Code"] != _NOT_THERE:
            raise
        raise Misuse(
            "the management account has no organization yet: `aws organizations create-organization --feature-set ALL`"
            " makes it; then write its id and its root's into environments/organization.yaml"
        ) from None
    root = _all(client, "list_roots", "Roots")[0]
    units = dict(_units(client, root["Id"], ""))
    return Seen(
        id=organization["Id"],
        management=organization["MasterAccountId"],
        feature_set=organization["FeatureSet"],
        root=root["Id"],
        policy_types=frozenset(each["Type"] for each in root["PolicyTypes"] if each["Status"] == "ENABLED"),
        services=frozenset(
            each["ServicePrincipal"]
            for each in _all(client, "list_aws_service_access_for_organization", "EnabledServicePrincipals")
        ),
        members=tuple(sorted(_members(client, root["Id"], units), key=lambda each: each.id)),
        units=units,
        policies=dict(_policies(client)),
    )


def _all(client: Any, operation: str, key: str, **given: str) -> list[Any]:
    pages = client.get_paginator(operation).paginate(**given)
    return [each for page in pages for each in page[key]]


def _units(client: Any, parent: str, path: str) -> Iterator[tuple[str, str]]:
    for each in _all(client, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=parent):
        below = f"{path}/{each['Name']}".lstrip("/")
        yield below, each["Id"]
        yield from _units(client, each["Id"], below)


def _members(client: Any, root: str, units: Mapping[str, str]) -> Iterator[Member]:
    for unit, number in {ROOT: root, **units}.items():
        for each in _all(client, "list_accounts_for_parent", "Accounts", ParentId=number):
            yield Member(id=each["Id"], name=each["Name"], email=each["Email"], status=_status(each), unit=unit)


def _status(account: Mapping[str, str]) -> str:
    """`State` is what AWS tells since September 2025, `Status` before; Source: Organizations API reference, Account."""
    return account.get("State") or account["Status"]


def _policies(client: Any) -> Iterator[tuple[str, str]]:
    for kind in _TYPES:
        try:
            found = _all(client, "list_policies", "Policies", Filter=kind)
        except ClientError as refused:
            if refused.response["Error"]["Code"] not in _OFF:
                raise
            continue
        yield from ((each["Name"], each["Id"]) for each in found if not each["AwsManaged"])
