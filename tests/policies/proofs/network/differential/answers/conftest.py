"""Questions about random networks, and packets to try at the edges of what rules and routes speak of."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from hypothesis import strategies as st

from phizone_policies.proofs.network.model import ANY, ICMP, ICMPV6, IPV4, IPV6, TCP, UDP, Block, Network, Traffic
from phizone_policies.proofs.network.question import INTERNET, Answer, Ends, Packet, Question, Walk
from phizone_policies.proofs.network.walker import walk
from phizone_policies.proofs.network.walker.rules import addresses_to_try, speaks_of

Drawn = Callable[[Callable[[int], int]], Network]
TRAFFIC = (Traffic(TCP), Traffic(TCP, (443, 443)), Traffic(UDP, (53, 1024)), Traffic(ICMP))
PUBLIC = (Block(IPV4, 8 << 24, (9 << 24) - 1), Block(IPV6, 0x2A00 << 112, (0x2A01 << 112) - 1))
SERVICE = Block(IPV4, 240 << 24, (240 << 24) + 255)
NAT64 = 0x64FF9B << 96


@cache
def _numbers(below: int) -> st.SearchStrategy[int]:
    return st.integers(0, below - 1)


def _question(network: Network, below: Callable[[int], int]) -> Question:
    """A question from some interfaces to the others, or between some and the internet."""
    names = sorted(network.interfaces)
    outside = Ends(outside=(*PUBLIC, SERVICE))
    few = Ends(tuple(sorted({names[below(len(names))] for _ in range(1 + below(3))})))
    half = 1 + below(len(names) - 1)
    parts = (Ends(tuple(names[:half])), Ends(tuple(names[half:])))
    pairs = (parts, parts[::-1], (few, outside), (outside, few))
    traffic = (ANY, ANY, *TRAFFIC)
    return Question(*pairs[below(4)], traffic[below(len(traffic))])


@pytest.fixture(scope="session")
def questions(drawn: Drawn) -> st.SearchStrategy[tuple[Network, Question]]:
    """Networks with a question each, which shrink."""

    @st.composite
    def asked(choose: Callable[[st.SearchStrategy[int]], int]) -> tuple[Network, Question]:
        def below(number: int) -> int:
            return choose(_numbers(number))

        network = drawn(below)
        return network, _question(network, below)

    return asked()


@pytest.fixture(scope="session")
def asked(drawn: Drawn) -> Callable[[int], tuple[Network, Question]]:
    """The network and the question of a seed."""

    def asked(seed: int) -> tuple[Network, Question]:
        below = Random(seed).randrange  # noqa: S311
        network = drawn(below)
        return network, _question(network, below)

    return asked


@pytest.fixture(scope="session")
def many_questions(asked: Callable[[int], tuple[Network, Question]]) -> st.SearchStrategy[tuple[Network, Question]]:
    """The same by a seed: ten times as fast, and they do not shrink."""
    return st.integers(0, 2**64).map(asked)


@pytest.fixture(scope="session")
def shown() -> Callable[[Walk], Answer]:
    """The answer that the walk of one packet shows."""

    def shown(found: Walk) -> Answer:
        if found.unknown:
            return Answer.UNKNOWN
        if not found.end:
            return Answer.ISOLATED
        if found.conditional:
            return Answer.CONDITIONAL
        return Answer.REACHABLE if found.returns else Answer.ONE_WAY

    return shown


@pytest.fixture(scope="session")
def tried() -> Callable[..., list[tuple[Packet, str, str, Walk]]]:
    """Walks of random packets that a question is about, at the edges of what rules and routes speak of."""

    def tried(network: Network, question: Question, seed: int, count: int) -> list[tuple[Packet, str, str, Walk]]:
        chosen = Random(seed)  # noqa: S311
        packets = [_packet(network, question, chosen) for _ in range(count)]
        return [(*one, walk(network, *one)) for one in packets if one is not None]

    return tried


def _packet(network: Network, question: Question, chosen: Random) -> tuple[Packet, str, str] | None:
    starts = [*question.sources.interfaces, *([INTERNET] if question.sources.outside else [])]
    ends = [*question.targets.interfaces, *([INTERNET] if question.targets.outside else [])]
    start, end = chosen.choice(starts), chosen.choice(ends)
    families = {block.family for block in _held(network, start, question.sources)}
    families &= {block.family for block in _held(network, end, question.targets)}
    if not families:
        return None
    family = chosen.choice(sorted(families))
    source = chosen.choice(addresses_to_try(network, family, _held(network, start, question.sources)))
    destination = chosen.choice(addresses_to_try(network, family, _held(network, end, question.targets)))
    if (family, end) == (IPV6, INTERNET) and chosen.random() < 0.3:
        destination = NAT64 + chosen.choice(addresses_to_try(network, IPV4, question.targets.outside))
    wanted = question.traffic.protocol
    protocols = (TCP, TCP, UDP, ICMP if family == IPV4 else ICMPV6, 47) if wanted is None else (wanted,)
    protocol = chosen.choice(protocols)
    if (family, protocol) in ((IPV6, ICMP), (IPV4, ICMPV6)):
        return None
    ports = [port for port in (0, 8, 52, 53, 443, 444, 1023, 1024, 50000) if protocol != 47 or not port]
    client = chosen.choice((1024, 3389, 50000, 65535)) if protocol in (TCP, UDP) else 0
    packet = Packet(family, source, destination, protocol, chosen.choice(ports), client)
    return (packet, start, end) if speaks_of(question.traffic, packet) else None


def _held(network: Network, place: str, ends: Ends) -> tuple[Block, ...]:
    return ends.outside if place == INTERNET else network.interfaces[place].blocks
