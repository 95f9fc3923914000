"""What was read of an emulator, completed by what the emulator lacks: those types and attributes are the program's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from phizone_stacks.emulator.gaps import gaps, not_emulated
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.live.align import Alignment, Change
from phizone_stacks.live.reading import Reader, all_readers


@dataclass(frozen=True, slots=True)
class Completed:
    """A graph that can be judged, and how much of it was read back."""

    graph: Graph
    """What was read and what is not emulated."""
    read_back: int
    """Resources that were read and are the programs'."""
    not_emulated: tuple[str, ...]
    """Addresses that are taken from the programs, sorted."""
    missing: tuple[str, ...]
    """Addresses that the emulator should have and does not."""
    unmanaged: tuple[str, ...]
    """Addresses of what the emulator has and no program builds."""
    changes: tuple[Change, ...]
    """Attributes that differ though they are emulated."""


def completed(alignment: Alignment, program: Graph) -> Completed:
    """An alignment with an emulator, completed."""
    types = not_emulated()
    attributes = lacking()
    taken = [program[address] for address in alignment.missing if program[address].type in types]
    managed = {*alignment.matched.values()}
    nodes = [
        _with(node, program[node.address], attributes.get(node.type, frozenset())) if node.address in managed else node
        for node in alignment.graph
        if node.address in managed or node.type not in types
    ]
    left_out = {node.address for node in taken}
    return Completed(
        Graph(
            (*nodes, *taken), alignment.graph.view, (each for each in alignment.graph.unread if each.type not in types)
        ),
        len(managed),
        tuple(sorted(left_out)),
        tuple(address for address in alignment.missing if address not in left_out),
        tuple(address for address in alignment.unmanaged if address in {node.address for node in nodes}),
        tuple(
            each for each in alignment.changes if each.attribute not in attributes.get(program[each.address].type, ())
        ),
    )


def emulated_readers() -> tuple[Reader, ...]:
    """The readers of something that the emulator has: what it lacks it refuses slowly, as a server's error."""
    types = not_emulated()
    return tuple(reader for reader in all_readers() if not types.issuperset(reader.types))


def lacking() -> Mapping[str, frozenset[str]]:
    """Attributes that the emulator lacks, by type."""
    found: dict[str, set[str]] = {}
    for gap in gaps():
        if gap.attribute:
            found.setdefault(gap.type, set()).add(gap.attribute)
    return {kind: frozenset(names) for kind, names in found.items()}


def _with(node: Node, wanted: Node, names: frozenset[str]) -> Node:
    """A node with the program's value of these attributes."""
    if not names:
        return node
    kept = {name: value for name, value in node.attributes.items() if name not in names}
    return replace(
        node, attributes=kept | {name: wanted.attributes[name] for name in names if name in wanted.attributes}
    )
