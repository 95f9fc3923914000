"""What an unknown value of a plan is the value of: the resource instances its expression leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from phizone_stacks.graph.values import Ref
from phizone_stacks.plan.document import Instance, Path, Plan
from phizone_stacks.plan.expressions import Reference, is_value, listed

_DEEPEST = 32
_ONE_OF_A_KIND = {"vpc_id": "aws_vpc", "transit_gateway_id": "aws_ec2_transit_gateway"}
_IDENTITIES = ("id", "arn")


@dataclass(frozen=True, slots=True)
class Target:
    """An attribute of an instance."""

    instance: Instance
    """The instance."""
    attribute: str
    """The attribute's path; empty where the expression takes it by a splat and the plan does not say it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression leads to."""

    targets: tuple[Target, ...]
    """The attributes, in order, each once."""
    complete: bool
    """Whether everything that it refers to was followed; a local value or a whole module is not."""
    constants: bool
    """Whether known values are mixed in."""


@dataclass(frozen=True, slots=True)
class _Scope:
    path: Path
    instance: Instance | None
    numbered: bool
    depth: int


class Resolver:
    """Follows references through modules' inputs and outputs.

    Assumptions, because a plan does not say how an expression puts its references together: beside `count.index` an
    instance takes the one of its own number; one resource alone is what an attribute named after its id or ARN holds.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def found(self, instance: Instance, expression: Any) -> Found:
        """What an expression of an instance leads to."""
        return self._expression(expression, _Scope(instance.path, instance, False, 0))

    def one(self, instance: Instance, name: str, expression: Any) -> Ref | None:
        """The reference that an attribute's unknown value is; None where that cannot be told."""
        found = self.found(instance, expression)
        if found.complete and len(found.targets) == 1:
            return _ref(found.targets[0], name)
        # Only a resource that is being made has an unknown id: with one of the kind there is no other to mean.
        kind = self._alone.get(_ONE_OF_A_KIND.get(name, ""))
        return Ref(kind.address, "id") if kind and listed(expression) else None

    def many(self, instance: Instance, name: str, expression: Any, count: int | None) -> list[Ref] | None:
        """The references that the unknown members of a list are, `count` of them; None where that cannot be told."""
        found = self.found(instance, expression)
        refs = [ref for target in found.targets if (ref := _ref(target, name.removesuffix("s"))) is not None]
        whole = found.complete and len(refs) == len(found.targets) > 0
        if count is None:
            return refs if whole and not found.constants else None
        return refs if whole and len(refs) == count else None

    @cached_property
    def _alone(self) -> dict[str, Instance]:
        kinds: dict[str, list[Instance]] = {}
        for instance in self._plan.instances:
            if instance.kind in _ONE_OF_A_KIND.values():
                kinds.setdefault(instance.kind, []).append(instance)
        return {kind: instances[0] for kind, instances in kinds.items() if len(instances) == 1}

    def _expression(self, expression: Any, scope: _Scope) -> Found:
        references = listed(expression)
        numbered = scope.numbered or any(reference.root == "count.index" for reference in references)
        if scope.depth > _DEEPEST:
            return Found((), False, False)
        inner = _Scope(scope.path, scope.instance, numbered, scope.depth + 1)
        return _joined(self._reference(reference, inner) for reference in references)

    def _reference(self, reference: Reference, scope: _Scope) -> Found:
        if reference.word == "module":
            return self._output(reference, scope)
        if not is_value(reference):
            return self._resource(reference, scope)
        if reference.word == "var":
            return self._input(reference, scope)
        if reference.root == "each.value":
            return self._each(reference, scope)
        return Found((), reference.word != "local", False)

    def _resource(self, reference: Reference, scope: _Scope) -> Found:
        kind, _, name = reference.root.rpartition(".")
        instances = self._plan.by_resource.get((scope.path, kind, name), ())
        if reference.key is not None:
            instances = tuple(one for one in instances if one.key == reference.key)
        elif len(instances) > 1 and scope.numbered and scope.instance is not None:
            instances = tuple(one for one in instances if one.key == scope.instance.key)
        attribute = ".".join(reference.steps)
        return Found(tuple(Target(one, attribute) for one in instances), True, False)

    def _output(self, reference: Reference, scope: _Scope) -> Found:
        if not reference.steps:
            return Found((), False, False)
        called = [
            path
            for path in sorted(self._plan.paths, key=repr)
            if path[:-1] == scope.path and path and path[-1][0] == reference.name
        ]
        if reference.key is not None:
            called = [path for path in called if path[-1][1] == reference.key]
        output = self._plan.module((*scope.path, (reference.name, None))).outputs.get(reference.steps[0], {})
        return _joined(
            self._expression(output.get("expression", {}), _Scope(path, None, False, scope.depth)) for path in called
        )

    def _input(self, reference: Reference, scope: _Scope) -> Found:
        module = self._plan.module(scope.path)
        if not scope.path or reference.name not in module.inputs:
            return Found((), True, True)
        given = module.inputs[reference.name]
        if not listed(given):
            return Found((), True, True)
        return self._expression(given, _Scope(scope.path[:-1], scope.instance, scope.numbered, scope.depth))

    def _each(self, reference: Reference, scope: _Scope) -> Found:
        instance = scope.instance
        if instance is None or instance.path != scope.path:
            return Found((), False, False)
        written = self._plan.written(instance)
        over = self._expression(written.get("for_each_expression", {}), scope)
        same = tuple(
            Target(target.instance, ".".join(reference.steps))
            for target in over.targets
            if target.instance.key == instance.key and not target.attribute
        )
        return Found(same, over.complete and len(same) == 1, over.constants)


def _joined(parts: Iterable[Found]) -> Found:
    found = list(parts)
    targets = dict.fromkeys(target for part in found for target in part.targets)
    complete = all(part.complete for part in found)
    return Found(tuple(targets), complete, any(part.constants for part in found))


def _ref(target: Target, name: str) -> Ref | None:
    """The reference of an attribute to a target; a splat's attribute is told by the name of what takes it."""
    if target.attribute:
        return Ref(target.instance.address, target.attribute)
    told = next((each for each in _IDENTITIES if name == each or name.endswith(f"_{each}")), None)
    return Ref(target.instance.address, told) if told else None


def names_resource(name: str) -> bool:
    """Whether an attribute, by its name, holds what identifies a resource, and not a text made with it."""
    return name.rpartition("_")[2] in _IDENTIFYING or name.endswith("_name")


_IDENTIFYING = frozenset(
    {
        *("id", "ids", "arn", "arns", "bucket", "role", "roles", "key", "topic", "queue", "group", "groups", "subnets"),
        *("vpc", "cluster", "user", "repository", "parent", "target", "destination", "instance", "function"),
        *("certificate", "domain", "listener", "stage", "api", "zone", "table", "stream", "boundary"),
    }
)
