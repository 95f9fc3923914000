"""What may give somebody access by rules that are not modelled, and to what: each leaves what it touches undecided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.access.world.kinds import Gives, Unmodelled, unmodelled
from phizone_policies.proofs.access.world.lists import of_bucket
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.proofs.access.world.resources import PROTECTED
from phizone_policies.views.keys import KEYS
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Template, Unknown, Value

_NAMES = ("arn", "bucket", "function_name", "id", "key_id", "name", "url")
# What AWS tells of a resource once it is made says of nobody else who they are, and neither do tags.
_TOLD = frozenset({"arn", "create_date", "id", "last_modified", "owner_id", "unique_id"})
_TAGS = frozenset({"tags", "tags_all"})
_ENCRYPTING = re.compile("kms|encrypt")
_ARN = re.compile(r"arn:[^\s\"',}\]]+")
_URI = re.compile(r"s3[an]?://([^\s\"',/]+)")
# Through these a type that is not modelled names what they name.
_RELAYS = ("aws_iam_instance_profile", "aws_s3_access_point")
# Who names one of these may change what others of its account may do.
_COMMON = ("aws_iam_group", "aws_iam_openid_connect_provider", "aws_iam_policy", "aws_iam_saml_provider")
_FOLLOWED = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that may give somebody access."""

    node: Node
    """The resource."""
    why: str
    """Why nothing can be said, in a sentence without full stop that names it."""
    everywhere: bool = False
    """Whether it may give everything in every account, where it may give everything in its own."""
    widens: bool = True
    """Whether it may give a principal that it names more permissions, and not only to others its part."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """All of them in a graph."""

    named: Mapping[str, tuple[Gap, ...]] = field(default_factory=dict)
    """By the address of the principal, key or store that they name."""
    anything: tuple[Gap, ...] = ()
    """Those that may give everything in their account."""
    data: tuple[Gap, ...] = ()
    """Those with which data leaves."""


def gaps_of(graph: Graph) -> Gaps:
    """What is not modelled in a graph, by what it touches; use as `graph.cached(gaps_of)`."""
    named: dict[str, list[Gap]] = {}
    anything: list[Gap] = []
    data: list[Gap] = []
    for node in graph:
        kind = unmodelled(node.type)
        if kind is None or not _gives(node, kind):
            continue
        gap = Gap(node, f"{kind.why}, as {node.address}", kind.everywhere, kind.gives is Gives.NAMED)
        touched = set(_touched(graph, node, kind))
        for address in sorted(touched - {""}):
            named.setdefault(address, []).append(gap)
        anything += [gap] if kind.gives is Gives.ANYTHING or "" in touched else []
        data += [gap] if kind.gives is Gives.DATA else []
    for bucket in graph.of_type("aws_s3_bucket"):
        for reason in of_bucket(graph, bucket).unknown:
            named.setdefault(bucket.address, []).append(Gap(bucket, reason))
    return Gaps({address: tuple(found) for address, found in named.items()}, tuple(anything), tuple(data))


def _gives(node: Node, kind: Unmodelled) -> bool:
    """Whether a resource does what its type may: by its settings, where these decide; where in doubt it does."""
    spared = any(node.peek(path) in values for path, values in kind.unless.items())
    return not spared and (not kind.where or any(node.peek(path) not in (None, "", [], False) for path in kind.where))


def _touched(graph: Graph, node: Node, kind: Unmodelled) -> Iterator[str]:
    """Addresses of what a resource names or opens; an empty one for what is not known or common to its account."""
    if kind.gives not in (Gives.NAMED, Gives.PART):
        return
    yield from (each.address for each in graph.of_type(*kind.opens) if each.account == node.account)
    seen, waiting = {node.address}, [(node, 0)]
    while waiting:
        current, depth = waiting.pop()
        for target in _named(graph, current):
            if target is None or target.type in _COMMON:
                yield ""
            elif target.type in PROTECTED:
                yield target.address
            if target is None or target.address in seen or depth == _FOLLOWED:
                continue
            if target.type in _RELAYS or unmodelled(target.type) is not None:
                seen.add(target.address)
                waiting.append((target, depth + 1))


def encrypting(graph: Graph, node: Node) -> Iterator[Node]:
    """The keys that a resource refers to as what encrypts something of it."""
    refs = ((path, value) for path, value in _values(dict(node.attributes), "") if isinstance(value, Ref))
    named = (found for path, ref in refs if _ENCRYPTING.search(path) for found in _target(graph, ref))
    yield from (found for found in named if found.type in KEYS)


def _named(graph: Graph, node: Node) -> Iterator[Node | None]:
    """What the settings of a resource name; None for a setting that is not known."""
    known = graph.cached(_by_name)
    for path, value in _values(dict(node.attributes), ""):
        attribute = path.split(".")[1]
        if attribute in _TAGS or (attribute in _TOLD and isinstance(value, Unknown)):
            continue
        if isinstance(value, Unknown):
            yield None
            continue
        found = _target(graph, value) if isinstance(value, Ref) else _in_text(known, str(value))
        closes = _ENCRYPTING.search(path)
        # What is encrypted under a key gives nobody the key.
        yield from (each for each in found if not (closes and each.type in KEYS))


def _target(graph: Graph, ref: Ref) -> tuple[Node, ...]:
    found = graph.find(ref.address)
    return (found,) if found is not None else ()


def _in_text(known: Mapping[str, Node], text: str) -> Iterator[Node]:
    """The resources that a text names: the whole of it, or an ARN or an address in S3 that stands in it."""
    for each in {text, *_ARN.findall(text), *_URI.findall(text)}:
        head, star, _ = each.partition("*")
        for name in (each, head.rstrip("/:"), head.split("/", 1)[0] if ":s3:::" in head else head):
            if name in known:
                yield known[name]
        if star and head.startswith("arn:"):
            yield from (node for name, node in known.items() if name.startswith(head))


def _values(value: Value, path: str) -> Iterator[tuple[str, Ref | Unknown | str]]:
    """Every reference, text and unknown value inside a value, with its path, which begins with a dot."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _values(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from _values(item, path)
    elif isinstance(value, Template):
        for part in value.parts:
            yield from _values(part, path)
    elif isinstance(value, (Ref, Unknown, str)):
        yield path, value


def _by_name(graph: Graph) -> Mapping[str, Node]:
    """Principals, keys and stores by what they are called, as far as that is fixed."""
    nodes = graph.of_type(*PROTECTED)
    pairs = ((physical(node, name), node) for node in nodes for name in _NAMES)
    named = {name: node for name, node in pairs if isinstance(name, str) and name}
    return named | {arn_of(graph, node): node for node in nodes}
