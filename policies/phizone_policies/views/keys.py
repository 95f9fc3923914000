"""Whose key encrypts something: ours, which is in the graph, or somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import named, physical
from phizone_stacks.graph.values import Ref, Unknown, Value

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key")


class Owner(StrEnum):
    """Whose key a value names."""

    OURS = "ours"
    """A customer-managed key of this zone."""
    AWS = "aws"
    """No key, or one that AWS manages: nobody but AWS decides who uses it."""
    FOREIGN = "foreign"
    """A key that this zone does not make."""


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """Whose key a value names, and which."""

    owner: Owner
    """Whose it is."""
    given: str
    """What the resource says, for the reader."""
    key: Node | None = None
    """The key's node, for one of ours."""

    @property
    def team(self) -> str:
        """The `Team` tag of one of our keys; empty for any other."""
        tags = self.key.get("tags") if self.key else None
        team = tags.get("Team") if isinstance(tags, dict) else None
        return team if isinstance(team, str) else ""


def key_identity(graph: Graph, value: Value) -> KeyIdentity | None:
    """Whose key a `kms_key_id`-like value names; None where that is not known before apply."""
    if isinstance(value, Unknown):
        return None
    if value is None or value == "":
        return KeyIdentity(Owner.AWS, "no key")
    if isinstance(value, Ref):
        return _of_node(graph, graph.find(value.address), f"{value.attribute} of {value.address}")
    if not isinstance(value, str):
        return None
    if value.startswith("alias/aws/") or ":alias/aws/" in value:
        return KeyIdentity(Owner.AWS, value)
    alias = named(graph, value, "aws_kms_alias", "arn") or named(graph, value, "aws_kms_alias", "name")
    return _of_node(graph, alias, value)


def _of_node(graph: Graph, node: Node | None, given: str) -> KeyIdentity | None:
    if node is None:
        return KeyIdentity(Owner.FOREIGN, given)
    if node.type in _KEYS:
        return KeyIdentity(Owner.OURS, given, node)
    if node.type == "aws_kms_alias":
        name = physical(node, "name")
        if isinstance(name, str) and name.startswith("alias/aws/"):
            return KeyIdentity(Owner.AWS, name)
        return key_identity(graph, node.get("target_key_id"))
    return None if node.type.startswith("data.") else KeyIdentity(Owner.FOREIGN, given)
