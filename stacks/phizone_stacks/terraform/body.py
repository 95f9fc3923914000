"""The block of one resource or data source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value, unknown_paths
from phizone_stacks.plan.names import writable
from phizone_stacks.terraform.archives import replaced
from phizone_stacks.terraform.expressions import Spell, Unexportable, written
from phizone_stacks.terraform.providers import Provider


def exportable(node: Node) -> None:
    """Holds that Terraform can say a node. Raises: Unexportable."""
    if not writable(node) or not node.type.removeprefix("data.").startswith("aws_"):
        raise Unexportable(f"{node.address}: the AWS provider of Terraform has no type {node.type}; {_where(node)}")
    unknown = next(unknown_paths(dict(node.attributes)), None)
    if unknown is not None:
        raise Unexportable(f"{node.address}: {unknown} is not known before apply; {_where(node)}")
    if node.import_id and node.type.startswith("data."):
        raise Unexportable(
            f"{node.address} is read by its id {node.import_id}, which Terraform's data sources are not; {_where(node)}"
        )


def body(node: Node, provider: Provider, depends_on: Sequence[str], spell: Spell) -> dict[str, Any]:
    """What a block says: attributes, then whose provider makes it and Terraform's own arguments."""
    whole = {name: _whole(f"{node.type}.{name}", value) for name, value in sorted(node.attributes.items())}
    told = {name: written(value, spell) for name, value in whole.items()} | replaced(node)
    if told.get("region") == provider.region:
        del told["region"]
    told["provider"] = f"aws.{provider.alias}"
    if depends_on:
        told["depends_on"] = sorted(depends_on)
    lifecycle = _lifecycle(node)
    if lifecycle and not node.type.startswith("data."):
        told["lifecycle"] = lifecycle
    return told


@cache
def _objects() -> Mapping[str, Sequence[str]]:
    text = resources.files("phizone_stacks.terraform").joinpath("whole_objects.json").read_text(encoding="utf-8")
    objects: Mapping[str, Sequence[str]] = json.loads(text)
    return objects


def _whole(path: str, value: Value) -> Value:
    """A value whose objects name all their members where they are values of an attribute and no blocks.

    Source: Terraform's documentation, "Attributes as Blocks": in JSON such an object leaves nothing out.
    """
    if isinstance(value, list):
        return [_whole(path, item) for item in value]
    if isinstance(value, dict):
        members = {name: _whole(f"{path}.{name}", item) for name, item in value.items()}
        return {**dict.fromkeys(_objects().get(path, ())), **members}
    return value


def _lifecycle(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    # Terraform has no word for letting go of what AWS keeps, so what is retained is not destroyed at all.
    if node.protect or node.retain_on_delete:
        found["prevent_destroy"] = True
    if node.ignore_changes:
        found["ignore_changes"] = [_path(each) for each in node.ignore_changes]
    return found


def _path(path: str) -> str:
    first, *steps = path.split(".")
    return first + "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps)


def _where(node: Node) -> str:
    return f"change {node.source}" if node.source else "take it out of the program, or write it in Terraform"
