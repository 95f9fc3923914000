"""What AWS Backup copies: which plan selects a store, how often it copies, and how long the vault keeps the copy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.views.blocks import inside, leaves
from phizone_policies.views.naming import named_node, naming
from phizone_policies.views.requests import glob
from phizone_policies.views.tags import tags
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity, physical
from phizone_stacks.graph.values import Ref, Unknown, Value

LEAST_DAYS = 35
"""Days that a copy is kept at least. Source: AWS Config, `backup-plan-min-frequency-and-min-retention-check`."""
LONGEST_GRACE = 7
"""Days for which a lock may be taken off at most; AWS takes three at least."""
FOR_EVER = 36500
"""Days that stand for no end: a hundred years, the most AWS Backup takes."""
DOMAIN = "aws_sagemaker_domain"
"""Type of the domains whose home directories SageMaker keeps in a file system of its own making."""
READS = (
    "aws_backup_plan.rule",
    "aws_backup_selection.condition",
    "aws_backup_selection.not_resources",
    "aws_backup_selection.plan_id",
    "aws_backup_selection.resources",
    "aws_backup_selection.selection_tag",
    "aws_backup_vault_lock_configuration.backup_vault_name",
    "aws_backup_vault_lock_configuration.changeable_for_days",
    "aws_backup_vault_lock_configuration.min_retention_days",
)
"""Attributes by which it is known what is copied where."""
_UNKNOWN_ID = "\0"
_ARNS = {
    "aws_db_instance": "rds:{place}:db:{identifier}",
    "aws_dynamodb_table": "dynamodb:{place}:table/{name}",
    "aws_ebs_volume": "ec2:{place}:volume/{id}",
    "aws_efs_file_system": "elasticfilesystem:{place}:file-system/{id}",
    "aws_instance": "ec2:{place}:instance/{id}",
    "aws_rds_cluster": "rds:{place}:cluster:{cluster_identifier}",
    "aws_s3_bucket": "s3:::{bucket}",
    DOMAIN: "elasticfilesystem:{place}:file-system/{id}",
}
_DAILY = re.compile(r"rate\((1 day|([1-9]|1\d|2[0-4]) hours?|\d+ minutes?)\)")
_EVERY = ("*", "?", "*/1", "1/1")
_TAG = "aws:ResourceTag/"


@dataclass(frozen=True, slots=True)
class Store:
    """What AWS Backup sees of a store."""

    address: str
    """Address of its node."""
    arn: str
    """Its ARN; what AWS assigns reads as a character that only a wildcard matches."""
    tags: Mapping[str, Value]
    """Its tags."""


def store(node: Node) -> Store:
    """A node as AWS Backup sees it; a domain as the file system of its home directories. Raises: UnknownValue."""
    place, text = f"{node.region}:{node.account}", _ARNS[node.type]
    for field in re.findall(r"\{(\w+)\}", text):
        name = physical(node, field) if field not in ("place", "id") else _UNKNOWN_ID
        text = text.replace(f"{{{field}}}", place if field == "place" else str(name))
    start = f"arn:{partition(node.region)}"
    if node.type != DOMAIN:
        return Store(node.address, f"{start}:{text}", tags(node))
    owner = f"{start}:sagemaker:{place}:domain/{_UNKNOWN_ID}"
    return Store(node.address, f"{start}:{text}", {"ManagedByAmazonSageMakerResource": owner})


def selections(graph: Graph, node: Node) -> Iterator[Node]:
    """The selections in a node's account and region that take it. Raises: UnknownValue."""
    seen = store(node)
    for selection in graph.of_type("aws_backup_selection"):
        here = (selection.account, selection.region) == (node.account, node.region)
        if here and _selects(graph, selection, node, seen):
            yield selection


def plan_of(graph: Graph, selection: Node) -> Node | None:
    """The plan that a selection belongs to. Raises: UnknownValue."""
    return named_node(graph, selection.get("plan_id"), ("aws_backup_plan",))


def daily_rules(plan: Node) -> Iterator[dict[str, Value]]:
    """The rules of a plan that copy every day and keep the copy long enough. Raises: UnknownValue."""
    for rule in plan.blocks("rule"):
        if _is_daily(plan, rule) and kept_days(plan, rule) >= LEAST_DAYS:
            yield rule


def vault(graph: Graph, name: Value) -> Node | None:
    """The vault of this zone of a name."""
    return named_node(graph, name, ("aws_backup_vault",), "name") or named_node(graph, name, ("aws_backup_vault",))


def standing_vaults(graph: Graph, plan: Node) -> tuple[Node, ...]:
    """The vaults that this program makes in a plan's account and region."""
    vaults = graph.of_type("aws_backup_vault")
    return tuple(each for each in vaults if (each.account, each.region) == (plan.account, plan.region))


def locked_days(graph: Graph, found: Node) -> int:
    """Days for which nobody at all deletes what is in a vault; 0 without a lock in compliance mode.

    A lock is in compliance mode where it says until when it may still be changed. Raises: UnknownValue.
    """
    locks = naming(graph, found, ("aws_backup_vault_lock_configuration",), "backup_vault_name", "name", "id")
    final = [lock for lock in locks if lock.get("changeable_for_days") is not None]
    days = [lock.get("min_retention_days") for lock in final]
    return max((each for each in days if isinstance(each, int) and not isinstance(each, bool)), default=0)


