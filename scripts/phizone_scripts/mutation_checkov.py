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
    places: dict[str, tuple[str, str]] = {}
    nodes = []
    for label, changed, broken in _labelled(mutants):
        for node in _copies(graph, changed, broken, label):
            places[node.address] = (label, node.address.replace(f"-{label}/", "/", 1))
            nodes.append(node)
    failures: dict[str, _Failures] = {}
    for check, found in _failures(root, Graph(nodes)):
        label, address = places.get(found, ("", found))
        failures.setdefault(label, set()).add((check, address))
    before = {changed: label for label, changed, broken in _labelled(mutants) if broken is None}
    return [
        mutant
        for number, mutant in enumerate(mutants)
        if failures.get(f"mutant{number}", set()) - failures.get(before[_changed(mutant)], set())
    ]


def _changed(mutant: Mutant) -> _Addresses:
    return tuple(sorted(mutant.changed))


def _labelled(mutants: Sequence[Mutant]) -> Iterator[tuple[str, _Addresses, Mutant | None]]:
    """(label, addresses, mutant): the places of each mutant once as they are, then every mutant."""
    for number, changed in enumerate(sorted(set(map(_changed, mutants)))):
        yield f"whole{number}", changed, None
    for number, mutant in enumerate(mutants):
        yield f"mutant{number}", _changed(mutant), mutant


def _copies(graph: Graph, changed: _Addresses, mutant: Mutant | None, label: str) -> Iterator[Node]:
    """The nodes, broken or not, and their neighbours, in a stack of their own."""
    after = mutant.applied(graph) if mutant and mutant.others else graph
    around = {node.address for each in (graph, after) for node in _around(each, changed)}

    def moved(target: str) -> str:
        stack, slash, rest = target.partition("/")
        return f"{stack}-{label}{slash}{rest}" if target in around else target

    for name in sorted(around):
        node = mutant.changed.get(name, graph.find(name)) if mutant else graph.find(name)
        if node is None:
            continue
        attributes = {
            key: map_references(value, lambda ref: Ref(moved(ref.address), ref.attribute))
            for key, value in node.attributes.items()
        }
        waits = tuple(moved(each) for each in node.depends_on if each in around)
        yield replace(node, address=moved(name), attributes=attributes, depends_on=waits)


def _around(graph: Graph, addresses: _Addresses) -> Iterator[Node]:
    return (each for address in addresses if (node := graph.find(address)) for each in _neighbours(graph, node))


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
