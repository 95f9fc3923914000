"""Protocols and ports as rules write them."""

from __future__ import annotations

from phizone_policies.proofs.network.model import ANY, EVERY_PORT, ICMP, ICMPV6, TCP, UDP, Traffic
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

_NAMES = {
    "icmp": ICMP,
    "tcp": TCP,
    "udp": UDP,
    "icmpv6": ICMPV6,
    "ah": 51,
    "esp": 50,
    "gre": 47,
    "igmp": 2,
    "ipv4": 4,
    "ipv6": 41,
    "sctp": 132,
}
_EVERY = ("-1", "all")


def traffic(node: Node, protocol: Value, first: Value, last: Value, icmp_type: Value = None) -> Traffic:
    """The traffic of a rule: with every protocol ports mean nothing, with ICMP the first is the type.

    Codes of ICMP are left out, which is wider. Source: Amazon EC2 API Reference, "IpPermission"; Amazon VPC User Guide,
    "Network ACL rules". Raises: UnknownValue for a protocol that is not known.
    """
    text = str(protocol).lower()
    if text in _EVERY:
        return ANY
    number = _NAMES[text] if text in _NAMES else int(text) if text.isdigit() else None
    if number is None:
        raise UnknownValue(node.address, "protocol", f"{text!r} is no protocol")
    if number in (ICMP, ICMPV6):
        kind = _number(icmp_type if icmp_type is not None else first)
        return Traffic(number) if kind is None or kind < 0 else Traffic(number, (kind, kind))
    low, high = _number(first), _number(last)
    if number not in (TCP, UDP) or low is None or high is None or low < 0:
        return Traffic(number)
    return Traffic(number, (low, high)) if (low, high) != EVERY_PORT else Traffic(number)


def _number(value: Value) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None
