"""Whether everything is made in the allowed regions and takes data to no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.residency.deliveries import ASSUMPTION
from phizone_policies.proofs.residency.inventory import unmodelled
from phizone_policies.proofs.residency.leads import MOVING, Lead, leads
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue

_GLOBAL = "global"
_ASSUMPTIONS = (
    "AWS keeps what a regional service holds in the region it is asked in, as its documentation says",
    "names and ids that global services hold, as IAM's and Organizations', are no data of patients",
    ASSUMPTION,
)


def stays(what: str, graph: Graph, nodes: Sequence[Node], allowed: Sequence[str]) -> Proof:
    """The proof that some nodes are made in the allowed regions and take data nowhere else."""
    moving = [node for node in nodes if node.type in MOVING]
    open_: list[str] = []
    found = list(_leads(graph, moving, open_))
    regional = [node for node in nodes if region_of(node) != _GLOBAL]
    abroad = [*_made_abroad(regional, allowed), *(lead for lead in found if lead.region and lead.region not in allowed)]
    open_ += [f"nothing says in which region {node.address} is made" for node in regional if not region_of(node)]
    open_ += [f"nothing says in which region {lead.to} of {lead.node.address} is" for lead in found if not lead.region]
    open_ += [
        f"it is not known whether {kind} takes data elsewhere, as {node.address}"
        for kind, node in unmodelled(nodes).items()
    ]
    return conclude(
        what,
        {
            "allowed regions": len(allowed),
            "resources in a region": len(regional),
            "settings that take data somewhere": len(moving),
            "places that they take it to": len(found),
        },
        refutation=_refutation(abroad, allowed) if abroad else None,
        unknown=open_,
        assumptions=_ASSUMPTIONS,
        inventory=Counter(node.type for node in moving),
    )


def region_of(node: Node) -> str:
    """The region that a node says or is made in; empty where neither is known."""
    named = node.peek("region")
    return named if isinstance(named, str) and named else node.region


def _leads(graph: Graph, nodes: Iterable[Node], open_: list[str]) -> Iterator[Lead]:
    for node in nodes:
        try:
            yield from list(leads(graph, node))
        except UnknownValue as reason:
            open_.append(str(reason))


def _made_abroad(nodes: Iterable[Node], allowed: Sequence[str]) -> Iterator[Lead]:
    for node in nodes:
        region = region_of(node)
        if region and region not in allowed:
            yield Lead(node, "itself", region)


def _refutation(abroad: Sequence[Lead], allowed: Sequence[str]) -> Refutation:
    first, *others = abroad
    node = first.node
    does = f"is made in {first.region}" if first.to == "itself" else f"takes data to {first.to}, in {first.region}"
    facts = {"resource": node.address, "to": first.to, "region": first.region, "allowed": ", ".join(allowed)}
    if others:
        facts["others"] = ", ".join(f"{each.node.address} to {each.region}" for each in others)
    return Refutation(f"{node.address} {does}", (Hop(node.address, does, node.source),), facts, node)
