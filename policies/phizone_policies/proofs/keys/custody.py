"""Which stores each key of a graph encrypts: what nobody reads any more once the key is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from phizone_policies.check import Result, passed
from phizone_policies.proofs.access.world.gaps import encrypting
from phizone_policies.proofs.access.world.kinds import unmodelled
from phizone_policies.views import buckets
from phizone_policies.views.blocks import leaves
from phizone_policies.views.encryption import KEYED, encrypted_under
from phizone_policies.views.keys import KEYS, Owner, key_identity
from phizone_policies.views.owners import KEY_PATHS
from phizone_policies.views.tags import tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

BUCKET = "aws_s3_bucket"
STORES = tuple(sorted({BUCKET, *KEY_PATHS, *KEYED}))
"""Types that hold data under a key which a program chooses."""


@dataclass(frozen=True, slots=True)
class Store:
    """What holds data, and whose key opens it."""

    node: Node
    """The resource."""
    keys: tuple[Node, ...]
    """The keys of the graph that encrypt it; none where AWS's own or a stranger's does."""
    others: tuple[str, ...] = ()
    """What encrypts it beside them and is no key of the graph, in words."""
    unknown: str = ""
    """Why its keys are not known; empty where they are."""

    @property
    def team(self) -> str:
        """The team whose data it holds. Raises: UnknownValue."""
        return tag(self.node, "Team")

    @property
    def classification(self) -> str:
        """The class of the data. Raises: UnknownValue."""
        return tag(self.node, "DataClassification")


@dataclass(frozen=True, slots=True)
class Custody:
    """Keys and what they encrypt."""

    stores: tuple[Store, ...]
    """Every store, by type and address."""
    stranded: Mapping[str, tuple[Store, ...]] = field(default_factory=dict)
    """By address of a key, the stores that its loss strands; empty for a key that encrypts nothing here."""


def custody_of(graph: Graph) -> Custody:
    """The stores of a graph by key, looked for once for each graph."""
    return graph.cached(_custody)


def _custody(graph: Graph) -> Custody:
    stores = (*(_store(graph, node) for node in graph.of_type(*STORES)), *_unlisted(graph))
    found: dict[str, list[Store]] = {key.address: [] for key in graph.of_type(*KEYS)}
    for store in stores:
        for key in store.keys:
            found[key.address].append(store)
    return Custody(stores, {address: tuple(each) for address, each in found.items()})


def _unlisted(graph: Graph) -> Iterator[Store]:
    """What names a key to encrypt something, and of whose type nothing is known."""
    for node in graph:
        if node.type in STORES or unmodelled(node.type) is None:
            continue
        keys = tuple(encrypting(graph, node))
        if keys:
            names = " and ".join(dict.fromkeys(key.address for key in keys))
            yield Store(node, keys, (), f"it is not known what {node.address} stores under {names}")


def _store(graph: Graph, node: Node) -> Store:
    keys: dict[str, Node] = {}
    others: list[str] = []
    try:
        for value in _values(graph, node):
            found = key_identity(graph, value)
            if found is None:
                raise UnknownValue(node.address, "its key")
            if found.owner is Owner.OURS and found.key is not None:
                keys[found.key.address] = found.key
            else:
                others.append(found.given)
    except UnknownValue as reason:
        return Store(node, tuple(keys.values()), tuple(others), str(reason))
    return Store(node, tuple(keys.values()), tuple(others))


def _values(graph: Graph, node: Node) -> Iterator[Value]:
    """What names the keys of a store; None for AWS's own. Raises: UnknownValue."""
    if node.type == BUCKET:
        yield buckets.encryption(graph, node).get("kms_master_key_id")
    elif node.type in KEY_PATHS:
        for path in KEY_PATHS[node.type]:
            yield from leaves(node, path) or [None]
    else:
        yield from _of_parts(graph, node)


def _of_parts(graph: Graph, node: Node) -> list[Value]:
    given: list[Value] = []

    def take(value: Value) -> Result:
        given.append(value)
        return passed()

    encrypted_under(graph, node, take)
    return given
