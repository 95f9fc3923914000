"""checkov asked while our rules are: begun once the graph is known, compared once both have spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phizone_policies.checkov.compare import Comparison, compare, worst
from phizone_policies.checkov.load import Data, shipped
from phizone_policies.checkov.report import as_json, line
from phizone_policies.report import Verdict
from phizone_scripts.second_opinion import NoSecondOpinion, Run, command, graph_address
from phizone_stacks.graph.graph import ZONE, Graph

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What checkov said, or why it said nothing."""

    comparison: Comparison | None
    """Its findings beside ours; None where it was not asked or could not be."""
    seconds: float
    """How long it took; on the screen only."""
    problem: str
    """Why it could not be asked; empty where it was, or was not to be."""
    decides: bool
    """Whether it has a say in the verdict: in that of a zone, where every failure of it has a written reason."""

    @property
    def proved(self) -> bool:
        """Whether it leaves the verdict as it is."""
        return not self.decides or not (self.problem or (self.comparison and self.comparison.unexplained))

    def lines(self, timed: bool = True) -> list[str]:
        """What people are told: one line, and what has no reason; without the seconds where that is to be kept."""
        if self.problem:
            skip = "; --no-checkov goes without it" if self.decides else ""
            return [f"checkov: not asked: {self.problem}{skip}"]
        if self.comparison is None:
            return ["checkov: not asked, as --no-checkov says"]
        told = [line(self.comparison, self.seconds if timed else None, self.decides)]
        different = Counter(each.opinion.id for each in self.comparison.disagreements)
        if different:
            counts = ", ".join(f"{name} {count}" for name, count in sorted(different.items()))
            told.append(f"  differs from our rules, as --json says why: {counts}")
        return [*told, *self._unexplained(self.comparison)]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON data, without times."""
        if self.comparison is not None:
            return as_json(self.comparison)
        return {"tool": "checkov", "not_asked": self.problem or "--no-checkov"}

    def _unexplained(self, comparison: Comparison) -> list[str]:
        groups: dict[str, list[str]] = {}
        for failure in comparison.unexplained if self.decides else ():
            place = f"  {failure.source}" if failure.source else ""
            groups.setdefault(f"{failure.opinion.id} {failure.opinion.title}", []).append(
                f"    {failure.opinion.address}{place}"
            )
        told: list[str] = []
        for name, places in groups.items():
            more = [f"    and {len(places) - _SHOWN} more"] if len(places) > _SHOWN else []
            told += [f"  FAIL {name}", *places[:_SHOWN], *more]
        return told


@dataclass
class Beside:
    """One question to checkov; a `with` block ends its process however the block is left."""

    root: Path
    """Folder from which the checkout's own checkov is looked for."""
    wanted: bool
    """Whether it is to be asked at all."""
    decides: bool = True
    """Whether it has a say in the verdict."""
    _run: Run | None = field(default=None, init=False)
    _graph: Graph | None = field(default=None, init=False)
    _address_of: Callable[[str], str] = field(default_factory=lambda: graph_address, init=False)
    _problem: str = field(default="", init=False)

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        if self._run is not None:
            self._run.__exit__()

    def begin(self, graph: Graph, environments: Sequence[str] = ()) -> None:
        """Starts checkov on the plan of a graph, of the zone's on what these environments' views hold together."""
        from phizone_stacks.plan.write import plan

        if environments and graph.view == ZONE and set(environments) != set(graph.environments):
            views = [graph.for_environment(name) for name in environments]
            graph = Graph({node.address: node for view in views for node in view}.values())
        if self.wanted:
            self._start(graph, plan(graph))

    def begin_with_plan(self, graph: Graph, plan: dict[str, Any]) -> None:
        """Starts checkov on somebody's plan, of which the graph was read."""
        self._address_of = str
        if self.wanted:
            self._start(graph, plan)

    def end(self, verdicts: Sequence[Verdict]) -> SecondOpinion:
        """Waits for checkov and holds it against the verdicts."""
        if self._run is None or self._graph is None:
            return SecondOpinion(None, 0.0, self._problem, self.decides)
        try:
            scanned = self._run.result(self._address_of)
        except NoSecondOpinion as wrong:
            return SecondOpinion(None, 0.0, str(wrong), self.decides)
        data = shipped() if self.decides else Data((), shipped().pairs)
        answers = worst(answer for verdict in verdicts for answer in verdict.answers)
        return SecondOpinion(compare(scanned.scan, self._graph, answers, data), scanned.seconds, "", self.decides)

    def _start(self, graph: Graph, plan: dict[str, Any]) -> None:
        self._graph = graph
        try:
            self._run = Run(command(self.root), plan)
        except NoSecondOpinion as wrong:
            self._problem = str(wrong)
