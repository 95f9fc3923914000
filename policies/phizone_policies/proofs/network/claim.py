"""What network claims share: an environment's places in the network, and how answers become a proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from phizone_environments.environment import DataClass
from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.network.build import network_of
from phizone_policies.proofs.network.engine import reach
from phizone_policies.proofs.network.mend import to_mend
from phizone_policies.proofs.network.model import Network
from phizone_policies.proofs.network.question import Answer, Ends, Question, Reach
from phizone_policies.proofs.network.replay import replay
from phizone_policies.proofs.network.sets_of import vpc_of
from phizone_policies.proofs.network.worst import exposed, placed_in, rerouted, unfiltered
from phizone_stacks.graph.graph import Graph

_OPEN = (Answer.REACHABLE, Answer.ONE_WAY, Answer.PROXY)
_HELD = {DataClass.SYNTHETIC: "synthetic data", DataClass.DEIDENTIFIED: "deidentified data", DataClass.PHI: "PHI"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the network it is asked of, and how that network is taken to be."""

    network: Network
    """The network as it is built, or at its worst."""
    question: Question
    """What is asked of it."""
    given: str = ""
    """How it differs from what is built, as `whatever security groups let through`; empty where it does not."""


def network(view: View) -> Network:
    """The network of a view's graph, read once."""
    return view.graph.cached(network_of)


def own(view: View) -> frozenset[str]:
    """Names of the VPCs of a view's environment."""
    return vpcs_of(network(view), view.environment.name)


def holding(view: View) -> str:
    """The workload subnets of a view's environment with the data they hold, as `... of prod, which hold PHI`."""
    return f"the workload subnets of {view.environment.name}, which hold {_HELD[view.environment.data]}"


def vpcs_of(network: Network, environment: str) -> frozenset[str]:
    """Names of the VPCs of an environment."""
    return frozenset(name for name, vpc in network.vpcs.items() if vpc.environment == environment)


def inside(network: Network, vpcs: frozenset[str]) -> Ends:
    """Every interface in some VPCs, those of endpoints among them."""
    found = (name for name, each in network.interfaces.items() if vpc_of(network, each) in vpcs)
    return Ends(tuple(sorted(found)))


def sizes_of(graph: Graph, network: Network, interfaces: Iterable[str]) -> dict[str, int]:
    """How many subnets, interfaces and security groups a claim ranges over, without what AWS puts into every VPC.

    An interface that may be there with the VPC's default group alone shows nothing: its subnet may be for no workload.
    """
    grouped = {
        name: own
        for name in interfaces
        if (own := [group for group in network.interfaces[name].groups if _is_made(graph, group)])
    }
    return {
        "subnets": len({network.interfaces[name].subnet for name in grouped}),
        "interfaces": len(grouped),
        "security groups": len({group for groups in grouped.values() for group in groups}),
    }


def _is_made(graph: Graph, group: str) -> bool:
    node = graph.find(group)
    return node is not None and node.type.removeprefix("data.") == "aws_security_group"


def decide(
    view: View,
    what: str,
    sizes: Mapping[str, int],
    asked: Iterable[Asked],
    assumptions: Sequence[str] = (),
    shown: Refutation | None = None,
) -> Proof:
    """The proof that nothing arrives, whichever question is asked; the first packet that does is the witness.

    What is shown already to be wrong goes before all packets.
    """
    found, unknown, assumed = shown, dict[str, None](), {*assumptions, *network(view).assumptions}
    for each in asked if shown is None else ():
        answer = reach(each.network, each.question, explain=False)
        assumed.update(answer.assumptions)
        doubt = replay(each.network, answer)
        if answer.answer in _OPEN and not doubt:
            found = _refutation(view.graph, each, answer)
            break
        unknown.update(dict.fromkeys((doubt,) if doubt else _missing(answer)))
    return conclude(
        what,
        sizes,
        refutation=found,
        unknown=tuple(unknown),
        assumptions=tuple(sorted(assumed)),
        inventory=network(view).inventory,
    )


def _missing(answer: Reach) -> tuple[str, ...]:
    if answer.answer is Answer.CONDITIONAL:
        return (f"the rules of {_last_firewall(answer)} decide, which are not decided here",)
    return answer.unknown


def _last_firewall(answer: Reach) -> str:
    hops = answer.way.hops if answer.way else ()
    return next((hop.at for hop in reversed(hops) if "firewall" in hop.at), "a firewall")


def _refutation(graph: Graph, asked: Asked, answer: Reach) -> Refutation:
    hops = answer.way.hops if answer.way else answer.hops
    return Refutation(_message(asked, answer, hops), hops, _facts(answer), to_mend(graph, asked.network, hops))


def _message(asked: Asked, answer: Reach, hops: tuple[Hop, ...]) -> str:
    given = f", {asked.given}" if asked.given else ""
    way = answer.way
    if way is None:
        return f"{hops[0].at} {hops[0].does}{given}"
    nothing = ", and nothing comes back" if answer.answer is Answer.ONE_WAY else ""
    return f"a packet gets from {way.start} to {way.end}{nothing}{given}"


def _facts(answer: Reach) -> dict[str, str]:
    if answer.way is None:
        return {"answer": str(answer.answer)}
    way = answer.way
    return {"answer": str(answer.answer), "packet": str(way.packet), "from": way.start, "to": way.end}


def at_worst(built: Network, vpcs: frozenset[str]) -> Iterator[tuple[Network, str]]:
    """The network as it is built, then at its worst: filters of some VPCs open, and their routes made anew."""
    yield built, ""
    yield unfiltered(built, vpcs), "if security groups and network ACLs let everything through"
    yield rerouted(built, vpcs), "if the VPC's own routes and filters let everything through"
    if any(gateway.vpc in vpcs and not gateway.egress_only for gateway in built.internet_gateways.values()):
        yield exposed(built, vpcs), "if the VPC's own routes lead to its internet gateway and filters let all through"


def also(ends: Ends, placed: Network, vpcs: frozenset[str]) -> Ends:
    """Some ends together with what is placed in some VPCs of a network at its worst."""
    found = (name for name in placed_in(placed, vpcs) if name in placed.interfaces)
    return Ends(tuple(sorted({*ends.interfaces, *found})), ends.outside, ends.managed)


def beside(ends: Ends, placed: Network, vpcs: frozenset[str]) -> Ends:
    """As `also`, but only what is placed in a subnet that some of the ends stand in."""
    subnets = {placed.interfaces[name].subnet for name in ends.interfaces}
    every = also(ends, placed, vpcs)
    return replace(every, interfaces=tuple(n for n in every.interfaces if placed.interfaces[n].subnet in subnets))
