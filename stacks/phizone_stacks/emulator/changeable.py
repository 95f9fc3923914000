"""How what stands in an emulator otherwise than the programs say can be changed, by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from phizone_stacks.emulator.adapter import Outputs
from phizone_stacks.graph.node import Node
from phizone_stacks.live.place import Place

Call = dict[str, dict[str, Any]]
"""A call by its name as `s3.delete_bucket`, with its arguments."""


class Changeable(BaseModel):
    """The table `changeable.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    overwritten: frozenset[str]
    """Types whose adapter puts the whole setting anew."""
    removed: Mapping[str, tuple[Call, ...]]
    """Calls that remove a resource, by type; data in it makes them fail."""


@cache
def changeable() -> Changeable:
    """The table. Raises: pydantic.ValidationError."""
    text = resources.files("phizone_stacks.emulator").joinpath("changeable.yaml").read_text(encoding="utf-8")
    return Changeable.model_validate(yaml.safe_load(text))


def remove(node: Node, outputs: Outputs, client_of: Callable[[str, Place], Any], home: str) -> None:
    """Removes what stands of a resource. Raises: what boto3 raises, as for a bucket that holds objects."""
    place = Place(node.account, home if node.region in ("", "global") else node.region)
    for call in changeable().removed[node.type]:
        for name, given in call.items():
            service, _, operation = name.partition(".")
            filled = {key: _filled(value, outputs) for key, value in given.items()}
            getattr(client_of(service, place), operation)(**filled)


def _filled(value: Any, outputs: Outputs) -> Any:
    return value.format_map(outputs) if isinstance(value, str) else value
