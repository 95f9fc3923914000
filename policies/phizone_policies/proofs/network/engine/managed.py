"""What computes in networks of AWS's own: it reaches the internet whatever the VPCs look like."""

from __future__ import annotations

from collections.abc import Sequence

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.model import ManagedEgress, Network
from phizone_policies.proofs.network.question import INTERNET


def managed_hops(network: Network, names: Sequence[str]) -> tuple[Hop, ...]:
    """The way of the first of some such things to the internet; empty where the network has none of them."""
    by_name = {each.name: each for each in network.managed}
    for name in names:
        if name in by_name:
            return _hops(by_name[name])
    return ()


def _hops(found: ManagedEgress) -> tuple[Hop, ...]:
    return (
        Hop(found.name, f"computes in a network of AWS's own: {found.why}", found.source),
        Hop(INTERNET, "is where that network leads"),
    )
