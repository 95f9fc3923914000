"""The parts of a Terraform plan's JSON: the instances it plans, and the configuration they come from.

Source: Terraform's JSON output format, version 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_MODULE = re.compile(r'module\.([^.\[]+)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?')

Key = int | str | None
"""What tells the instances of one resource or module apart: a number, a word, or None for a single one."""
Path = tuple[tuple[str, Key], ...]
"""The module calls around an instance, outermost first."""


class UnreadablePlan(ValueError):
    """A file is no plan that this version reads; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One planned resource, or one data source that is read during apply."""

    address: str
    """Its address in Terraform."""
    path: Path
    """The modules it is in."""
    mode: str
    """`managed` or `data`."""
    type: str
    """Its type, without `data.`."""
    name: str
    """Its name in the configuration."""
    key: Key
    """Its index."""
    values: Mapping[str, Any]
    """What is known of its attributes."""
    unknown: Mapping[str, Any]
    """Marks of what is known after apply only."""
    sensitive: Mapping[str, Any]
    """Marks of what must not be shown."""

    @property
    def kind(self) -> str:
        """Its type as the graph writes it, as `data.aws_iam_policy_document`."""
        return f"data.{self.type}" if self.mode == "data" else self.type


@dataclass(frozen=True, slots=True)
class Module:
    """The configuration of one module, the root or a called one."""

    resources: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """What is written of each resource, by kind and name."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    """The expressions that the call gives, by variable; empty for the root."""
    outputs: Mapping[str, Any] = field(default_factory=dict)
    """The expressions of its outputs."""
    calls: Mapping[str, Module] = field(default_factory=dict)
    """The modules it calls."""


@dataclass(frozen=True)
class Plan:
    """A plan."""

    instances: tuple[Instance, ...]
    """What it plans, in the order of the file."""
    root: Module
    """The configuration of the root module."""
    providers: Mapping[str, Mapping[str, Any]]
    """The providers' configurations by key."""
    variables: Mapping[str, Any]
    """Values of the root's variables."""

    @cached_property
    def by_resource(self) -> Mapping[tuple[Path, str, str], tuple[Instance, ...]]:
        """The instances of each resource, by module path, kind and name."""
        found: dict[tuple[Path, str, str], list[Instance]] = {}
        for instance in self.instances:
            found.setdefault((instance.path, instance.kind, instance.name), []).append(instance)
        return {key: tuple(instances) for key, instances in found.items()}

    @cached_property
    def paths(self) -> frozenset[Path]:
        """Every module instance that holds something, with those around it."""
        return frozenset(instance.path[:end] for instance in self.instances for end in range(len(instance.path) + 1))

    def module(self, path: Path) -> Module:
        """The configuration of a module instance; an empty one where the plan does not tell it."""
        found = self.root
        for name, _ in path:
            found = found.calls.get(name, Module())
        return found

    def written(self, instance: Instance) -> Mapping[str, Any]:
        """What the configuration says of an instance; nothing where the plan does not tell it."""
        return self.module(instance.path).resources.get((instance.kind, instance.name), {})


def parse(text: str, where: str) -> Plan:
    """The plan in the output of `terraform show -json`. Raises: UnreadablePlan, with `where`."""
    hint = "write it with `terraform show -json PLAN`"
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadablePlan(f"{where}:{error.lineno}: not JSON: {error.msg}; {hint}") from None
    version = str(document.get("format_version", "")) if isinstance(document, dict) else ""
    if version.partition(".")[0] != "1" or "planned_values" not in document:
        given = f"format_version {version}" if version else "no format_version"
        raise UnreadablePlan(f"{where}: is no Terraform plan of format 1 ({given}); {hint}")
    try:
        return _plan(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadablePlan(f"{where}: a part of the plan is missing or has another form: {error!r}; {hint}") from None


def _plan(document: Mapping[str, Any]) -> Plan:
    changes = {change["address"]: change["change"] for change in document.get("resource_changes", [])}
    configuration = document.get("configuration", {})
    return Plan(
        tuple(_instances(document["planned_values"].get("root_module", {}), changes)),
        _module(configuration.get("root_module", {}), {}),
        configuration.get("provider_config", {}),
        {name: told.get("value") for name, told in (document.get("variables") or {}).items()},
    )


def _instances(module: Mapping[str, Any], changes: Mapping[str, Any]) -> Iterator[Instance]:
    path = _path(module.get("address", ""))
    for resource in module.get("resources", []):
        change = changes.get(resource["address"], {})
        # A resource that Terraform only forgets stands here without values.
        if change.get("actions") != ["forget"]:
            yield Instance(
                address=resource["address"],
                path=path,
                mode=resource["mode"],
                type=resource["type"],
                name=resource["name"],
                key=resource.get("index"),
                values=resource.get("values") or {},
                unknown=change.get("after_unknown") or {},
                sensitive=resource.get("sensitive_values") or {},
            )
    for child in module.get("child_modules", []):
        yield from _instances(child, changes)


def _path(address: str) -> Path:
    return tuple((name, json.loads(key) if key else None) for name, key in _MODULE.findall(address))


def _module(told: Mapping[str, Any], inputs: Mapping[str, Any]) -> Module:
    return Module(
        resources={(_kind(each), each["name"]): each for each in told.get("resources", [])},
        inputs=inputs,
        outputs=told.get("outputs", {}),
        calls={
            name: _module(call.get("module", {}), call.get("expressions", {}))
            for name, call in told.get("module_calls", {}).items()
        },
    )


def _kind(resource: Mapping[str, Any]) -> str:
    return f"data.{resource['type']}" if resource["mode"] == "data" else str(resource["type"])
