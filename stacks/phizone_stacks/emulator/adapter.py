"""The adapters: how a resource of each type is made by calls of boto3."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from phizone_stacks.emulator import adapters
from phizone_stacks.graph.defaults import default_of
from phizone_stacks.graph.node import Node
from phizone_stacks.live.place import Place

Outputs = dict[str, Any]
"""What AWS assigned, by attribute in Terraform's words: `id`, `arn` and whatever else others refer to."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A resource that is to be made: its node, with every reference replaced by what AWS assigned."""

    node: Node
    """The node."""
    attributes: Mapping[str, Any]
    """Its attributes as plain data."""
    place: Place
    """Where it is made."""
    client_of: Callable[[str, Place], Any]
    """Whence clients come."""

    def client(self, service: str) -> Any:
        """The client of a service where it is made."""
        return self.client_of(service, self.place)

    def get(self, name: str) -> Any:
        """An attribute, or AWS's default for it, or None."""
        value = self.attributes.get(name)
        return default_of(self.node, name) if value is None else value

    def given(self, **names: str) -> dict[str, Any]:
        """Arguments of a call by attribute, those without a value left out: `given(KeyId="kms_key_id")`."""
        values = {argument: self.get(name) for argument, name in names.items()}
        return {argument: value for argument, value in values.items() if value is not None}

    def block(self, name: str) -> dict[str, Any]:
        """The first block of a name; empty where there is none."""
        found = self.attributes.get(name) or [{}]
        return dict(found[0] if isinstance(found, list) else found)

    def tags(self, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
        """The tags as AWS's list."""
        return [{key: name, value: text} for name, text in sorted((self.attributes.get("tags") or {}).items())]


AdapterFunction = Callable[[Wanted], Outputs]
"""What makes a resource of a type."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """How a type is made."""

    type: str
    """Terraform type."""
    function: AdapterFunction
    """The function."""


def creates(type: str) -> Callable[[AdapterFunction], Adapter]:  # noqa: A002 - as a node calls it
    """Makes an adapter of a function."""
    return lambda function: Adapter(type, function)


@cache
def all_adapters() -> Mapping[str, Adapter]:
    """Every adapter of the folder `adapters`, by type. Raises: TypeError where two make the same type."""
    found: dict[str, Adapter] = {}
    for module in pkgutil.iter_modules(adapters.__path__):
        for each in vars(import_module(f"{adapters.__name__}.{module.name}")).values():
            if isinstance(each, Adapter) and found.setdefault(each.type, each) is not each:
                raise TypeError(f"made by two adapters: {each.type}")
    return dict(sorted(found.items()))


def camel(word: str) -> str:
    """A name of Terraform's in AWS's spelling, as `KmsKeyId` for `kms_key_id`."""
    return "".join(part.capitalize() for part in word.split("_"))


def cameled(value: Any) -> Any:
    """Data of Terraform's with AWS's spelling of all keys; a list of one block stays a list."""
    if isinstance(value, Mapping):
        return {camel(key): cameled(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [cameled(item) for item in value]
    return value
