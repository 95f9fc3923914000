"""Network interfaces of what the graph makes: instances, interfaces by themselves, and everything that names places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from phizone_policies.proofs.network.build.joined import Joined, joined
from phizone_policies.proofs.network.build.kinds import among, holders, modelled
from phizone_policies.proofs.network.build.stands import Stands
from phizone_policies.proofs.network.build.teams import team_of_node
from phizone_policies.proofs.network.model import Interface, Kind
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value

INSTANCES = ("aws_instance", "aws_spot_instance_request")
"""Types of instances."""
_INTERFACE = "aws_network_interface"
_BALANCERS = ("aws_alb", "aws_elb", "aws_lb")
_NAMING_PLACES = frozenset({*_BALANCERS, "aws_ec2_instance_connect_endpoint", "aws_vpclattice_resource_gateway"})
_PRIMARY = ("primary_network_interface_id", "primary_network_interface.0.network_interface_id")


class Interfaces:
    """Reads the interfaces of a graph."""

    def __init__(self, stands: Stands) -> None:
        self._stands, self._survey = stands, stands.survey

    def all(self) -> Iterator[Interface]:
        """Every interface that the graph makes, but those of VPC endpoints."""
        for node in self._survey.of_type(_INTERFACE):
            with self._survey.reading(node):
                yield from self._alone(node)
        for node in self._survey.of_type(*INSTANCES):
            with self._survey.reading(node):
                if node.address not in self._with_interface:
                    yield from self._of_instance(node)
        for node in self._survey.graph:
            if names_places(node.type):
                with self._survey.reading(node):
                    yield from self._of_any(node)

    def _alone(self, node: Node) -> Iterator[Interface]:
        self._survey.sure(node, "source_dest_check")
        subnet = self._subnet(node, node.get("subnet_id"))
        if subnet:
            named = self._stands.group_names(node, node.items("security_groups"))
            yield Interface(
                name=node.address,
                subnet=subnet,
                blocks=self._stands.fixed(node, subnet, node.peek("private_ips"), node.peek("ipv6_addresses")),
                groups=self._stands.groups(node, subnet, (*named, *self._added.get(node.address, ()))),
                kind=Kind.WORKLOAD,
                public=node.address in self._public,
                forwards=node.peek("source_dest_check") is False,
                owner=self._owners.get(node.address, node.address),
                team=team_of_node(node),
            )

    def _of_instance(self, node: Node) -> Iterator[Interface]:
        self._survey.sure(node, "source_dest_check")
        subnet = self._subnet(node, node.get("subnet_id"))
        if not subnet:
            return
        named = self._stands.group_names(node, node.items("vpc_security_group_ids"))
        by_name = tuple(name for value in node.items("security_groups") if (name := self._by_name(value)))
        given = node.peek("associate_public_ip_address")
        yield Interface(
            name=node.address,
            subnet=subnet,
            blocks=self._stands.fixed(node, subnet, node.peek("private_ip"), node.peek("ipv6_addresses")),
            groups=self._stands.groups(node, subnet, (*named, *by_name, *self._added.get(node.address, ()))),
            kind=Kind.WORKLOAD,
            public=node.address in self._public
            or (self._stands.maps_public(subnet) if given is None else given is not False),
            forwards=node.peek("source_dest_check") is False,
            owner=node.address,
            team=team_of_node(node),
        )

    def _of_any(self, node: Node) -> Iterator[Interface]:
        found = joined(self._survey, node)
        for why in found.outside:
            self._survey.missing(node.address, f"it names {why}", *(found.subnets or self._survey.places(node)))
        if not found.subnets:
            return
        # What names subnets and neither groups nor AWS's default has no interfaces that are known.
        if node.type.startswith("aws_networkmanager_"):
            return
        self._survey.inventory[node.type] += 1
        # A subnet that could not be read is noted where it was to be.
        for subnet in found.subnets:
            if subnet in self._stands.subnets:
                yield self._one(node, subnet, found)
            else:
                self._survey.missing(node.address, f"it stands in {subnet}, which could not be read", subnet)

    def _one(self, node: Node, subnet: str, found: Joined) -> Interface:
        stands = self._stands
        groups = stands.groups(node, subnet, found.groups)
        if node.type in _BALANCERS and not found.groups and node.peek("load_balancer_type") == "network":
            groups = (stands.open_group(f"{node.address} without security group", subnet),)
        launched = among("launches", node.type) and stands.maps_public(subnet) and not found.private
        return Interface(
            name=f"{node.address} in {subnet}" if len(found.subnets) > 1 else node.address,
            subnet=subnet,
            blocks=stands.blocks(node, subnet),
            groups=groups,
            kind=Kind.SERVICE if among("services", node.type) else Kind.WORKLOAD,
            public=found.public or launched or is_internet_facing(node),
            owner=node.address,
            team=team_of_node(node),
        )

    def _subnet(self, node: Node, value: Value) -> str:
        """The subnet that a value of a node names; without a value, that of the account's default VPC."""
        by_default = value in (None, "")
        name = f"{self._survey.default_vpc(node)} default subnets" if by_default else self._survey.subnet(value)
        if name not in self._stands.subnets:
            self._survey.missing(node.address, "it stands in a subnet that is not in the graph")
            return ""
        return name

    def _by_name(self, value: Value) -> str:
        """The group that an instance of the default VPC names by its name."""
        by_id = self._survey.group(value)
        found = named_node(self._survey.graph, value, ("aws_security_group",), "name")
        return by_id or (found.address if found else "")

    def _interface(self, value: Value) -> str:
        """The interface, or the instance by its first interface, that a value names; empty for none of the graph."""
        graph = self._survey.graph
        found = named_node(graph, value, (_INTERFACE, *INSTANCES))
        for path in _PRIMARY:
            found = found or named_node(graph, value, INSTANCES, path)
        return found.address if found else ""

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """Instance by interface that is attached to it."""
        found: dict[str, str] = {}
        for node in self._survey.graph.of_type(*INSTANCES):
            for path in ("network_interface", "primary_network_interface", "secondary_network_interface"):
                blocks = node.peek(path)
                for block in blocks if isinstance(blocks, list) else []:
                    value = block.get("network_interface_id") if isinstance(block, dict) else None
                    found[self._interface(value)] = node.address
        for node in self._survey.of_type("aws_network_interface_attachment"):
            instance = self._interface(node.peek("instance_id"))
            found.setdefault(self._interface(node.peek("network_interface_id")), instance)
        found.pop("", None)
        return found

    @cached_property
    def _with_interface(self) -> frozenset[str]:
        """Instances whose first interface is a resource of its own."""
        own = ("network_interface", "primary_network_interface")
        given = (
            (node, block)
            for node in self._survey.graph.of_type(*INSTANCES)
            for path in own
            for block in (node.attributes.get(path) or [])  # type: ignore[union-attr]
        )
        return frozenset(node.address for node, block in given if isinstance(block, dict) and _names_interface(block))

    @cached_property
    def _added(self) -> Mapping[str, tuple[str, ...]]:
        """Groups that something else puts onto an interface."""
        found: dict[str, tuple[str, ...]] = {}
        for node in self._survey.of_type("aws_network_interface_sg_attachment"):
            with self._survey.reading(node):
                name = self._interface(node.get("network_interface_id"))
                group = self._stands.group_names(node, [node.get("security_group_id")])
                found[name] = (*found.get(name, ()), *group)
        return found

    @cached_property
    def _public(self) -> frozenset[str]:
        """Interfaces and instances with an elastic IP address."""
        paths = {
            "aws_eip": ("instance", "network_interface"),
            "aws_eip_association": ("instance_id", "network_interface_id"),
        }
        found = set()
        for kind, names in paths.items():
            for node in self._survey.of_type(kind):
                self._survey.sure(node, *names)
                found |= {self._interface(node.peek(path)) for path in names}
        return frozenset(found - {""})


def names_places(kind: str) -> bool:
    """Whether resources of a type have interfaces wherever they name subnets."""
    if kind.startswith("data.") or among("irrelevant", kind) or kind in holders():
        return False
    return kind in _NAMING_PLACES or kind not in modelled()


def is_internet_facing(node: Node) -> bool:
    """Whether a resource is a load balancer with public addresses, which is so where it does not say `internal`."""
    return node.type in _BALANCERS and node.peek("internal") is not True


def _names_interface(block: Mapping[str, Value]) -> bool:
    return isinstance(block.get("network_interface_id"), Ref | str)
