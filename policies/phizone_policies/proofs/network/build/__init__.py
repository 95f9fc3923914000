"""A graph as a network: every resource that carries packets, read into the facts of `proofs/network/model`.

Nothing is passed over: what cannot be read, or is not modelled, stands in `unmodelled` with the places it touches.
"""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.network.build.compose import compose
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Network
from phizone_stacks.graph.graph import Graph

__all__ = ["network_of"]


def network_of(graph: Graph) -> Network:
    """The network of a graph; ask `graph.cached(network_of)`, so that it is read once."""
    survey = Survey(graph)
    network = compose(survey)
    return replace(
        network,
        unmodelled=tuple(sorted(survey.unmodelled.values(), key=lambda each: (each.name, each.why))),
        inventory={kind: count for kind, count in sorted(survey.inventory.items()) if count},
        assumptions=tuple(sorted(survey.assumptions)),
    )
