"""The symbolic engine: decides on all packets at once, as boxes of addresses and services.

A box is a set of sources times a set of destinations times a set of protocols with ports, each of sorted intervals. A
flight is a box at a place; each place turns it into flights further on, until none is left or one arrives. The files
are the places: `starts`, `edges` (filters), `forward` (subnets and VPCs), `gateways`, `crossings`, `transit`.
"""

from phizone_policies.proofs.network.engine.answer import reach
from phizone_policies.proofs.network.engine.internet import internet_addresses
from phizone_policies.proofs.network.engine.resolve import dns_channel, resolve

__all__ = ["dns_channel", "internet_addresses", "reach", "resolve"]
