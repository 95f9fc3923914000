"""The rules of a network ACL in AWS's order, which stand in it or in resources of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network

from phizone_policies.views.blocks import inside
from phizone_policies.views.networks import cidr_text, is_named, is_world
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

ACLS = ("aws_network_acl", "aws_default_network_acl")
"""Types of network ACLs."""
_PROTOCOLS = {"-1": "all", "6": "tcp", "17": "udp"}
_ALL_PORTS = (0, 65535)

Read = Callable[[str], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One rule of a direction; of those that match a packet, the one with the lowest number decides."""

    number: int
    """Its number."""
    allows: bool
    """Whether it lets the packet through."""
    protocol: str
    """`tcp`, `udp`, another protocol's name or number, or `all`."""
    ports: tuple[int, int]
    """First and last port."""
    cidr: str
    """The block at the other end."""
    node: Node
    """The resource that says so."""

    def matches(self, protocol: str, port: int) -> bool:
        """Whether it speaks of a port of a protocol."""
        return self.protocol in ("all", protocol) and self.ports[0] <= port <= self.ports[1]


def entries(graph: Graph, acl: Node, direction: str = "ingress") -> tuple[Entry, ...]:
    """The rules of a direction, in AWS's order. Raises: UnknownValue."""
    found = [_entry(graph, acl, partial(inside, acl, block)) for block in acl.blocks(direction)]
    for node in graph.of_type("aws_network_acl_rule"):
        if _is_acl(graph, acl, node.get("network_acl_id")) and node.get("egress") is (direction == "egress"):
            found.append(_entry(graph, node, node.get))
    return tuple(sorted(found, key=lambda entry: entry.number))


def opens(found: Iterable[Entry], protocol: str, port: int) -> Entry | None:
    """The rule that lets the world reach a port; None where none does, or an earlier one refuses the world."""
    refused: set[int] = set()
    for entry in found:
        if not entry.matches(protocol, port):
            continue
        block = ip_network(entry.cidr, strict=False)
        if entry.allows and is_world(entry.cidr) and block.version not in refused:
            return entry
        if not entry.allows and block.prefixlen == 0:
            refused.add(block.version)
    return None


def default_acls(graph: Graph, vpc: Node) -> tuple[Node, ...]:
    """The nodes that adopt the network ACL which AWS puts into a VPC. Raises: UnknownValue."""
    nodes = graph.of_type("aws_default_network_acl")
    return tuple(node for node in nodes if is_named(vpc, node.get("default_network_acl_id"), "default_network_acl_id"))


def _is_acl(graph: Graph, acl: Node, value: Value) -> bool:
    vpc = graph.target(value)
    return is_named(acl, value) or (vpc is not None and acl in default_acls(graph, vpc))


def _entry(graph: Graph, node: Node, read: Read) -> Entry:
    number, protocol = read("rule_no") or read("rule_number"), str(read("protocol"))
    first, last = read("from_port"), read("to_port")
    cidr = read("cidr_block") or read("ipv6_cidr_block")
    if not isinstance(number, int) or cidr is None:
        raise UnknownValue(node.address, "rule", "it has no number or no block")
    every = _PROTOCOLS.get(protocol, protocol) == "all" or not isinstance(first, int) or not isinstance(last, int)
    return Entry(
        number=number,
        allows=(read("action") or read("rule_action")) in ("allow", "ALLOW"),
        protocol=_PROTOCOLS.get(protocol, protocol),
        ports=_ALL_PORTS if every else (int(str(first)), int(str(last))),
        cidr=cidr_text(graph, node, cidr),
        node=node,
    )
