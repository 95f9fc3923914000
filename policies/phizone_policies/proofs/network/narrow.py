"""Questions about some of the addresses that interfaces may own: each such interface stands apart with those alone."""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.network.model import Block, Network
from phizone_policies.proofs.network.question import Ends, Question


def narrowed(network: Network, question: Question) -> tuple[Network, Question]:
    """The network with a copy of each interface that a CIDR means in part, and the question about these copies.

    The interface itself stays, so rules that name its groups mean all of its addresses as before.
    """
    network, sources = _apart(network, question.sources, "from")
    network, targets = _apart(network, question.targets, "to")
    return network, replace(question, sources=sources, targets=targets)


def _apart(network: Network, ends: Ends, side: str) -> tuple[Network, Ends]:
    if not ends.within:
        return network, ends
    copies = dict(network.interfaces)
    names = []
    for name in ends.interfaces:
        interface = network.interfaces[name]
        blocks = tuple(part for own in interface.blocks for block in ends.within if (part := shared(own, block)))
        if blocks == interface.blocks:
            names.append(name)
            continue
        names.append(f"{name} ({side})")
        copies[names[-1]] = replace(interface, name=names[-1], blocks=blocks)
    return replace(network, interfaces=copies), replace(ends, interfaces=tuple(sorted(names)), within=())


def shared(one: Block, other: Block) -> Block | None:
    """The addresses that are in both of two blocks; None for none."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Block(one.family, first, last) if one.family == other.family and first <= last else None
