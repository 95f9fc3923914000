"""What a person types for a place: an address of the graph, a CIDR, a team, an environment, or the internet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_network

from phizone_environments.zone import Zone
from phizone_policies.proofs.network import sets_of
from phizone_policies.proofs.network.build.addresses import block
from phizone_policies.proofs.network.engine.internet import internet_addresses
from phizone_policies.proofs.network.model import Block, Interface, Network
from phizone_policies.proofs.network.narrow import shared
from phizone_policies.proofs.network.question import INTERNET, Ends
from phizone_policies.proofs.network.standing import standing
from phizone_stacks.graph.graph import Graph

_TEAM, _ENVIRONMENT, _ADDRESS = "team", "environment", "address"
_KINDS = (_TEAM, _ENVIRONMENT, _ADDRESS)
_NEAR, _LISTED = 3, 5


def ends_of(graph: Graph, network: Network, text: str, zone: Zone | None = None) -> Ends:
    """The places that a text means.

    `internet`; a CIDR or an address, which means the interfaces that may own one of its addresses and the rest of it on
    the internet; an address of the graph, whole or its end, as Terraform writes it or as the zone does; the name of a
    team or an environment. `team:`, `environment:` and `address:` before a name say which is meant.
    Raises: ValueError where it means nothing, or more than one thing.
    """
    text = text.strip()
    if text == INTERNET:
        return sets_of.internet(network)
    cidr = _cidr(text)
    if cidr is not None:
        return _of_block(network, cidr)
    names = _names(graph, network, zone)
    kind, _, name = text.partition(":")
    if kind in _KINDS and name:
        return _one(graph, network, names, kind, name)
    found = [each for each in _KINDS if _matches(names[each], text, each)]
    if len(found) > 1:
        said = " or ".join(f"{each}:{text}" for each in found)
        raise ValueError(f"{text} is the name of more than one thing; say {said}")
    if not found:
        raise ValueError(_nothing(names, text))
    return _one(graph, network, names, found[0], text)


def _one(graph: Graph, network: Network, names: Mapping[str, tuple[str, ...]], kind: str, name: str) -> Ends:
    found = _matches(names[kind], name, kind)
    if not found:
        raise ValueError(_nothing({kind: names[kind]}, name))
    if len(found) > 1:
        listed = ", ".join(found[:_LISTED])
        raise ValueError(f"{name} is the end of {len(found)} addresses; say which, as {listed}")
    of: Mapping[str, Callable[[str], Ends]] = {
        _TEAM: lambda each: sets_of.of_team(network, each),
        _ENVIRONMENT: lambda each: sets_of.of_environment(network, each),
        _ADDRESS: lambda each: standing(graph, network, each),
    }
    return of[kind](found[0])


def _names(graph: Graph, network: Network, zone: Zone | None) -> Mapping[str, tuple[str, ...]]:
    """Everything that can be named, by kind."""
    teams, environments = set(sets_of.teams(network)), set(sets_of.environments(network))
    if zone is not None:
        teams |= {team.name for team in zone.organization.teams}
        environments |= {each.name for each in zone.environments}
    addresses = {*(node.address for node in graph), *network.interfaces, *network.subnets, *network.vpcs}
    return {_TEAM: _sorted(teams), _ENVIRONMENT: _sorted(environments), _ADDRESS: _sorted(addresses)}


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _matches(names: tuple[str, ...], text: str, kind: str) -> tuple[str, ...]:
    """The names that a text is; of addresses, too, those it is the end of after a slash or a module's dot."""
    if text in names:
        return (text,)
    if kind != _ADDRESS:
        return ()
    return tuple(name for name in names if name.endswith((f"/{text}", f".{text}")) and " " not in name)


def _nothing(names: Mapping[str, tuple[str, ...]], text: str) -> str:
    near = [each for kind in names for each in get_close_matches(text, names[kind], _NEAR, 0.5)]
    ends = [each for each in names.get(_ADDRESS, ()) if text and text in each][:_NEAR]
    meant = list(dict.fromkeys([*near, *ends]))[:_LISTED]
    known = [f"{kind} {', '.join(names[kind])}" for kind in (_TEAM, _ENVIRONMENT) if names.get(kind)]
    listed = f" ({'; '.join(known)})" if known else ""
    also = f"; did you mean {', '.join(meant)}?" if meant else ""
    return (
        f"{text or 'an empty text'} names nothing: give an address of the graph, a CIDR, a team, an environment"
        f"{listed} or internet{also}"
    )


def _cidr(text: str) -> Block | None:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return None
    return block(text)


def _of_block(network: Network, cidr: Block) -> Ends:
    """The interfaces that may own one of some addresses, with these alone, and the part of these on the internet."""
    interfaces = tuple(sorted(each.name for each in network.interfaces.values() if _may_own(each, cidr)))
    return Ends(interfaces, tuple(_outside(network, cidr)), within=(cidr,) if interfaces else ())


def _may_own(interface: Interface, cidr: Block) -> bool:
    return any(shared(each, cidr) is not None for each in interface.blocks)


def _outside(network: Network, cidr: Block) -> Iterator[Block]:
    parts = (shared(each, cidr) for each in internet_addresses(network))
    yield from (part for part in parts if part is not None)
