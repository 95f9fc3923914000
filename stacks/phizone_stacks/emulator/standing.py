"""What an emulator holds of a zone already, and what is therefore to be made, put anew or replaced."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from phizone_stacks.emulator.adapter import Outputs
from phizone_stacks.emulator.changeable import changeable
from phizone_stacks.emulator.complete import completed
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Unknown, map_references
from phizone_stacks.live.align import Change, align

_DEPTH = 4
"""References to references that are followed: an accepter's id is its attachment's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a program's graph and what stands differ; addresses are the program's and sorted."""

    outputs: Mapping[str, Outputs]
    """What AWS assigned to everything that stands, by address."""
    missing: tuple[str, ...]
    """What is to be made."""
    overwritten: Mapping[str, tuple[Change, ...]]
    """What is otherwise and is put anew in one call, with how it differs."""
    replaced: Mapping[str, tuple[Change, ...]]
    """What is otherwise, is named and is therefore removed and made again."""
    refused: Mapping[str, tuple[Change, ...]]
    """What is otherwise and is not touched: it would have to be replaced, and nobody named it."""

    @property
    def equal(self) -> Mapping[str, Outputs]:
        """What stands as the program says."""
        changed = {*self.overwritten, *self.replaced, *self.refused}
        return {address: outputs for address, outputs in self.outputs.items() if address not in changed}


def standing(program: Graph, live: Graph, chosen: Collection[str], named: Collection[str] = ()) -> Standing:
    """What stands of the `chosen` addresses; `named` are those that may be replaced.

    What would differ only because something named is replaced differs here, too.
    """
    types = changeable()
    outputs = _outputs(program, live, chosen)
    replaced: dict[str, tuple[Change, ...]] = {}
    while True:
        left = _without(program, live, replaced)
        done = completed(align(program, left), program)
        told = completed(align(program, _told(live, left)), program) if replaced else done
        changes = _changes([each for each in told.changes if each.address not in done.missing], chosen)
        more = {
            address: found
            for address, found in changes.items()
            if address in named
            and program[address].type not in types.overwritten
            and program[address].type in types.removed
        }
        if not more:
            break
        replaced |= more
    return Standing(
        outputs={address: found for address, found in outputs.items() if address not in {*done.missing} - {*replaced}},
        missing=tuple(address for address in done.missing if address in chosen and address not in replaced),
        overwritten={key: each for key, each in changes.items() if program[key].type in types.overwritten},
        replaced=dict(sorted(replaced.items())),
        refused={key: each for key, each in changes.items() if program[key].type not in types.overwritten},
    )


def _changes(found: Collection[Change], chosen: Collection[str]) -> dict[str, tuple[Change, ...]]:
    grouped: dict[str, list[Change]] = {}
    for change in found:
        if change.address in chosen:
            grouped.setdefault(change.address, []).append(change)
    return {address: tuple(changes) for address, changes in sorted(grouped.items())}


def _without(program: Graph, live: Graph, addresses: Collection[str]) -> Graph:
    """What stands when what is to be replaced is gone."""
    if not addresses:
        return live
    gone = {seen for seen, wanted in align(program, live).matched.items() if wanted in addresses}
    return Graph((node for node in live if node.address not in gone), live.view, live.unread)


def _told(live: Graph, left: Graph) -> Graph:
    """What stands with text in the place of references to what is gone: a name or ARN may be the same again."""

    def change(ref: Ref) -> Ref | str:
        return ref if ref.address in left else _text(live, ref)

    nodes = (
        replace(node, attributes={name: map_references(value, change) for name, value in node.attributes.items()})
        for node in left
    )
    return Graph(nodes, left.view, left.unread)


def _outputs(program: Graph, live: Graph, chosen: Collection[str]) -> dict[str, Outputs]:
    found: dict[str, Outputs] = {}
    for seen, wanted in sorted(align(program, live).matched.items()):
        if wanted in chosen:
            attributes = live[seen].attributes
            told = {name: map_references(value, lambda ref: _text(live, ref)) for name, value in attributes.items()}
            found[wanted] = {name: value for name, value in told.items() if not isinstance(value, Unknown | None)}
    return found


def _text(live: Graph, ref: Ref, depth: int = _DEPTH) -> str:
    """What a reference of what was read reads."""
    node = live.find(ref.address)
    if node is None:
        return f"<{ref.attribute} of {ref.address}>"
    value = node.peek(ref.attribute)
    if isinstance(value, Ref) and depth:
        return _text(live, value, depth - 1)
    return value if isinstance(value, str) else str(physical(node, ref.attribute))
