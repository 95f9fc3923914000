"""The places where a resource stands, or that it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.network.build.joined import joined
from phizone_policies.proofs.network.build.managed import is_cut_off
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Interface, Network
from phizone_policies.proofs.network.question import Ends
from phizone_policies.proofs.network.sets_of import vpc_of
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_DOMAIN, _PROFILE = "aws_sagemaker_domain", "aws_sagemaker_user_profile"
_PASSED = "is no place where packets begin or arrive; name an instance, a subnet, a VPC, a security group or such"


def standing(graph: Graph, network: Network, address: str) -> Ends:
    """The interfaces of what has an address, those in it or with it, and itself where it computes in AWS's networks.

    A user profile's, and a domain's, are those that their apps may have. Raises: ValueError where nothing can be.
    """
    managed = tuple(sorted({each.name for each in network.managed if each.name == address}))
    own = tuple(sorted({each.name for each in network.interfaces.values() if _is_of(network, each, address)}))
    if own or managed:
        return Ends(interfaces=own, managed=managed)
    node = graph.find(address)
    if node is not None and address in {each.name for each in network.unmodelled}:
        # Not in the network, so that the answer says so.
        return Ends(interfaces=(address,))
    if node is None or address in network.subnets or address in network.vpcs or address in network.groups:
        return Ends()
    started = tuple(sorted(set(_started(Survey(graph), network, node))))
    domain = Survey(graph).named(node.peek("domain_id"), _DOMAIN) if node.type == _PROFILE else None
    managed = tuple(each.name for each in network.managed if domain is not None and each.name == domain.address)
    if is_cut_off(node):
        return Ends(cut_off=(address,))
    if not started and not managed:
        raise ValueError(f"{address} {_PASSED}")
    return Ends(interfaces=started, managed=managed)


def _is_of(network: Network, interface: Interface, address: str) -> bool:
    names = (interface.name, interface.owner, interface.subnet, vpc_of(network, interface), *interface.groups)
    return address in names


def _started(survey: Survey, network: Network, node: Node) -> Iterator[str]:
    """The hypothetical interfaces with one of the groups, in one of the subnets, that a resource names."""
    found = joined(survey, node)
    groups, subnets = set(found.groups), set(found.subnets)
    if node.type == _PROFILE:
        domain = survey.named(node.peek("domain_id"), _DOMAIN)
        subnets |= set(joined(survey, domain).subnets) if domain else set()
    if node.type == _DOMAIN:
        for profile in survey.graph.referrers(node, _PROFILE):
            groups |= set(joined(survey, profile).groups)
    if subnets and not groups:
        groups = {survey.default_group(network.subnets[name].vpc) for name in subnets if name in network.subnets}
    for subnet in subnets:
        for group in groups:
            if f"{subnet} with {group}" in network.interfaces:
                yield f"{subnet} with {group}"