def grace_days(graph: Graph, found: Node) -> int:
    """Days for which a vault's lock can still be taken off; 0 without a lock. Raises: UnknownValue."""
    locks = naming(graph, found, ("aws_backup_vault_lock_configuration",), "backup_vault_name", "name", "id")
    days = [days for lock in locks if isinstance(days := lock.get("changeable_for_days"), int)]
    return min(days, default=0)


def limits(graph: Graph, found: Node) -> tuple[int, int]:
    """The least and the most days that a vault's locks let a copy be kept; 0 where they say nothing.

    Raises: UnknownValue.
    """
    locks = naming(graph, found, ("aws_backup_vault_lock_configuration",), "backup_vault_name", "name", "id")
    least = [days for lock in locks if isinstance(days := lock.get("min_retention_days"), int)]
    most = [days for lock in locks if isinstance(days := lock.get("max_retention_days"), int)]
    return max(least, default=0), min(most, default=0)


def is_copied(graph: Graph, node: Node) -> str:
    """Why a store has no daily copy in a vault that keeps it; empty where it has one. Raises: UnknownValue."""
    taken = list(selections(graph, node))
    if not taken:
        return "no backup plan of its account and region selects it"
    rules = [rule for each in taken if (plan := plan_of(graph, each)) for rule in daily_rules(plan)]
    if not rules:
        return f"no plan that selects it copies it daily and keeps the copy for {LEAST_DAYS} days"
    vaults = [vault(graph, rule.get("target_vault_name")) for rule in rules]
    if any(each is not None and locked_days(graph, each) >= LEAST_DAYS for each in vaults):
        return ""
    return f"its daily copies go into no vault that is locked for {LEAST_DAYS} days in compliance mode"


def _selects(graph: Graph, selection: Node, node: Node, seen: Store) -> bool:
    """Resources narrowed by conditions, and beside them whatever bears one of the selection's tags."""
    if any(_is(graph, value, node, seen) for value in selection.items("not_resources")):
        return False
    tagged = selection.blocks("selection_tag")
    if any(_tag(seen, _word(selection, test, "key")) == _word(selection, test, "value") for test in tagged):
        return True
    resources = selection.items("resources")
    # Conditions only narrow what is named. Source: AWS Backup Developer Guide, "Assign resources to a backup plan".
    return any(_is(graph, value, node, seen) for value in resources) and _meets(selection, seen)


def _is(graph: Graph, value: Value, node: Node, seen: Store) -> bool:
    if isinstance(value, Ref):
        return value.address == node.address
    text = identity(graph, value)
    return isinstance(text, str) and glob(text, seen.arn)


def _meets(selection: Node, seen: Store) -> bool:
    """Whether a store meets all conditions; one without the tag meets none that is about it."""
    tests: Mapping[str, Callable[[str, str], bool]] = {
        "string_equals": lambda given, value: given == value,
        "string_like": lambda given, value: glob(value, given),
        "string_not_equals": lambda given, value: given != value,
        "string_not_like": lambda given, value: not glob(value, given),
    }
    for name, test in tests.items():
        for block in leaves(selection, f"condition.{name}"):
            if not isinstance(block, dict):
                raise UnknownValue(selection.address, f"condition.{name}")
            given = _tag(seen, _word(selection, block, "key"))
            if given is None or not test(given, _word(selection, block, "value")):
                return False
    return True


def _word(selection: Node, test: dict[str, Value], key: str) -> str:
    return str(inside(selection, test, key))


def _tag(seen: Store, key: str) -> str | None:
    """The text of a tag; None where there is none. Raises: UnknownValue."""
    name = key.removeprefix(_TAG)
    value = seen.tags.get(name)
    if value is None or isinstance(value, str):
        return value
    raise UnknownValue(seen.address, f"tags.{name}")


def _is_daily(plan: Node, rule: dict[str, Value]) -> bool:
    schedule = rule.get("schedule")
    if isinstance(schedule, Unknown):
        raise UnknownValue(plan.address, "rule.schedule")
    if rule.get("enable_continuous_backup") is True:
        return True
    if not isinstance(schedule, str):
        return False
    if _DAILY.fullmatch(schedule):
        return True
    fields = schedule.removeprefix("cron(").removesuffix(")").split()
    return len(fields) == 6 and all(field in _EVERY for field in fields[2:])


def kept_days(plan: Node, rule: dict[str, Value]) -> int:
    """Days that a rule keeps a copy; without a word on it for ever. Raises: UnknownValue."""
    lifecycle = rule.get("lifecycle")
    block = lifecycle[0] if isinstance(lifecycle, list) and lifecycle else lifecycle
    days = block.get("delete_after") if isinstance(block, dict) else None
    if isinstance(block, Unknown) or isinstance(days, Unknown):
        raise UnknownValue(plan.address, "rule.lifecycle.delete_after")
    return days if isinstance(days, int) and not isinstance(days, bool) else FOR_EVER
