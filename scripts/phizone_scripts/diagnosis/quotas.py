"""Whether the accounts' quotas leave room for what the programs make, counted in their graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from botocore.exceptions import ClientError

from phizone_scripts.at_hand import FAILURES, told
from phizone_scripts.diagnosis.entering import Entered
from phizone_scripts.diagnosis.finding import FAIL, NOTE, OK, Finding
from phizone_scripts.exits import Misuse
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref

_WHAT = "quotas"
_NEAR = 0.8
_GLOBAL = ("iam", "organizations")
"""Services whose quotas only one region tells. Source: Service Quotas User Guide."""
_TELLS_GLOBAL = "us-east-1"
_EVERYWHERE = "global"
_UNTOLD = "NoSuchResourceException"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A quota, and what it counts in a graph."""

    name: str
    """Its name, as Service Quotas shows it."""
    types: Sequence[str]
    """Terraform types that are counted."""
    per: str
    """What is counted apart: `account`, `region`, or an attribute that says of which."""
    service: str = ""
    """Code of its service in Service Quotas; empty for what is not there."""
    code: str = ""
    """Its code there; empty where it is found by name."""
    default: int | None = None
    """What AWS gives a new account; None where that is not published."""
    fixed: bool = False
    """Whether no account ever gets another."""
    besides: int = 0
    """What AWS itself puts there, which counts, too."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Attributes that what is counted must have."""
    of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Attributes that what is referred to must have, by the attribute that refers."""


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """How many of something an account holds in a region, where most are together."""

    account: str
    """Twelve-digit id."""
    region: str
    """The region that tells its quota."""
    count: int
    """How many."""
    where: str
    """Where they are together: an address, or empty for all of the account's."""


@cache
def every() -> tuple[Quota, ...]:
    """The quotas of `quotas.yaml`."""
    text = files("phizone_scripts.diagnosis").joinpath("quotas.yaml").read_text(encoding="utf-8")
    return tuple(Quota(**row) for row in yaml.safe_load(text)["quotas"])


def needs(graph: Graph, quota: Quota) -> list[Need]:
    """What a graph needs of a quota: the most that are together, for each account and region."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for node in graph.of_type(*quota.types):
        if _counts(graph, node, quota):
            region = _TELLS_GLOBAL if quota.service in _GLOBAL or node.region == _EVERYWHERE else node.region
            counted[node.account, region, _group(node, quota)] += 1
    most: dict[tuple[str, str], Need] = {}
    for (account, region, where), count in sorted(counted.items()):
        need = Need(account, region, count + quota.besides, where)
        if (account, region) not in most or most[account, region].count < need.count:
            most[account, region] = need
    return sorted(most.values())


def by_default(graph: Graph) -> Iterator[Finding]:
    """The needs held against what AWS gives a new account; nothing is asked over the network."""
    short: list[Finding] = []
    for quota in every():
        for need in needs(graph, quota) if quota.default is not None else ():
            short += _judged(quota, need, float(quota.default or 0), f"AWS's default, {quota.default}", NOTE)
    yield from short
    count = sum(quota.default is not None for quota in every())
    say = f"{count} counted in the graph and held against AWS's defaults; the accounts' own were not asked"
    yield Finding(NOTE if short else OK, _WHAT, say)


def of_accounts(graph: Graph, entered: Entered) -> Iterator[Finding]:
    """The needs held against each account's own quotas, where something leads into it."""
    asked = [(quota, need) for quota in every() for need in needs(graph, quota)]
    reached = [(quota, need) for quota, need in asked if quota.fixed or need.account in entered.into]
    with ThreadPoolExecutor(8) as pool:
        found = [each for many in pool.map(lambda each: _asked(each[0], each[1], entered), reached) for each in many]
    yield from found
    left = sorted({need.account for _, need in asked} - set(entered.into))
    if left:
        yield Finding(NOTE, _WHAT, f"not asked in {', '.join(left)}, into which nothing leads")
    if not found and reached:
        accounts = len({need.account for _, need in reached})
        yield Finding(OK, _WHAT, f"{len(reached)} of {accounts} accounts leave room for what the graph makes")


def _asked(quota: Quota, need: Need, entered: Entered) -> list[Finding]:
    if quota.fixed:
        return _judged(quota, need, float(quota.default or 0), f"{quota.default}, which AWS raises for nobody", FAIL)
    try:
        client = entered.at_hand.client("service-quotas", need.region, entered.into[need.account])
        value = _value(client, quota)
    except FAILURES as failure:
        return [Finding(NOTE, _WHAT, f"{quota.name} of {need.account} in {need.region}: {told(failure)}")]
    except Misuse as wrong:
        return [Finding(FAIL, _WHAT, str(wrong))]
    if value is not None:
        return _judged(quota, need, value, f"the account's quota, {value:g}", FAIL)
    if quota.default is not None:
        return _judged(quota, need, float(quota.default), f"AWS's default, {quota.default}", NOTE)
    say = f"{quota.name} of {need.account} in {need.region}: AWS tells none, {need.count} are needed; look it up"
    return [Finding(NOTE, _WHAT, say)]


def _value(client: Any, quota: Quota) -> float | None:
    """The account's quota, else AWS's default; None where AWS tells neither."""
    if not quota.code:
        return _named(client, "list_service_quotas", quota)
    asked: tuple[Callable[[], float | None], ...] = (
        lambda: float(client.get_service_quota(ServiceCode=quota.service, QuotaCode=quota.code)["Quota"]["Value"]),
        lambda: _named(client, "list_aws_default_service_quotas", quota),
    )
    for ask in asked:
        try:
            return ask()
        except ClientError as refused:
            if refused.response["Error"]["Code"] != _UNTOLD:
                raise
    return None


def _named(client: Any, operation: str, quota: Quota) -> float | None:
    for page in client.get_paginator(operation).paginate(ServiceCode=quota.service):
        for each in page["Quotas"]:
            if quota.code in (each["QuotaCode"], "") and (quota.code or each["QuotaName"] == quota.name):
                return float(each["Value"])
    return None


def _judged(quota: Quota, need: Need, value: float, whose: str, over: str) -> list[Finding]:
    if need.count <= value * (1 if quota.fixed else _NEAR):
        return []
    place = f"{need.account} in {need.region}" + (f", {need.where}" if need.where else "")
    say = f"{quota.name}: {need.count} in {place}, and {whose}"
    if need.count <= value:
        return [Finding(NOTE, _WHAT, f"{say}: little room is left")]
    if quota.fixed:
        return [Finding(over, _WHAT, f"{say}: attach fewer")]
    code = f" --quota-code {quota.code}" if quota.code else ""
    ask = f"aws service-quotas request-service-quota-increase --service-code {quota.service}{code}"
    return [Finding(over, _WHAT, f"{say}: ask for more, `{ask} --desired-value {need.count} --region {need.region}`")]


def _counts(graph: Graph, node: Node, quota: Quota) -> bool:
    if any(node.attributes.get(name) != value for name, value in quota.where.items()):
        return False
    for name, wanted in quota.of.items():
        target = graph.target(node.attributes.get(name))
        if target is None or any(target.attributes.get(key) != value for key, value in wanted.items()):
            return False
    return True


def _group(node: Node, quota: Quota) -> str:
    if quota.per in ("account", "region"):
        return ""
    value = node.attributes.get(quota.per)
    return value.address if isinstance(value, Ref) else str(value)
