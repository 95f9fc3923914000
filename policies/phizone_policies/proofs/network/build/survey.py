"""What is known while a graph is read: who is who in it, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from phizone_policies.proofs.network.model import Unmodelled
from phizone_policies.views.documents import MalformedPolicy
from phizone_policies.views.naming import named_node
from phizone_policies.views.networks import SUBNETS, VPCS
from phizone_policies.views.security_groups import GROUPS
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Unknown, Value

TABLES = ("aws_route_table", "aws_default_route_table")
"""Types of VPCs' route tables."""
ACLS = ("aws_network_acl", "aws_default_network_acl")
"""Types of network ACLs."""
_MAIN = ("default_route_table_id", "main_route_table_id")
_IDS = ("id", "arn")
_DEFAULT_GROUP = " default security group"
_DEPTH = 3
_Name = Callable[[str], str]


class Survey:
    """A graph that is being read into a network."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.unmodelled: dict[tuple[str, str], Unmodelled] = {}
        self.assumptions: set[str] = set()
        self.implicit: dict[str, Node] = {}
        self.inventory: Counter[str] = Counter()

    def sure(self, node: Node, *paths: str) -> None:
        """Notes that a setting of a node is not known, where it is not."""
        for path in paths:
            if isinstance(node.peek(path), Unknown):
                self.missing(node.address, f"{path} is not known before apply", *self.places(node))

    def missing(self, name: str, why: str, *places: str) -> None:
        """Notes something that may carry packets and is not known; without places it could be anywhere."""
        self.unmodelled.setdefault((name, why), Unmodelled(name, why, tuple(sorted({*places} - {""}))))

    @contextmanager
    def reading(self, node: Node, *places: str) -> Iterator[None]:
        """A part of a node whose values may be unknown: it is noted with the places that hang on it."""
        try:
            yield
        except (UnknownValue, MalformedPolicy, ValueError) as missing:
            self.missing(node.address, str(missing), *(places or self.places(node)))

    def of_type(self, *types: str) -> tuple[Node, ...]:
        """The nodes of some types, counted into the inventory."""
        found = self.graph.of_type(*types)
        for kind in types:
            self.inventory[kind] = sum(1 for node in found if node.type == kind)
        return found

    def named(self, value: Value, *types: str) -> Node | None:
        """The node of some types that a value names by id or ARN; None for one that the graph does not hold."""
        found = (named_node(self.graph, value, types, attribute) for attribute in _IDS)
        return next((node for node in found if node is not None), None)

    def vpc(self, value: Value) -> str:
        """Name of the VPC that a value names; empty for one that the graph does not hold."""
        found = self.named(value, *VPCS)
        return found.address if found else ""

    def vpc_of(self, node: Node) -> str:
        """Name of the VPC of a node's `vpc_id`, which is the account's default one where it names none.

        Raises: UnknownValue.
        """
        value = node.get("vpc_id")
        return self.default_vpc(node) if value in (None, "") else self.vpc(value)

    def subnet(self, value: Value) -> str:
        """Name of the subnet that a value names; empty for one that the graph does not hold."""
        found = self.named(value, *SUBNETS)
        return found.address if found else ""

    def table(self, value: Value) -> str:
        """Name of the route table that a value names, a VPC's default one by the VPC, too."""
        return self._own_or_default(value, TABLES, _MAIN, self.default_table)

    def acl(self, value: Value) -> str:
        """Name of the network ACL that a value names, a VPC's default one by the VPC, too."""
        return self._own_or_default(value, ACLS, ("default_network_acl_id",), self.default_acl)

    def group(self, value: Value) -> str:
        """Name of the security group that a value names, a VPC's default one by the VPC, too."""
        return self._own_or_default(value, GROUPS, ("default_security_group_id",), self.default_group)

    def _own_or_default(self, value: Value, types: tuple[str, ...], attributes: tuple[str, ...], default: _Name) -> str:
        found = self.named(value, *types)
        if found is not None:
            return found.address
        vpcs = (named_node(self.graph, value, VPCS, attribute) for attribute in attributes)
        return next((default(vpc.address) for vpc in vpcs if vpc is not None), "")

    def default_table(self, vpc: str) -> str:
        """Name of the route table that AWS puts into a VPC: the node that adopts it, else after the VPC."""
        return self._adopted_tables.get(vpc) or f"{vpc} default route table"

    def main_table(self, vpc: str) -> str:
        """Name of the main route table of a VPC: the one that something makes its main one, else AWS's."""
        return self._main_tables.get(vpc) or self.default_table(vpc)

    def default_acl(self, vpc: str) -> str:
        """Name of the network ACL that AWS puts into a VPC, as `default_table`."""
        return self._adopted_acls.get(vpc) or f"{vpc} default network ACL"

    def default_group(self, vpc: str) -> str:
        """Name of the security group that AWS puts into a VPC, as `default_table`."""
        return self._adopted_groups.get(vpc) or f"{vpc}{_DEFAULT_GROUP}"

    def vpc_of_default_group(self, group: str) -> str:
        """Name of the VPC whose default security group a name is; empty for any other group."""
        return self._adopting.get(group) or (
            group.removesuffix(_DEFAULT_GROUP) if group.endswith(_DEFAULT_GROUP) else ""
        )

    def default_vpc(self, node: Node) -> str:
        """Name of the default VPC of a node's account and region, which exists though nothing of the graph says so."""
        place = (node.account, node.region)
        for own in self.graph.of_type("aws_default_vpc"):
            if (own.account, own.region) == place:
                return own.address
        name = f"default VPC of account {node.account} in {node.region or 'its region'}"
        self.implicit.setdefault(name, node)
        return name

    def places(self, node: Node) -> tuple[str, ...]:
        """The subnets that a node refers to, else the VPCs, over what it refers to; empty for none."""
        subnets: set[str] = set()
        vpcs: set[str] = set()
        seen, waiting = {node.address}, [(node.address, 0)]
        while waiting:
            address, depth = waiting.pop()
            found = self.graph.find(address)
            if found is None:
                continue
            if found.type in SUBNETS or found.type in VPCS:
                (subnets if found.type in SUBNETS else vpcs).add(address)
            elif depth < _DEPTH:
                more = [each for each in self.graph.refers_to(found) if each not in seen]
                seen.update(more)
                waiting += [(each, depth + 1) for each in more]
        return tuple(sorted(subnets or vpcs))

    @cached_property
    def _adopted_tables(self) -> Mapping[str, str]:
        return self._adopted("aws_default_route_table", "default_route_table_id", _MAIN)

    @cached_property
    def _adopted_acls(self) -> Mapping[str, str]:
        return self._adopted("aws_default_network_acl", "default_network_acl_id", ("default_network_acl_id",))

    @cached_property
    def _adopted_groups(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for node in self.graph.of_type("aws_default_security_group"):
            with self.reading(node):
                found[self.vpc_of(node)] = node.address
        return found

    @cached_property
    def _main_tables(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for node in self.of_type("aws_main_route_table_association"):
            vpc = self.vpc(node.peek("vpc_id"))
            if not vpc:
                self.missing(node.address, "its VPC is not in the graph, or not known before apply", *self.places(node))
            found[vpc] = self.table(node.peek("route_table_id")) or unknown_table(node)
        return found

    @cached_property
    def _adopting(self) -> Mapping[str, str]:
        return {name: vpc for vpc, name in self._adopted_groups.items()}

    def _adopted(self, kind: str, path: str, attributes: tuple[str, ...]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for node in self.graph.of_type(kind):
            with self.reading(node):
                vpcs = (named_node(self.graph, node.get(path), VPCS, attribute) for attribute in attributes)
                vpc = next((each for each in vpcs if each is not None), None)
                if vpc is None:
                    self.missing(node.address, "it adopts something of a VPC that the graph does not hold")
                else:
                    found[vpc.address] = node.address
        return found


def unknown_table(node: Node) -> str:
    """Name of the route table that an association names and that is not known."""
    return f"{node.address} route table"
