"""Who is joined to which route table of a transit gateway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phizone_policies.views.naming import named_node, naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment"
"""Type of an environment's end of an attachment."""
ACCEPTER = "aws_ec2_transit_gateway_vpc_attachment_accepter"
"""Type of the gateway's end of it."""
_JOINS = {
    "aws_ec2_transit_gateway_route_table_association": "is associated with",
    "aws_ec2_transit_gateway_route_table_propagation": "propagates to",
    "aws_ec2_transit_gateway_route": "is reached by a route of",
}


def accepters(graph: Graph, attachment: Node) -> tuple[Node, ...]:
    """The nodes that accept an attachment. Raises: UnknownValue."""
    return naming(graph, attachment, (ACCEPTER,), "transit_gateway_attachment_id")


def joins(graph: Graph, attachment: Node) -> Iterator[tuple[Node, str, Value]]:
    """Every (node, verb, route table) that joins an attachment to a route table. Raises: UnknownValue."""
    path = "transit_gateway_attachment_id"
    for kind, verb in _JOINS.items():
        for end in (attachment, *accepters(graph, attachment)):
            for node in naming(graph, end, (kind,), path, "id", path):
                yield node, verb, node.get("transit_gateway_route_table_id")


def joined(graph: Graph, table: Value) -> tuple[tuple[Node, str, Node], ...]:
    """Every (node, verb, attachment) that joins an attachment to a route table. Raises: UnknownValue."""
    return graph.cached(_attachments).get(repr(table), ())


def _attachments(graph: Graph) -> Mapping[str, tuple[tuple[Node, str, Node], ...]]:
    found: dict[str, list[tuple[Node, str, Node]]] = {}
    for attachment in graph.of_type(ATTACHMENT):
        for node, verb, table in joins(graph, attachment):
            found.setdefault(repr(table), []).append((node, verb, attachment))
    return {table: tuple(each) for table, each in found.items()}


def gateway(graph: Graph, attachment: Node) -> Node | None:
    """The gateway of an attachment; None for one that the graph does not hold. Raises: UnknownValue."""
    return named_node(graph, attachment.get("transit_gateway_id"), ("aws_ec2_transit_gateway",))


def joins_by_default(graph: Graph, attachment: Node) -> bool:
    """Whether AWS associates it with, or propagates it to, the gateway's default table. Raises: UnknownValue.

    On a gateway of another account only the accepter's word counts, so every end has to refuse.
    """
    found = gateway(graph, attachment)
    for kind in ("association", "propagation"):
        if found is not None and found.get(f"default_route_table_{kind}") == "disable":
            continue
        for end in (attachment, *accepters(graph, attachment)):
            if end.get(f"transit_gateway_default_route_table_{kind}") is not False:
                return True
    return False
