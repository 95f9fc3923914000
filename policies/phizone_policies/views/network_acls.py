"""The rules of a network ACL in AWS's order, which stand in it or in resources of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network

from phizone_policies.views.blocks import inside
from phizone_policies.views.naming import named_node, naming
from phizone_policies.views.networks import VPCS, cidr_text, is_world
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

ACLS = ("aws_network_acl", "aws_default_network_acl")
"""Types of network ACLs."""
READS = (
    "aws_default_network_acl.default_network_acl_id",
    "aws_default_network_acl.egress",
    "aws_default_network_acl.ingress",
    "aws_network_acl.egress",
    "aws_network_acl.ingress",
    "aws_network_acl_rule.cidr_block",
    "aws_network_acl_rule.egress",
    "aws_network_acl_rule.from_port",
    "aws_network_acl_rule.ipv6_cidr_block",
    "aws_network_acl_rule.network_acl_id",
    "aws_network_acl_rule.protocol",
    "aws_network_acl_rule.rule_action",
    "aws_network_acl_rule.rule_number",
    "aws_network_acl_rule.to_port",
)
"""What this view reads, for the checks that use it."""
_RULES = ("aws_network_acl_rule",)
_DEFAULT = "default_network_acl_id"
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
    for node in _alone(graph, acl):
        if node.get("egress") is (direction == "egress"):
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
    return naming(graph, vpc, ("aws_default_network_acl",), _DEFAULT, _DEFAULT)


def _alone(graph: Graph, acl: Node) -> tuple[Node, ...]:
    """The rules that are resources of their own; they may name a default ACL by its VPC."""
    vpc = named_node(graph, acl.get(_DEFAULT), VPCS, _DEFAULT) if acl.type == "aws_default_network_acl" else None
    by_vpc = naming(graph, vpc, _RULES, "network_acl_id", _DEFAULT) if vpc else ()
    return (*naming(graph, acl, _RULES, "network_acl_id"), *by_vpc)


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
