"""From what was read of accounts and what the programs would build to the verdicts and the differences that matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from phizone_environments.zone import Zone
from phizone_policies.check import Check
from phizone_policies.drift import Changed, Difference, Kind, as_json, differences
from phizone_policies.proofs.access.stories import Told
from phizone_policies.report import Acceptance, Verdict
from phizone_scripts.judge import judge_environment
from phizone_stacks.graph.graph import Graph, Unread
from phizone_stacks.live.align import Change, align
from phizone_stacks.live.zone import EMULATED


@dataclass(frozen=True, kw_only=True)
class Audit:
    """How what runs stands."""

    verdicts: tuple[Verdict, ...]
    """The verdict on each environment."""
    differences: tuple[Difference, ...]
    """What the programs would build otherwise, where that matters."""
    read_back: int
    """Resources that were read and are the programs'."""
    not_emulated: tuple[str, ...]
    """Addresses that an emulator lacks and that are taken from the programs; empty for accounts of AWS."""
    unread: tuple[Unread, ...]
    """What gave no answer."""
    graph: Graph
    """The graph that was judged."""

    @property
    def drifted(self) -> tuple[Difference, ...]:
        """What is missing or otherwise; what is unmanaged is the rules' matter."""
        return tuple(each for each in self.differences if each.kind is not Kind.UNMANAGED)

    @property
    def proved(self) -> bool:
        """Whether every environment is proved, everything was read, and what runs is what the programs would build."""
        judged = bool(self.verdicts) and all(verdict.proved for verdict in self.verdicts)
        return judged and not self.unread and not self.drifted and self.read_back > 0

    def as_json(self) -> dict[str, Any]:
        """What an audit tells beside the verdicts, as JSON data."""
        return {
            "read_back": self.read_back,
            "not_emulated": list(self.not_emulated),
            "unread": [
                {"type": each.type, "account": each.account, "region": each.region, "reason": each.reason}
                for each in self.unread
            ],
            "differences": as_json(self.differences),
        }


def audit(
    zone: Zone,
    program: Graph,
    live: Graph,
    names: Sequence[str],
    rules: Sequence[Check],
    waivers: Acceptance | None = None,
    stories: tuple[Told, ...] = (),
) -> Audit:
    """Judges what was read; the gaps of an emulator count where the graph was read of one."""
    aligned = align(program, live)
    graph, taken, missing, unmanaged = aligned.graph, tuple[str, ...](), aligned.missing, aligned.unmanaged
    changes: Iterable[Change] = aligned.changes
    if live.view == EMULATED:
        from phizone_stacks.emulator.complete import completed

        done = completed(aligned, program)
        graph, taken, missing, unmanaged = done.graph, done.not_emulated, done.missing, done.unmanaged
        changes = done.changes
    verdicts = tuple(judge_environment(graph, zone, name, rules, waivers, stories) for name in names)
    seen = {node.address for name in names for node in graph.for_environment(name)}
    wanted = {node.address for name in names for node in program.for_environment(name)}
    found = differences(
        program,
        graph,
        rules,
        [answer for verdict in verdicts for answer in verdict.answers],
        missing=(address for address in missing if address in wanted),
        unmanaged=(address for address in unmanaged if address in seen),
        changes=(
            Changed(each.address, each.attribute, each.wanted, each.seen) for each in changes if each.address in wanted
        ),
    )
    return Audit(
        verdicts=verdicts,
        differences=found,
        read_back=len({*aligned.matched.values()} & wanted),
        not_emulated=tuple(address for address in taken if address in wanted),
        unread=graph.unread,
        graph=graph,
    )
