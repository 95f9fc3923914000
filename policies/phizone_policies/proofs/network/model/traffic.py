"""Addresses, protocols and ports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

IPV4, IPV6 = 4, 6
"""The address families."""
TCP, UDP, ICMP, ICMPV6 = 6, 17, 1, 58
"""Protocol numbers. Source: IANA, "Assigned Internet Protocol Numbers"."""
EVERY_PORT = (0, 65535)
"""All ports; with ICMP, all types."""
EPHEMERAL = (1024, 65535)
"""Ports that clients use, to which answers go. Source: Amazon VPC User Guide, "Ephemeral ports"."""


class Block(NamedTuple):
    """A range of addresses of one family; not always a CIDR."""

    family: int
    """`IPV4` or `IPV6`."""
    first: int
    """Its first address as a number."""
    last: int
    """Its last address, included."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a rule of a security group or network ACL speaks of, without addresses."""

    protocol: int | None = None
    """IANA number; None for every protocol."""
    ports: tuple[int, int] = EVERY_PORT
    """First and last destination port of TCP and UDP, or type of ICMP; other protocols have none."""


ANY = Traffic()
"""Every packet."""
