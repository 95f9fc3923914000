"""What makes an answer unknown: nothing to look at, something that is not in the graph or not modelled."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.network.engine.flight import Goal
from phizone_policies.proofs.network.engine.forward import arrivals
from phizone_policies.proofs.network.engine.goals import Goals
from phizone_policies.proofs.network.engine.index import Index
from phizone_policies.proofs.network.engine.internet import public
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import EVERY_ADDRESS, FAMILIES, addresses, intersect
from phizone_policies.proofs.network.engine.starts import sent, starts_of
from phizone_policies.proofs.network.model import ANY, Network
from phizone_policies.proofs.network.question import Ends, Question


def missing(network: Network, question: Question) -> tuple[str, ...]:
    """Why a question cannot be asked of a network, a sentence each."""
    sources, targets = question.sources, question.targets
    found = [f"there are no {name}, so that nothing was looked at" for name, ends in _sides(question) if not ends.size]
    for name in (*sources.interfaces, *targets.interfaces):
        found += _interface(network, name)
    known = {each.name for each in network.managed}
    for name in sorted({*sources.managed, *targets.managed} - known):
        found.append(f"{name} is not in a network of AWS's own, as far as the graph tells")
    for name, ends in _sides(question):
        if ends.outside and ends.size == 1 and not _public(network, ends):
            found.append(f"no address of the {name} is on the internet or in a VPC of the graph")
    if all(ends.outside and ends.size == 1 for _, ends in _sides(question)):
        found.append("sources and targets are both on the internet")
    return tuple(found)


def _sides(question: Question) -> tuple[tuple[str, Ends], tuple[str, Ends]]:
    return ("sources", question.sources), ("targets", question.targets)


def _public(network: Network, ends: Ends) -> bool:
    return any(intersect(public(network, family), addresses(ends.outside, family)) for family in FAMILIES)


def _interface(network: Network, name: str) -> Iterator[str]:
    interface = network.interfaces.get(name)
    if interface is None:
        yield f"{name} is not an interface of the network"
        return
    subnet = network.subnets.get(interface.subnet)
    if subnet is None:
        yield f"the subnet of {name} is not in the graph"
    elif subnet.vpc not in network.vpcs:
        yield f"the VPC of {name} is not in the graph"
    elif not interface.blocks:
        yield f"the address of {name} is not known"


def unmodelled(index: Index, search: Search, question: Question) -> tuple[str, ...]:
    """What is not modelled and could carry packets between the ends, a sentence each."""
    network = index.network
    if not network.unmodelled:
        return ()
    touched = search.touched | _surroundings(network, question.targets) | _flood(index, question)
    touched |= _groups(network, question.sources) | _groups(network, question.targets)
    found = (each for each in network.unmodelled if not each.places or touched & set(each.places))
    return tuple(f"{each.name}: {each.why}" for each in found)


def _groups(network: Network, ends: Ends) -> set[str]:
    """Security groups that decide on what leaves or arrives, a rule of which may not be known."""
    return {group for name in ends.interfaces for group in network.interfaces[name].groups}


def _surroundings(network: Network, ends: Ends) -> set[str]:
    subnets = {network.interfaces[name].subnet for name in ends.interfaces}
    return subnets | {network.subnets[name].vpc for name in subnets}


def _flood(index: Index, question: Question) -> set[str]:
    """VPCs and subnets where packets of the sources get to, with any destination."""
    network = index.network
    watched = {place for each in network.unmodelled for place in each.places}
    within: dict[str, dict[str, list[Goal]]] = {}
    for subnet in network.subnets.values():
        if watched & {subnet.name, subnet.vpc} and subnet.vpc in network.vpcs:
            where = {family: index.addresses(subnet.blocks, family) for family in FAMILIES}
            within.setdefault(subnet.vpc, {})[subnet.name] = [
                Goal((subnet.name,), subnet.name, where, (), public=True, filtered=False)
            ]
    goals = Goals(within, dict.fromkeys(FAMILIES, ()), nat=False)
    goals.destinations = dict(EVERY_ADDRESS)
    search = Search(index, goals)
    for flight in starts_of(search, question.sources, ANY):
        for _ in arrivals(search, sent(search, flight)):
            pass
    return search.touched
