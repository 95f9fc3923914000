"""What `phizone ask reach` asks and tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.build import network_of
from phizone_policies.proofs.network.ends import ends_of
from phizone_policies.proofs.network.engine import reach
from phizone_policies.proofs.network.model import ANY, EVERY_PORT, ICMP, ICMPV6, TCP, UDP, Traffic
from phizone_policies.proofs.network.narrow import narrowed
from phizone_policies.proofs.network.question import Answer, Question, Reach
from phizone_scripts.asking import Place
from phizone_scripts.exits import Misuse

_PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP, "icmpv6": ICMPV6}
_LAST_PORT, _LAST_PROTOCOL = 65535, 255
_SAYS = {
    Answer.REACHABLE: "a packet arrives, and what answers it comes back",
    Answer.ONE_WAY: "a packet arrives, and nothing that answers it comes back",
    Answer.PROXY: "no packet arrives, but something on the way passes requests on",
    Answer.CONDITIONAL: "a packet gets to a firewall, whose rules decide",
    Answer.UNKNOWN: "cannot be decided",
    Answer.ISOLATED: "no packet arrives",
}


def traffic(port: int | None, protocol: str | None) -> Traffic:
    """The traffic of options: every packet without any, TCP where a port is named alone. Raises: Misuse."""
    if port is None and protocol is None:
        return ANY
    number = _protocol(protocol or "tcp")
    if port is None:
        return Traffic(number)
    if number not in (TCP, UDP):
        raise Misuse(f"--port {port}: {protocol} has no ports; leave --port out, or ask for tcp or udp")
    if not 0 <= port <= _LAST_PORT:
        raise Misuse(f"--port {port} is no port; give one from 0 to {_LAST_PORT}")
    return Traffic(number, (port, port))


def _protocol(text: str) -> int | None:
    if text == "all":
        return None
    if text.isdigit() and int(text) <= _LAST_PROTOCOL:
        return int(text)
    if text not in _PROTOCOLS:
        allowed = ", ".join(_PROTOCOLS)
        raise Misuse(f"--protocol {text} is none; give {allowed}, all, or a number up to {_LAST_PROTOCOL}")
    return _PROTOCOLS[text]


def ask_reach(place: Place, origin: str, target: str, packets: Traffic) -> tuple[Reach, Question]:
    """Whether packets get from one place to another, as people name them. Raises: Misuse for what names nothing."""
    network = place.graph.cached(network_of)
    ends = []
    for option, text in (("--from", origin), ("--to", target)):
        try:
            ends.append(ends_of(place.graph, network, text, place.zone))
        except ValueError as wrong:
            raise Misuse(f"{option} {text}: {wrong}") from None
    question = Question(ends[0], ends[1], packets)
    return reach(*narrowed(network, question)), question


def as_data(found: Reach, question: Question) -> dict[str, Any]:
    """The answer as JSON data."""
    return {
        "verdict": found.answer.value,
        "sizes": {"sources": question.sources.size, "targets": question.targets.size},
        "witness": _witness(found),
        "blockers": [_hop(hop) for hop in found.blockers],
        "unknown": list(found.unknown),
        "assumptions": list(found.assumptions),
    }


def _witness(found: Reach) -> dict[str, Any] | None:
    if found.way is None:
        return {"hops": [_hop(hop) for hop in found.hops]} if found.hops else None
    way = found.way
    return {
        "packet": str(way.packet),
        "start": way.start,
        "end": way.end,
        "hops": [_hop(hop) for hop in (*way.hops, *found.hops)],
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {"at": hop.at, "does": hop.does, "source": str(hop.source) if hop.source else None}


def as_text(found: Reach, question: Question) -> str:
    """The answer for people."""
    return "\n".join(_lines(found, question)) + "\n"


def _lines(found: Reach, question: Question) -> Iterator[str]:
    yield f"{found.answer.value}: {_SAYS[found.answer]}"
    sizes = f"{question.sources.size} sources, {question.targets.size} targets"
    ports = question.traffic.ports
    asked = "every packet" if question.traffic == ANY else f"protocol {question.traffic.protocol}"
    if ports != EVERY_PORT:
        asked += f", port {ports[0]}"
    yield f"  over     {sizes}; {asked}"
    if found.way is not None:
        yield f"  packet   {found.way.packet}"
        yield f"  from     {found.way.start}"
        yield f"  to       {found.way.end}"
    for number, hop in enumerate((*(found.way.hops if found.way else ()), *found.hops), start=1):
        yield f"  {number:>3}      {hop}"
    yield from (f"  blocked  {hop}" for hop in found.blockers)
    yield from (f"  missing  {text}" for text in found.unknown)
    yield from (f"  assumes  {text}" for text in found.assumptions)
