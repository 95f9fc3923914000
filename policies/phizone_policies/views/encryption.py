"""Whether a store is encrypted, and whose key encrypts it, whatever its type calls that."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from phizone_policies.check import Outcome, Result, failed, not_applicable, passed
from phizone_policies.views.blocks import inside, leaf, leaves
from phizone_policies.views.naming import named_node
from phizone_policies.views.settings import given, is_on, literal
from phizone_policies.views.stores import STORES, Way
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Unknown, Value

SWITCHED = tuple(sorted(kind for kind, ways in STORES.items() if any(way.switch and not way.always for way in ways)))
"""Types that can be left unencrypted."""
KEYED = tuple(sorted(kind for kind, ways in STORES.items() if any(way.key or way.volumes for way in ways)))
"""Types that are encrypted under a key which a program can choose."""
_NAMES = ("id", "identifier", "cluster_identifier", "arn")
_BY_DEFAULT, _DEFAULT_KEY = "aws_ebs_encryption_by_default", "aws_ebs_default_kms_key"
READS = tuple(
    sorted(
        {
            f"{kind}.{path.split('.')[0]}"
            for kind, ways in STORES.items()
            for way in ways
            for path in (
                way.block or way.switch,
                way.block or way.key,
                *way.made_from,
                *(path for path, _ in way.only),
                way.on_if[0] if way.on_if else "",
            )
            if path
        }
        | {f"{_BY_DEFAULT}.enabled", f"{_DEFAULT_KEY}.key_arn", "aws_kms_alias.target_key_id"}
    )
)
"""The attributes that say so."""

Part = dict[str, Value] | None
"""One block of a node; None for the node itself."""


def encrypted(graph: Graph, node: Node) -> Result:
    """PASS where every part of a node is encrypted, under whosever key. Raises: UnknownValue."""
    ways = [way for way in STORES[node.type] if way.switch and not way.always]
    parts = [(way, part) for way in ways for part in _parts(graph, node, way)]
    found = [_part_encrypted(graph, node, way, part) for way, part in parts]
    if not found:
        return not_applicable("it has nothing of its own that could be encrypted")
    return next((result for result in found if result.outcome is not Outcome.PASS), found[0])


def encrypted_under(graph: Graph, node: Node, judge: Callable[[Value], Result]) -> Result:
    """PASS where a judge of keys passes the key of every part of a node. Raises: UnknownValue."""
    parts = [(way, part) for way in STORES[node.type] for part in _parts(graph, node, way)]
    found = [_part_under(graph, node, way, part, judge) for way, part in parts if way.key or way.volumes]
    if not found:
        return not_applicable("it has nothing of its own that a key could encrypt")
    return next((result for result in found if result.outcome is not Outcome.PASS), found[0])


def _parts(graph: Graph, node: Node, way: Way) -> Iterator[Part]:
    """The parts of a node that a way speaks of. Raises: UnknownValue."""
    if any(_plain(node, path) not in values for path, values in way.only):
        return
    if not way.block:
        yield None
        return
    blocks = [_block(node, way.block, value) for value in leaves(node, way.block)]
    yield from blocks
    if not blocks and way.needed:
        yield {}


def _plain(node: Node, path: str) -> Value:
    """A value to compare: of a block or a list only whether it is there."""
    value = leaf(node, path)
    return True if isinstance(value, dict | Ref) else literal(node, path, value)


def _block(node: Node, path: str, value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise UnknownValue(node.address, path)
    return value


def _value(node: Node, way: Way, part: Part, path: str) -> Value:
    if part is None:
        return leaf(node, path)
    value: Value = part
    for step in path.split("."):
        block = value[0] if isinstance(value, list) and value else value
        if isinstance(block, Ref | Unknown):
            raise UnknownValue(node.address, f"{way.block}.{path}")
        value = inside(node, block, step) if isinstance(block, dict) else None
    return value


def _part_encrypted(graph: Graph, node: Node, way: Way, part: Part, ours: bool = False) -> Result:
    on = way.ours or way.on if ours else way.on
    if not way.switch or (way.volumes and not _exists(node) and _by_default(graph, node)):
        return passed()
    stated = part is not None or node.attributes.get(way.switch.split(".")[0]) is not None
    if not stated and way.on_if and _plain(node, way.on_if[0]) == way.on_if[1]:
        return passed()
    if not stated and given(node, way.made_from):
        return encrypted(graph, _origin(graph, node, way))
    value = literal(node, way.switch, _value(node, way, part, way.switch))
    path = f"{way.block}.{way.switch}".lstrip(".")
    return passed() if value in on else failed(f"its {path} is {'absent' if value is None else value}", setting=path)


def _part_under(graph: Graph, node: Node, way: Way, part: Part, judge: Callable[[Value], Result]) -> Result:
    result = _part_encrypted(graph, node, way, part, ours=True)
    if result.outcome is not Outcome.PASS:
        return result
    key = _value(node, way, part, way.key) if way.key else None
    if key is None and given(node, way.made_from):
        return encrypted_under(graph, _origin(graph, node, way), judge)
    return judge(_default_key(graph, node) if key is None and way.volumes else key)


def _origin(graph: Graph, node: Node, way: Way) -> Node:
    """What a node is made from and encrypted as. Raises: UnknownValue where the graph does not hold it."""
    path = given(node, way.made_from)
    value = node.get(path)
    named = (named_node(graph, value, tuple(STORES), name) for name in _NAMES)
    origin = graph.target(value) or next((each for each in named if each), None)
    if origin is None or origin.type not in STORES or origin == node:
        raise UnknownValue(node.address, path, "it is encrypted as what it is made from, which is not in the graph")
    return origin


def _exists(node: Node) -> bool:
    """Whether a resource was read of AWS: what an account does to new volumes was done to it, or came too late."""
    return any(isinstance(node.attributes.get(name), str) for name in ("arn", "id"))


def _by_default(graph: Graph, node: Node) -> bool:
    """Whether the account encrypts every new volume in the node's region. Raises: UnknownValue."""
    return any(is_on(default.get("enabled")) for default in _of_place(graph, node, _BY_DEFAULT))


def _default_key(graph: Graph, node: Node) -> Value:
    """The key of volumes for which a program names none; None for AWS's own. Raises: UnknownValue."""
    return next((default.get("key_arn") for default in _of_place(graph, node, _DEFAULT_KEY)), None)


def _of_place(graph: Graph, node: Node, kind: str) -> Iterator[Node]:
    return (each for each in graph.of_type(kind) if (each.account, each.region) == (node.account, node.region))
