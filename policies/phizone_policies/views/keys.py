"""Whose key encrypts something: ours, which is in the graph, or somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from phizone_policies.check import Outcome, Result, failed, passed, unknown
from phizone_policies.views.documents import Document, document
from phizone_policies.views.naming import naming
from phizone_policies.views.tags import tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity, named, physical
from phizone_stacks.graph.values import Ref, Unknown, Value

KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key")
"""Types of customer-managed keys."""


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
        """The `Team` tag of one of our keys; empty for any other. Raises: UnknownValue."""
        return tag(self.key, "Team") if self.key else ""


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
    return _of_node(graph, _by_name(graph, value), value)


def alias_name(graph: Graph, value: Value) -> str:
    """The alias that a value gives by its bare name, as `alias/data`; empty for a key or an alias's ARN."""
    name = identity(graph, value)
    return name if isinstance(name, str) and name.startswith("alias/") else ""


def encrypted_with_ours(graph: Graph, value: Value) -> Result:
    """PASS where a `kms_key_id`-like value names a key of this zone."""
    found = key_identity(graph, value)
    if found is None:
        return unknown("its key is not known before apply")
    if found.owner is Owner.OURS:
        return passed()
    return failed(f"it is encrypted with {found.given}, not with a key of this zone", key=found.given)


def encrypted_for_its_team(graph: Graph, node: Node, value: Value) -> Result:
    """PASS where a value names the key of the team and the environment that a node belongs to.

    Raises: UnknownValue where the tags of either are not known.
    """
    found = key_identity(graph, value)
    result = encrypted_with_ours(graph, value)
    if found is None or found.key is None or result.outcome is not Outcome.PASS:
        return result
    team = tag(node, "Team")
    if not team:
        return failed("it has no Team tag, so nobody can say whose key it needs")
    if found.team != team:
        return failed(f"it is of team {team}, its key of {found.team or 'no team'}", key=found.key.address)
    if found.key.environment != node.environment:
        return failed(f"it is in {node.environment}, its key in {found.key.environment}", key=found.key.address)
    return passed()


def encrypts_data(key: Node) -> bool:
    """Whether a key is symmetric and encrypts, as keys of buckets, volumes and logs are. Raises: UnknownValue."""
    return key.get("customer_master_key_spec") == "SYMMETRIC_DEFAULT" and key.get("key_usage") == "ENCRYPT_DECRYPT"


def policy(graph: Graph, key: Node) -> Document | None:
    """The key's policy: a resource of its own, else the key's, else AWS's. Raises: UnknownValue, MalformedPolicy."""
    alone = naming(graph, key, ("aws_kms_key_policy",), "key_id", "key_id", "id", "arn")
    return document(graph, alone[-1] if alone else key, "policy")


def names_of(key: Node) -> tuple[str, ...]:
    """How the texts end by which a policy document names a key: its ARN, or one put together from its id."""
    return (str(physical(key, "arn")), *(f":key/{physical(key, each)}" for each in ("key_id", "id")))


def _by_name(graph: Graph, text: str) -> Node | None:
    """The alias or key whose ARN, name or id a text is."""
    names = [("aws_kms_alias", "arn"), ("aws_kms_alias", "name")]
    names += [(kind, attribute) for kind in KEYS for attribute in ("arn", "key_id", "id")]
    return next((node for kind, name in names if (node := named(graph, text, kind, name))), None)


def _of_node(graph: Graph, node: Node | None, given: str) -> KeyIdentity | None:
    if node is None:
        return KeyIdentity(Owner.FOREIGN, given)
    if node.type in KEYS:
        return KeyIdentity(Owner.OURS, given, node)
    if node.type == "aws_kms_alias":
        name = physical(node, "name")
        if isinstance(name, str) and name.startswith("alias/aws/"):
            return KeyIdentity(Owner.AWS, name)
        return key_identity(graph, node.get("target_key_id"))
    return None if node.type.startswith("data.") else KeyIdentity(Owner.FOREIGN, given)
