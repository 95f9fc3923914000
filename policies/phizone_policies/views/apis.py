"""APIs of API Gateway, of both generations, and their stages."""

from __future__ import annotations

from phizone_policies.views.naming import is_named, named_node
from phizone_policies.views.settings import setting
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue

REST_APIS = ("aws_api_gateway_rest_api",)
"""Types of REST APIs."""
SETTINGS = "aws_api_gateway_method_settings"
"""The type that sets a REST stage's logging and caching."""


def rest_api(graph: Graph, node: Node) -> Node | None:
    """The REST API that a node belongs to; None for one that the graph does not hold. Raises: UnknownValue."""
    return named_node(graph, node.get("rest_api_id"), REST_APIS)


def of_api(graph: Graph, node: Node, *types: str) -> tuple[Node, ...]:
    """The nodes of these types that belong to the same REST API as a node. Raises: UnknownValue."""
    given, api = node.get("rest_api_id"), rest_api(graph, node)
    return tuple(
        each
        for each in graph.of_type(*types)
        if each.get("rest_api_id") == given or (api is not None and is_named(graph, api, each.get("rest_api_id")))
    )


def settings_of(graph: Graph, stage: Node) -> tuple[Node, ...]:
    """The settings that stand for the methods of a REST stage. Raises: UnknownValue."""
    return tuple(
        each for each in of_api(graph, stage, SETTINGS) if is_named(graph, stage, each.get("stage_name"), "stage_name")
    )


def protocol(graph: Graph, node: Node) -> str:
    """`HTTP` or `WEBSOCKET`, of the API of a route or stage. Raises: UnknownValue where the graph does not hold it."""
    api = named_node(graph, node.get("api_id"), ("aws_apigatewayv2_api",))
    if api is None:
        raise UnknownValue(node.address, "api_id", "the graph does not hold its API")
    return str(setting(api, "protocol_type"))
