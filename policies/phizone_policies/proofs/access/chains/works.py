"""What exists and works as each role: functions, notebooks, profiles of Studio, jobs, builds, instances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.images import Image, images_at
from phizone_policies.proofs.access.world.names import arn_of, name_of, text_of
from phizone_policies.views.blocks import leaves
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Value

_ROLE, _PROFILE, _DOMAIN = "aws_iam_role", "aws_iam_instance_profile", "aws_sagemaker_domain"


@dataclass(frozen=True, slots=True)
class Work:
    """Something that works as a role."""

    node: Node
    """The resource."""
    way: ways.Running
    """How somebody makes it work for them."""
    image: Image | None = None
    """The image that is replaced to do so; None where none is."""


def works_as(graph: Graph) -> Mapping[str, tuple[Work, ...]]:
    """What works as each role, by the role's address; what does not tell its role stands under the empty address."""
    found: dict[str, list[Work]] = {}
    for way in (*ways.running(), *ways.images()):
        for node in graph.of_type(way.type):
            works = [Work(node, way, image) for image in (images_at(graph, node, way) if way.image else (None,))]
            for address in _roles(graph, node, way) if works else ():
                found.setdefault(address, []).extend(works)
    return {address: tuple(works) for address, works in found.items()}


def _roles(graph: Graph, node: Node, way: ways.Running) -> Iterator[str]:
    """Addresses of the roles that something works as; an empty one for a role of which nobody knows which it is."""
    try:
        values = leaves(node, way.role) if way.role else list(_of_profile(graph, node, way.profile))
        if not values and way.otherwise:
            values = _otherwise(graph, node, way)
    except UnknownValue:
        yield ""
        return
    for value in values:
        role = role_named(graph, node, value)
        found = [role] if role is not None else list(_in_text(graph, value))
        yield from (each.address for each in found)
        if not found and not isinstance(value, str) and not _is_document(graph, value):
            yield ""


def _in_text(graph: Graph, value: Value) -> Iterator[Node]:
    """The roles whose ARNs stand in a text, as in the steps of a pipeline."""
    text = text_of(graph, value) or ""
    return (each for each in graph.of_type(_ROLE) if f'"{arn_of(graph, each)}"' in text)


def _is_document(graph: Graph, value: Value) -> bool:
    """Whether a value is a text that may name roles, and not the name of one."""
    return (text_of(graph, value) or "").lstrip().startswith("{")


def _otherwise(graph: Graph, node: Node, way: ways.Running) -> list[Value]:
    """The role that the domain gives. Raises: UnknownValue where it, or the domain, is not known."""
    domain = named_node(graph, node.get(way.through), (_DOMAIN,))
    if domain is None:
        raise UnknownValue(node.address, way.through, "the graph does not hold the domain")
    return leaves(domain, way.otherwise)


def _of_profile(graph: Graph, node: Node, path: str) -> Iterator[Value]:
    """The role of an instance's profile. Raises: UnknownValue where nobody knows which profile that is."""
    for value in leaves(node, path):
        found = _called(graph, node, value, _PROFILE)
        if found is not None:
            yield from leaves(found, "role")
        elif not isinstance(value, str):
            raise UnknownValue(node.address, path, "the graph does not hold the profile")


def role_named(graph: Graph, node: Node, value: Value) -> Node | None:
    """The role of the graph that a value of a node names, by ARN or by name."""
    found = named_node(graph, value, (_ROLE,), "arn")
    return found or _called(graph, node, value, _ROLE) or _reading(graph, value, graph.of_type(_ROLE), "arn")


def _called(graph: Graph, node: Node, value: Value, kind: str) -> Node | None:
    """What a value of a node names: another account has others of the same name."""
    if isinstance(value, Ref):
        found = named_node(graph, value, (kind,), "name") or named_node(graph, value, (kind,))
        if found is not None:
            return found
    return _reading(graph, value, (each for each in graph.of_type(kind) if each.account == node.account), "name")


def _reading(graph: Graph, value: Value, nodes: Iterable[Node], attribute: str) -> Node | None:
    """The one of some nodes of which an attribute reads as a value does, pieced together or not."""
    text = text_of(graph, value)
    return next((each for each in nodes if text is not None and name_of(graph, each, attribute) == text), None)
