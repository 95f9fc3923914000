"""Load balancers and what they listen on, under both names that the provider gives them."""

from __future__ import annotations

import re

from phizone_policies.views.naming import named_node
from phizone_policies.views.settings import setting
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

BALANCERS = ("aws_alb", "aws_lb")
"""Types of application, network and gateway load balancers."""
LISTENERS = ("aws_alb_listener", "aws_lb_listener")
"""Types of their listeners."""
CLASSIC = "aws_elb"
"""The type of classic load balancers."""
PROTOCOL_READS = tuple(
    sorted(
        (
            *(f"{kind}.{name}" for kind in LISTENERS for name in ("load_balancer_arn", "protocol")),
            *(f"{kind}.load_balancer_type" for kind in BALANCERS),
        )
    )
)
"""What `protocol` reads, for the checks that use it."""
ENCRYPTED = ("HTTPS", "TLS")
"""Protocols of listeners that end TLS."""
_MODERN = re.compile(r"ELBSecurityPolicy-(TLS13|TLS|FS)-1-[23]-.+")


def balancer(graph: Graph, listener: Node) -> Node | None:
    """The load balancer of a listener; None for one that the graph does not hold. Raises: UnknownValue."""
    return named_node(graph, listener.get("load_balancer_arn"), BALANCERS, "arn")


def kind(load_balancer: Node) -> str:
    """`application`, `network` or `gateway`. Raises: UnknownValue."""
    return str(setting(load_balancer, "load_balancer_type"))


def protocol(graph: Graph, listener: Node) -> str:
    """What a listener speaks, as `HTTPS`; where it does not say, `HTTP` for an application's. Raises: UnknownValue."""
    spoken = setting(listener, "protocol")
    if spoken is not None:
        return str(spoken)
    found = balancer(graph, listener)
    return "HTTP" if found is None or kind(found) == "application" else ""


def is_modern(policy: str) -> bool:
    """Whether one of AWS's policies takes TLS 1.2 or newer only; its name says from which version on.

    Source: Elastic Load Balancing User Guide, "Security policies for your Application Load Balancer".
    """
    return _MODERN.fullmatch(policy) is not None
