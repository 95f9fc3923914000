"""The answer to a question about a network.

In the order of `Answer`: packets that arrive and are answered, packets that arrive, proxies, packets that a firewall
decides on, what is not known, and else isolation. The forward packet alone decides on isolation.

- Sources: interfaces send with any address they may own, from any port; an interface endpoint sends nothing of its
  own. The internet sends with its addresses, and so does what computes in AWS's own networks.
- Targets: the internet is arrived at by its addresses, by a gateway endpoint whose policy leads to others' resources
  and, where the whole internet is asked for, by an interface endpoint whose policy does.
- What computes without any network neither sends nor receives.
- An interface does not send to itself; a hypothetical one stands for several, which may send to one another.
- Something not modelled makes isolation unknown where it touches a place that packets of the sources get to with any
  destination, or a place of a target, or where it is not known what it touches.
- Two places with public addresses may meet on the internet under addresses that are not known: unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.blocked import blockers
from phizone_policies.proofs.network.engine.flight import Arrival, Flight
from phizone_policies.proofs.network.engine.forward import arrivals
from phizone_policies.proofs.network.engine.goals import goals_of
from phizone_policies.proofs.network.engine.idle import worth_following
from phizone_policies.proofs.network.engine.index import Index, index_of
from phizone_policies.proofs.network.engine.internet import internet_addresses
from phizone_policies.proofs.network.engine.managed import managed_hops
from phizone_policies.proofs.network.engine.proxies import places, proxy_hops
from phizone_policies.proofs.network.engine.returns import answered
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.starts import sent, starts_of
from phizone_policies.proofs.network.engine.unknowns import missing, unmodelled
from phizone_policies.proofs.network.engine.witness import way_of
from phizone_policies.proofs.network.model import Interface, Network
from phizone_policies.proofs.network.question import INTERNET, Answer, Ends, Question, Reach

ASSUMPTIONS = (
    "connections that are open when a rule goes stay open until they end",
    "what begins a connection does so from a port of 1024 to 65535",
    "what leaves by copies, shares and deliveries of AWS services is no packet and is proved elsewhere",
)
"""What every answer takes for true."""


def reach(network: Network, question: Question, *, explain: bool = True) -> Reach:
    """Whether a packet of the question's traffic that begins at a source arrives at a target.

    `explain` tells for ISOLATED what all stops packets, which takes longer than to see that they are stopped.
    """
    index = index_of(network)
    assumptions = tuple(sorted({*network.assumptions, *ASSUMPTIONS}))
    if lacking := missing(network, question):
        return Reach(Answer.UNKNOWN, unknown=lacking, assumptions=assumptions)
    return replace(_managed(network, question) or _decide(index, question, explain), assumptions=assumptions)


def _managed(network: Network, question: Question) -> Reach | None:
    if not question.targets.outside:
        return None
    hops = managed_hops(network, question.sources.managed)
    return Reach(Answer.REACHABLE, hops=hops) if hops else None


def _decide(index: Index, question: Question, explain: bool) -> Reach:
    search = Search(index, goals_of(index, question.targets))
    starts = list(starts_of(search, question.sources, question.traffic))
    packets = _by_packets(index, _found(search, starts))
    if packets is not None and packets.answer is not Answer.CONDITIONAL:
        return packets
    if hops := _by_proxies(index, question):
        return Reach(Answer.PROXY, hops=hops)
    if packets is not None:
        return packets
    unknown = (*search.unknown, *unmodelled(index, search, question), *_by_public_addresses(index, question))
    if unknown:
        return Reach(Answer.UNKNOWN, unknown=unknown)
    stops = blockers(index, search.goals, starts, question.sources) or _cut_off(question) if explain else ()
    return Reach(Answer.ISOLATED, blockers=stops)


def _cut_off(question: Question) -> tuple[Hop, ...]:
    names = question.targets.cut_off
    return tuple(Hop(name, "computes under network isolation: nothing arrives there") for name in names)


def _found(search: Search, starts: Iterable[Flight]) -> Iterator[Arrival]:
    for flight in worth_following(search, starts):
        yield from arrivals(search, sent(search, flight))


def _by_packets(index: Index, found: Iterable[Arrival]) -> Reach | None:
    one_way: Arrival | None = None
    conditional: Arrival | None = None
    for arrival in found:
        if arrival.flight.conditional:
            conditional = conditional or arrival
            continue
        answer = answered(index, arrival)
        if answer is not None:
            return Reach(Answer.REACHABLE, way_of(index, arrival, answer))
        one_way = one_way or arrival
    if one_way is not None:
        return Reach(Answer.ONE_WAY, way_of(index, one_way, None))
    return Reach(Answer.CONDITIONAL, way_of(index, conditional, None)) if conditional else None


def _by_proxies(index: Index, question: Question) -> tuple[Hop, ...]:
    network = index.network
    if not network.proxies:
        return ()
    origins = places(network, question.sources)
    if INTERNET not in origins and any(INTERNET in each.origins for each in network.proxies):
        leaves = question.sources.managed or _arrives(index, question, question.sources, _internet(network))
        origins |= {INTERNET} if leaves else set()
    return proxy_hops(network, origins, places(network, question.targets))


def _internet(network: Network) -> Ends:
    return Ends(outside=internet_addresses(network))


def _arrives(index: Index, question: Question, sources: Ends, targets: Ends) -> bool:
    search = Search(index, goals_of(index, targets))
    starts = starts_of(search, sources, question.traffic)
    return next(_found(search, starts), None) is not None


def _by_public_addresses(index: Index, question: Question) -> Iterator[str]:
    interfaces = index.network.interfaces
    known = tuple(name for name in question.targets.interfaces if interfaces[name].public)
    if not question.sources.interfaces or not any(_has_door(index, interfaces[name]) for name in known):
        return
    internet = _internet(index.network)
    if _arrives(index, question, question.sources, internet) and _arrives(index, question, internet, Ends(known)):
        yield f"a source reaches the internet and {known[0]} is reached from it, by a public address that is not known"


def _has_door(index: Index, interface: Interface) -> bool:
    """Whether packets of the internet come into the VPC of an interface."""
    gateways = index.gateways_of.get(index.vpc_of(interface.subnet), ())
    return any(not gateway.egress_only for gateway in gateways)
