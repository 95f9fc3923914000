"""Chains of access as witnesses: each step with the line that makes it so, and the request at the end."""

from __future__ import annotations

from phizone_policies.proof import Hop
from phizone_policies.proofs.access.chains import Chain
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source


def hops_of(graph: Graph, chain: Chain, does: str, at: Node) -> tuple[Hop, ...]:
    """The steps of a chain, and what is done in the end to a resource."""
    steps = (Hop(step.actor.name, step.does, _line(graph, step.on)) for step in chain.steps)
    return (*steps, Hop(chain.last.name, does, at.source))


def request_facts(chain: Chain) -> dict[str, str]:
    """The last request as names and values: who, what, of what, and the keys of its context."""
    request = chain.request
    if request is None:
        return {"principal": chain.last.arn}
    context = {key: ", ".join(values) for key, values in sorted(request.context.items())}
    return {"principal": request.principal, "action": request.action, "resource": request.resource, **context}


def _line(graph: Graph, address: str) -> Source | None:
    node = graph.find(address)
    return node.source if node else None
