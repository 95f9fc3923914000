"""Sets of places that claims range over: what is of an environment, of a team, or may hold PHI."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from phizone_environments.environment import DataClass
from phizone_policies.check import View
from phizone_policies.proofs.network.engine.internet import internet_addresses
from phizone_policies.proofs.network.model import Interface, Kind, ManagedEgress, Network
from phizone_policies.proofs.network.question import Ends
from phizone_policies.views.data_classes import PHI
from phizone_policies.views.tags import tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import UnknownValue


def internet(network: Network) -> Ends:
    """Everything on the internet."""
    return Ends(outside=internet_addresses(network))


def of_environment(network: Network, environment: str) -> Ends:
    """Everything of an environment, in its VPCs and in AWS's networks, but for its endpoints of AWS services."""
    return _ends(
        network,
        lambda each: environment_of(network, each) == environment and each.kind is not Kind.ENDPOINT,
        lambda each: each.environment == environment,
    )


def of_team(network: Network, team: str, environment: str = "") -> Ends:
    """Everything of a team, in one environment where that is given."""
    return _ends(
        network,
        lambda each: each.team == team and environment in ("", environment_of(network, each)),
        lambda each: each.team == team and environment in ("", each.environment),
    )


def of_phi(view: View, network: Network, environment: str) -> Ends:
    """Everything of an environment that may hold PHI; empty for one that by `environments/` holds none.

    Beside endpoints nothing there is left out: whatever stands in the subnets may work with PHI. Raises: NoZone.
    """
    holds = view.zone.environment(environment).data is DataClass.PHI
    return of_environment(network, environment) if holds else Ends()


def tagged_phi(graph: Graph, network: Network) -> Ends:
    """Everything of a program without `environments/` in a VPC or subnet that is tagged PHI, or that is so itself."""
    marked = graph.cached(_marked)
    return _ends(
        network,
        lambda each: each.kind is not Kind.ENDPOINT and bool(_names(network, each) & marked),
        lambda each: each.name in marked,
    )


def teams(network: Network) -> tuple[str, ...]:
    """The teams that have something in the network, sorted."""
    found = {each.team for each in network.interfaces.values()} | {each.team for each in network.managed}
    return tuple(sorted(found - {""}))


def environments(network: Network) -> tuple[str, ...]:
    """The environments that have a VPC, or something in AWS's networks, sorted."""
    found = {each.environment for each in network.vpcs.values()} | {each.environment for each in network.managed}
    return tuple(sorted(found))


def vpc_of(network: Network, interface: Interface) -> str:
    """Name of the VPC that an interface is in; empty where its subnet is not known."""
    subnet = network.subnets.get(interface.subnet)
    return subnet.vpc if subnet else ""


def environment_of(network: Network, interface: Interface) -> str:
    """The environment whose VPC an interface is in; empty where that is not known."""
    vpc = network.vpcs.get(vpc_of(network, interface))
    return vpc.environment if vpc else ""


def _ends(network: Network, has: Callable[[Interface], bool], computes: Callable[[ManagedEgress], bool]) -> Ends:
    interfaces: Iterable[Interface] = network.interfaces.values()
    return Ends(
        interfaces=tuple(sorted(each.name for each in interfaces if has(each))),
        managed=tuple(sorted({each.name for each in network.managed if computes(each)})),
    )


def _names(network: Network, interface: Interface) -> set[str]:
    return {interface.owner, interface.name, interface.subnet, vpc_of(network, interface)}


def _marked(graph: Graph) -> frozenset[str]:
    """Addresses of what is tagged PHI; what does not tell its tags counts as such."""
    found = set()
    for node in graph:
        try:
            if tag(node, "DataClassification") == PHI:
                found.add(node.address)
        except UnknownValue:
            found.add(node.address)
    return frozenset(found)
