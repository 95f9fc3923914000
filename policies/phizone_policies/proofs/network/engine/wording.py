"""Addresses, services and boxes of one packet as people write them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

from phizone_policies.proofs.network.engine.sets import Box, port_of, protocol_of, some_address, some_service
from phizone_policies.proofs.network.model import ICMP, ICMPV6, IPV4, TCP, UDP

_NAMES = {TCP: "tcp", UDP: "udp", ICMP: "icmp", ICMPV6: "icmpv6"}


def address_text(family: int, address: int) -> str:
    """An address, as `10.0.0.4`."""
    return str(IPv4Address(address) if family == IPV4 else IPv6Address(address))


def destination_text(box: Box) -> str:
    """One of the destinations."""
    return address_text(box.family, some_address(box.destination))


def service_text(box: Box) -> str:
    """One of the packets, as `tcp 443 from 10.0.0.4 to 10.1.0.4`."""
    service = some_service(box.service)
    protocol = protocol_of(service)
    source = address_text(box.family, some_address(box.source))
    name = _NAMES.get(protocol, f"protocol {protocol}")
    what = f"{name} {port_of(service)}" if protocol in (TCP, UDP) else name
    return f"{what} from {source} to {destination_text(box)}"
