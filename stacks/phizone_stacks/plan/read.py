"""A Terraform plan as a graph: every resource it plans, under Terraform's own address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.types import regional
from phizone_stacks.plan.attributes import Attributes
from phizone_stacks.plan.document import Instance, Plan, UnreadablePlan, parse
from phizone_stacks.plan.expressions import listed
from phizone_stacks.plan.resolve import Resolver

__all__ = ["Reading", "UnreadablePlan", "read_plan"]

_ROLE = re.compile(r"arn:[\w-]+:iam::(\d{12}):role/")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a plan says."""

    graph: Graph
    """The resources; the view is called by the plan's file."""
    unresolved: tuple[str, ...]
    """Attributes that refer to something the plan does not tell, as `aws_flow_log.this.iam_role_arn`, sorted."""


def read_plan(text: str, where: str, name: str = "plan") -> Reading:
    """The graph of the output of `terraform show -json`. Raises: UnreadablePlan, with `where`."""
    plan = parse(text, where)
    reader = _Reader(plan)
    nodes = [reader.node(instance) for instance in plan.instances]
    return Reading(Graph(nodes, name), tuple(sorted(set(reader.attributes.unresolved))))


class _Reader:
    """Reads one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._resolver = Resolver(plan)
        self.attributes = Attributes(plan, self._resolver)

    def node(self, instance: Instance) -> Node:
        """A planned resource as a node."""
        written = self._plan.written(instance)
        given = written.get("provider_config_key", "")
        provider = self._plan.providers.get(given, {}).get("expressions", {})
        return Node(
            address=instance.address,
            type=instance.kind,
            name=instance.name if instance.key is None else f"{instance.name}[{instance.key}]",
            account=self._account(provider) or UNNAMED_ACCOUNT,
            region=self._region(instance, provider),
            layer="",
            depends_on=self._depends_on(instance, written),
            attributes=self.attributes.of(instance),
        )

    def _depends_on(self, instance: Instance, written: Mapping[str, Any]) -> tuple[str, ...]:
        found = self._resolver.found(instance, {"references": list(written.get("depends_on", []))})
        return tuple(sorted({target.instance.address for target in found.targets}))

    def _account(self, provider: Mapping[str, Any]) -> str:
        allowed = self._known(provider.get("allowed_account_ids"))
        if isinstance(allowed, list) and len(allowed) == 1:
            return str(allowed[0])
        for role in provider.get("assume_role", []) if isinstance(provider.get("assume_role"), list) else []:
            found = _ROLE.match(str(self._known(role.get("role_arn"))))
            if found:
                return found[1]
        return ""

    def _region(self, instance: Instance, provider: Mapping[str, Any]) -> str:
        if regional(instance.type) is False:
            return "global"
        given = instance.values.get("region") or self._known(provider.get("region"))
        return given if isinstance(given, str) else ""

    def _known(self, expression: Any) -> Any:
        """The value of a constant, or of one of the root's variables alone; None where it is neither."""
        if not isinstance(expression, dict):
            return None
        references = listed(expression)
        if len(references) == 1 and references[0].word == "var" and not references[0].steps:
            return self._plan.variables.get(references[0].name)
        return expression.get("constant_value")
