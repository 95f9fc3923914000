"""What checkov notices of the same mutants: each beside its neighbours, all in one plan, compared with the unbroken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from phizone_policies.mutation.places import Mutant
from phizone_scripts.exits import Misuse
from phizone_scripts.second_opinion import NoSecondOpinion, Run, command, graph_address
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, map_references
from phizone_stacks.plan.write import plan

_Addresses = tuple[str, ...]
_Failures = set[tuple[str, str]]


def noticed_by_checkov(root: Path, graph: Graph, mutants: Sequence[Mutant]) -> list[Mutant]:
    """The mutants on which some check of checkov fails that did not before. Raises: Misuse where it cannot be asked."""
    around = [_around(graph, mutant) for mutant in mutants]
    wholes = {addresses: f"whole{number}" for number, addresses in enumerate(sorted(set(around)))}
    copies = [(label, _copies(graph, addresses, None, label)) for addresses, label in wholes.items()]
    for number, (mutant, addresses) in enumerate(zip(mutants, around, strict=True)):
        copies.append((f"mutant{number}", _copies(graph, addresses, mutant, f"mutant{number}")))
    nodes = {node: label for label, found in copies for node in found}
    failures: dict[str, _Failures] = {}
    places = {node.address: (label, node.address.replace(f"-{label}/", "/", 1)) for node, label in nodes.items()}
    for check, found in _failures(root, Graph(nodes)):
        label, address = places.get(found, ("", found))
        failures.setdefault(label, set()).add((check, address))
    return [
        mutant
        for number, (mutant, addresses) in enumerate(zip(mutants, around, strict=True))
        if failures.get(f"mutant{number}", set()) - failures.get(wholes[addresses], set())
    ]


def _around(graph: Graph, mutant: Mutant) -> _Addresses:
    """What is broken and its neighbours, before and after, sorted."""
    is_apart = mutant.others or mutant.address not in graph
    graphs = (graph, mutant.applied(graph)) if is_apart else (graph,)
    nodes = [(each, node) for each in graphs for address in mutant.changed if (node := each.find(address))]
    return tuple(sorted({other.address for each, node in nodes for other in _neighbours(each, node)}))


def _copies(graph: Graph, around: _Addresses, mutant: Mutant | None, label: str) -> Iterator[Node]:
    """The nodes around a mutant, broken or not, in a stack of their own."""
    together = frozenset(around)

    def moved(target: str) -> str:
        stack, slash, rest = target.partition("/")
        return f"{stack}-{label}{slash}{rest}" if target in together else target

    for name in around:
        node = mutant.changed.get(name, graph.find(name)) if mutant else graph.find(name)
        if node is None:
            continue
        attributes = {
            key: map_references(value, lambda ref: Ref(moved(ref.address), ref.attribute))
            for key, value in node.attributes.items()
        }
        waits = tuple(moved(each) for each in node.depends_on if each in together)
        yield replace(node, address=moved(name), attributes=attributes, depends_on=waits)


def _neighbours(graph: Graph, node: Node) -> Iterator[Node]:
    """The node, what it refers to and what refers to it, and what else configures the same thing as it does."""
    yield node
    yield from graph.referrers(node)
    for address in graph.refers_to(node):
        target = graph.find(address)
        if target is not None:
            yield target
            if node.type.startswith(target.type):
                yield from (each for each in graph.referrers(target) if each.type.startswith(target.type))


def _failures(root: Path, graph: Graph) -> Iterable[tuple[str, str]]:
    try:
        with Run(command(root), plan(graph)) as run:
            scan = run.result(graph_address).scan
    except NoSecondOpinion as wrong:
        raise Misuse(str(wrong)) from None
    return [(opinion.id, opinion.address) for opinion in scan.failures]
