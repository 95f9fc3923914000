"""What an interface stands in and holds: its subnet, its addresses, its security groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address

from phizone_policies.proofs.network.build.addresses import EVERYWHERE, block
from phizone_policies.proofs.network.build.kinds import among
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import ANY, IPV4, Block, Group, GroupRule, Subnet
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value

# Settings by which a type has IPv6 addresses in a subnet that has some; others may have them.
_IPV6: Mapping[str, tuple[str, ...]] = {
    "aws_alb": ("ip_address_type",),
    "aws_db_instance": ("network_type",),
    "aws_instance": ("ipv6_address_count", "ipv6_addresses"),
    "aws_lambda_function": ("vpc_config.0.ipv6_allowed_for_dual_stack",),
    "aws_lb": ("ip_address_type",),
    "aws_network_interface": ("ipv6_address_count", "ipv6_addresses", "ipv6_prefix_count", "ipv6_prefixes"),
    "aws_rds_cluster": ("network_type",),
    "aws_spot_instance_request": ("ipv6_address_count", "ipv6_addresses"),
    "aws_vpc_endpoint": ("ip_address_type",),
}
_ASSUMED = "a security group that AWS makes for a resource, and that is not in the graph, lets everything through"
_WITHOUT: tuple[Value, ...] = (None, False, 0, [], "", "ipv4", "IPV4")
_BY_SUBNET = ("aws_instance", "aws_network_interface", "aws_spot_instance_request")


class Stands:
    """Answers where interfaces stand, and keeps the groups that AWS makes for some."""

    def __init__(self, survey: Survey, subnets: Mapping[str, Subnet]) -> None:
        self.survey = survey
        self.subnets = subnets
        self.made: dict[str, Group] = {}

    def blocks(self, node: Node, subnet: str) -> tuple[Block, ...]:
        """The addresses that an interface of a node may have in a subnet."""
        whole = self.subnets[subnet].blocks
        paths = _IPV6.get(node.type)
        if paths is None or any(node.peek(path) not in _WITHOUT for path in paths):
            return whole
        assigns = node.type in _BY_SUBNET and self._assigns_ipv6(subnet)
        return whole if assigns else tuple(each for each in whole if each.family == IPV4)

    def _assigns_ipv6(self, subnet: str) -> bool:
        node = self.survey.graph.find(subnet)
        # What is not known may be so: it is noted with the subnet.
        return node is not None and any(
            node.peek(path) not in _WITHOUT for path in ("assign_ipv6_address_on_creation", "ipv6_native")
        )

    def fixed(self, node: Node, subnet: str, *values: Value) -> tuple[Block, ...]:
        """The addresses that a node names as its own, else all it may have."""
        named = [each for value in values for each in (value if isinstance(value, list) else [value])]
        texts = [each for each in named if isinstance(each, str) and each]
        literal = tuple(block(str(ip_address(each))) for each in texts)
        families = {each.family for each in literal}
        return (*literal, *(each for each in self.blocks(node, subnet) if each.family not in families))

    def groups(self, node: Node, subnet: str, given: Iterable[str]) -> tuple[str, ...]:
        """Its groups; those of what names none are AWS's own for it, or the VPC's default one."""
        named = tuple(dict.fromkeys(given))
        if named:
            return named
        if among("own_group", node.type):
            self.survey.assumptions.add(_ASSUMED)
            return (self.open_group(f"{node.address} group of AWS's own", subnet),)
        return (self.survey.default_group(self.subnets[subnet].vpc),)

    def open_group(self, name: str, subnet: str) -> str:
        """A group that lets everything through, as for what has none that filters."""
        if name not in self.made:
            rule = GroupRule(name, ANY, EVERYWHERE)
            self.made[name] = Group(name, self.subnets[subnet].vpc, (rule,), (rule,))
        return name

    def maps_public(self, subnet: str) -> bool:
        """Whether what launches in a subnet gets a public address where nothing says otherwise."""
        node = self.survey.graph.find(subnet)
        return node is None or node.peek("map_public_ip_on_launch") is True

    def group_names(self, node: Node, values: Iterable[Value]) -> tuple[str, ...]:
        """Names of the groups that a node's values name; one that the graph does not hold is noted."""
        found = []
        for value in values:
            name = self.survey.group(value)
            if not name:
                shown = value.address if isinstance(value, Ref) else str(value)
                self.survey.missing(node.address, f"its security group {shown} is not in the graph")
            found.append(name)
        return tuple(dict.fromkeys(name for name in found if name))
