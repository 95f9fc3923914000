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

_Failures = set[tuple[str, str]]


def noticed_by_checkov(root: Path, graph: Graph, mutants: Sequence[Mutant]) -> list[Mutant]:
    """The mutants on which some check of checkov fails that did not before. Raises: Misuse where it cannot be asked."""
    places: dict[str, tuple[str, str]] = {}
    nodes = []
    for label, address, broken in _labelled(mutants):
        for node in _copies(graph, address, broken, label):
            places[node.address] = (label, node.address.replace(f"-{label}/", "/", 1))
            nodes.append(node)
    failures: dict[str, _Failures] = {}
    for check, found in _failures(root, Graph(nodes)):
        label, address = places.get(found, ("", found))
        failures.setdefault(label, set()).add((check, address))
    before = {address: label for label, address, broken in _labelled(mutants) if broken is None}
    return [
        mutant
        for number, mutant in enumerate(mutants)
        if failures.get(f"mutant{number}", set()) - failures.get(before[mutant.address], set())
    ]


def _labelled(mutants: Sequence[Mutant]) -> Iterator[tuple[str, str, Mutant | None]]:
    """(label, address, mutant): each place once as it is, then every mutant."""
    for number, address in enumerate(sorted({mutant.address for mutant in mutants})):
        yield f"whole{number}", address, None
    for number, mutant in enumerate(mutants):
        yield f"mutant{number}", mutant.address, mutant


def _copies(graph: Graph, address: str, mutant: Mutant | None, label: str) -> Iterator[Node]:
    """The node, broken or not, and its neighbours, in a stack of their own."""
    around = {node.address for node in _neighbours(graph, graph[address])}

    def moved(target: str) -> str:
        stack, slash, rest = target.partition("/")
        return f"{stack}-{label}{slash}{rest}" if target in around else target

    for name in sorted(around):
        node = mutant.node if mutant and name == address else graph[name]
        if node is None:
            continue
        attributes = {
            key: map_references(value, lambda ref: Ref(moved(ref.address), ref.attribute))
            for key, value in node.attributes.items()
        }
        waits = tuple(moved(each) for each in node.depends_on if each in around)
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
