"""The rules of a security group, which stand in it or in resources of their own, in three generations of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from phizone_policies.views.blocks import inside
from phizone_policies.views.naming import is_named, named_node, naming
from phizone_policies.views.networks import VPCS, cidr_text, vpc_of
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Unknown, Value

GROUPS = ("aws_security_group", "aws_default_security_group")
"""Types of security groups."""
RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
"""Types of rules that stand alone."""
READS = (
    "aws_default_security_group.egress",
    "aws_default_security_group.ingress",
    "aws_ec2_managed_prefix_list.entry",
    "aws_ec2_managed_prefix_list_entry.cidr",
    "aws_ec2_managed_prefix_list_entry.prefix_list_id",
    "aws_security_group.egress",
    "aws_security_group.ingress",
    "aws_security_group_rule.cidr_blocks",
    "aws_security_group_rule.from_port",
    "aws_security_group_rule.ipv6_cidr_blocks",
    "aws_security_group_rule.prefix_list_ids",
    "aws_security_group_rule.protocol",
    "aws_security_group_rule.security_group_id",
    "aws_security_group_rule.self",
    "aws_security_group_rule.source_security_group_id",
    "aws_security_group_rule.to_port",
    "aws_security_group_rule.type",
    *(
        f"aws_vpc_security_group_{direction}_rule.{name}"
        for direction in ("egress", "ingress")
        for name in (
            "cidr_ipv4",
            "cidr_ipv6",
            "from_port",
            "ip_protocol",
            "prefix_list_id",
            "referenced_security_group_id",
            "security_group_id",
            "to_port",
        )
    ),
)
"""What this view reads, for the checks that use it."""
_CIDRS = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
_PREFIX_LISTS = ("prefix_list_ids", "prefix_list_id")
_PEERS = ("security_groups", "source_security_group_id", "referenced_security_group_id")
_LISTS = "aws_ec2_managed_prefix_list"
_DEFAULT = "default_security_group_id"
_ALL_PORTS = (0, 65535)

Read = Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Rule:
    """Traffic that a security group lets through."""

    node: Node
    """The resource that says so."""
    direction: str
    """`ingress` or `egress`."""
    protocol: str
    """As `tcp`; `-1` for every protocol."""
    ports: tuple[int, int]
    """First and last port."""
    cidrs: tuple[str, ...]
    """Blocks at the other end, those of our prefix lists among them."""
    peers: tuple[Value, ...]
    """Security groups at the other end."""
    itself: bool
    """Whether members of the group are at the other end."""

    def reaches(self, first: int, last: int) -> bool:
        """Whether it lets TCP through to one of these ports."""
        return self.protocol in ("-1", "all", "tcp", "6") and self.ports[0] <= last and first <= self.ports[1]


def rules_in(graph: Graph, node: Node) -> tuple[Rule, ...]:
    """The rules that a group or a rule resource states itself. Raises: UnknownValue."""
    if node.type in RULES:
        return (_rule(graph, node, _direction(node), node.get),)
    return tuple(
        _rule(graph, node, direction, partial(inside, node, block))
        for direction in ("ingress", "egress")
        for block in node.blocks(direction)
    )


def rules_of(graph: Graph, group: Node) -> tuple[Rule, ...]:
    """Every rule of a group, wherever it stands. Raises: UnknownValue."""
    vpc = vpc_of(graph, group) if group.type == "aws_default_security_group" else None
    alone = naming(graph, group, RULES, "security_group_id")
    by_vpc = naming(graph, vpc, RULES, "security_group_id", _DEFAULT) if vpc else ()
    return tuple(rule for node in (group, *alone, *by_vpc) for rule in rules_in(graph, node))


def group(graph: Graph, value: Value) -> Node | None:
    """The group that a value names, a VPC's default one by the VPC, too; None for one that the graph does not hold."""
    found = named_node(graph, value, GROUPS)
    if found is not None:
        return found
    vpc = named_node(graph, value, VPCS, _DEFAULT)
    adopted = naming(graph, vpc, ("aws_default_security_group",), "vpc_id") if vpc else ()
    return adopted[0] if adopted else None


def admitted(graph: Graph, into: Node, ports: tuple[int, int]) -> Iterator[Node]:
    """The groups of this graph whose members, TCP to one of these ports of a group is open to. Raises: UnknownValue."""
    for rule in rules_of(graph, into):
        if rule.direction == "ingress" and rule.reaches(*ports):
            found = [group(graph, peer) for peer in rule.peers]
            yield from (each for each in found if each is not None)
            if rule.itself:
                yield into


def _direction(node: Node) -> str:
    return node.text("type") if node.type == "aws_security_group_rule" else node.type.split("_")[-2]


def _rule(graph: Graph, node: Node, direction: str, read: Read) -> Rule:
    blocks = [cidr_text(graph, node, value) for key in _CIDRS for value in _many(node, read(key))]
    listed = [cidr for key in _PREFIX_LISTS for value in _many(node, read(key)) for cidr in _listed(graph, value)]
    protocol = read("protocol") or read("ip_protocol")
    first, last = read("from_port"), read("to_port")
    every = str(protocol) in ("-1", "all") or not isinstance(first, int) or not isinstance(last, int)
    return Rule(
        node=node,
        direction=direction,
        protocol=str(protocol),
        ports=_ALL_PORTS if every else (int(str(first)), int(str(last))),
        cidrs=(*blocks, *listed),
        peers=tuple(value for key in _PEERS for value in _many(node, read(key))),
        itself=read("self") is True,
    )


def _listed(graph: Graph, value: Value) -> Iterator[str]:
    """The blocks of one of our prefix lists; of AWS's own lists none, since they name its services."""
    for prefix_list in graph.of_type(_LISTS):
        if not is_named(graph, prefix_list, value):
            continue
        for block in prefix_list.blocks("entry"):
            yield cidr_text(graph, prefix_list, inside(prefix_list, block, "cidr"))
        for entry in graph.of_type(f"{_LISTS}_entry"):
            if is_named(graph, prefix_list, entry.get("prefix_list_id")):
                yield cidr_text(graph, entry, entry.get("cidr"))


def _many(node: Node, value: Value) -> list[Value]:
    values: list[Value] = [] if value is None else value if isinstance(value, list) else [value]
    if any(isinstance(each, Unknown) for each in values):
        raise UnknownValue(node.address, "rule")
    return values
