"""Sets of addresses and services as sorted disjoint intervals, and boxes of them: nothing is ever counted out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from phizone_policies.proofs.network.model import ICMP, ICMPV6, IPV4, IPV6, TCP, UDP, Block, Traffic

Intervals = tuple[tuple[int, int], ...]
"""First and last of each interval, sorted, with a gap between any two."""
FAMILIES = (IPV4, IPV6)
"""Both address families."""
_PORT_BITS = 16
_LAST_PORT = (1 << _PORT_BITS) - 1
_PROTOCOLS = 256
EVERY_SERVICE: Intervals = ((0, (_PROTOCOLS << _PORT_BITS) - 1),)
"""Every protocol with every port: a service is the protocol times 65536 plus the port, or the type of ICMP."""
EVERY_ADDRESS: dict[int, Intervals] = {IPV4: ((0, (1 << 32) - 1),), IPV6: ((0, (1 << 128) - 1),)}
"""Every address, by family."""
_last = itemgetter(1)


class Box(NamedTuple):
    """All packets with one of the sources, one of the destinations and one of the services."""

    family: int
    """`IPV4` or `IPV6`."""
    source: Intervals
    """Source addresses."""
    destination: Intervals
    """Destination addresses."""
    service: Intervals
    """Protocols with destination ports."""


def normalise(pairs: Iterable[tuple[int, int]], gap: int = 1) -> Intervals:
    """The numbers that lie in one of the pairs, each a first and a last number.

    With a `gap` above 1 also what lies between two that are at most that far apart: more numbers, fewer intervals.
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if merged and first <= merged[-1][1] + gap:
            if last > merged[-1][1]:
                merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def union(*sets: Intervals) -> Intervals:
    """The numbers in any of the sets."""
    return normalise(pair for each in sets for pair in each)


def intersect(one: Intervals, other: Intervals) -> Intervals:
    """The numbers in both; quick where either is small."""
    if not one or not other:
        return ()
    if len(one) > len(other):
        one, other = other, one
    if one == other or (len(other) == 1 and other[0][0] <= one[0][0] and one[-1][1] <= other[0][1]):
        return one
    found: list[tuple[int, int]] = []
    for first, last in one:
        at = bisect_left(other, first, key=_last)
        while at < len(other) and other[at][0] <= last:
            found.append((max(first, other[at][0]), min(last, other[at][1])))
            at += 1
    return tuple(found)


def subtract(one: Intervals, other: Intervals) -> Intervals:
    """The numbers in the first set and not in the second."""
    if not one or not other:
        return one
    left: list[tuple[int, int]] = []
    for first, last in one:
        at = bisect_left(other, first, key=_last)
        while at < len(other) and other[at][0] <= last:
            if other[at][0] > first:
                left.append((first, other[at][0] - 1))
            first = other[at][1] + 1
            at += 1
        if first <= last:
            left.append((first, last))
    return tuple(left)


def covers(one: Intervals, other: Intervals) -> bool:
    """Whether every number of the second set is in the first."""
    return not subtract(other, one)


def is_one(numbers: Intervals) -> bool:
    """Whether there is a single number."""
    return len(numbers) == 1 and numbers[0][0] == numbers[0][1]


def shift(numbers: Intervals, by: int) -> Intervals:
    """Every number plus a constant."""
    return tuple((first + by, last + by) for first, last in numbers)


def addresses(blocks: Iterable[Block], family: int) -> Intervals:
    """The addresses of one family in some blocks."""
    return normalise((block.first, block.last) for block in blocks if block.family == family)


def services(traffic: Traffic) -> Intervals:
    """What a rule speaks of: ports count for TCP and UDP and types for ICMP; else the whole protocol is meant.

    Source: EC2 API Reference, "AuthorizeSecurityGroupIngress" (-1 and other protocols: all ports).
    """
    if traffic.protocol is None:
        return EVERY_SERVICE
    base = traffic.protocol << _PORT_BITS
    if traffic.protocol in (TCP, UDP, ICMP, ICMPV6):
        return ((base + traffic.ports[0], base + traffic.ports[1]),)
    return ((base, base + _LAST_PORT),)


def protocol_of(service: int) -> int:
    """The IANA number of a service's protocol."""
    return service >> _PORT_BITS


def port_of(service: int) -> int:
    """The port, or type of ICMP, of a service; 0 where its protocol has none."""
    return service & _LAST_PORT if protocol_of(service) in (TCP, UDP, ICMP, ICMPV6) else 0


def some_address(numbers: Intervals) -> int:
    """One of the addresses: where there is room none of the first four of a subnet, which AWS keeps."""
    first, last = numbers[0]
    return first + 4 if last - first >= 8 else first


def some_service(numbers: Intervals) -> int:
    """One of the services: HTTPS if it is among them, else of TCP, UDP or ping, else the lowest."""
    (https,) = services(Traffic(TCP, (443, 443)))
    pings = [services(Traffic(ICMP, (8, 8))), services(Traffic(ICMPV6, (128, 128)))]
    for wish in ((https,), services(Traffic(TCP)), services(Traffic(UDP)), *pings):
        if found := intersect(numbers, wish):
            return found[0][0]
    return numbers[0][0]
