"""Who is joined to which route table of a transit gateway."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.views.networks import is_named
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
    nodes = graph.of_type(ACCEPTER)
    return tuple(node for node in nodes if is_named(attachment, node.get("transit_gateway_attachment_id")))


def joins(graph: Graph, attachment: Node) -> Iterator[tuple[Node, str, Value]]:
    """Every (node, verb, route table) that joins an attachment to a route table. Raises: UnknownValue."""
    ends = (attachment, *accepters(graph, attachment))
    for kind, verb in _JOINS.items():
        for node in graph.of_type(kind):
            value = node.get("transit_gateway_attachment_id")
            if any(_is_end(end, value) for end in ends):
                yield node, verb, node.get("transit_gateway_route_table_id")


def joined(graph: Graph, table: Value) -> Iterator[tuple[Node, str, Node]]:
    """Every (node, verb, attachment) that joins an attachment to a route table. Raises: UnknownValue."""
    for attachment in graph.of_type(ATTACHMENT):
        for node, verb, other in joins(graph, attachment):
            if other == table:
                yield node, verb, attachment


def gateway(graph: Graph, attachment: Node) -> Node | None:
    """The gateway of an attachment; None for one that the graph does not hold. Raises: UnknownValue."""
    value = attachment.get("transit_gateway_id")
    return next((node for node in graph.of_type("aws_ec2_transit_gateway") if is_named(node, value)), None)


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


def _is_end(end: Node, value: Value) -> bool:
    return is_named(end, value, "id", "transit_gateway_attachment_id")
