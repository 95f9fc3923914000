"""Applying an environment with Pulumi's engine: stack by stack, each previewed first, up to the first refusal."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from phizone_policies.pack import configuration, pack_folder
from phizone_scripts.applied import Act, Engine, Outcome, Refusal, StackApplied, Step
from phizone_scripts.exits import Misuse
from phizone_scripts.output import progress
from phizone_stacks.engine.events import PROTECTED, EngineStep, Kind, Seen, Told
from phizone_stacks.engine.names import Names
from phizone_stacks.engine.stateful import stateful
from phizone_stacks.engine.workspace import EngineRefused, Opened, Pack, opened
from phizone_stacks.graph.canonical import digest
from phizone_stacks.graph.graph import SHARED, Graph
from phizone_stacks.layers.order import LAYERS

_LOST = "it would be {kind}d, and with it {lost} lost: take the change back, or give --allow-replacement {address}"
_WAITS = (
    "it cannot be previewed while the stacks before it are still to change, whose values it uses; apply those, or ask "
    "again then: {why}"
)


def apply_with_pulumi(
    root: Path, graph: Graph, environment: str, view: str, named: Collection[str], preview: bool
) -> Outcome:
    """Applies the shared stacks and the environment's own; `view` is the JSON text that was proved. Raises: Misuse."""
    try:
        stacks = [opened(root / "stacks", layer, stack) for layer, stack in _stacks(environment)]
    except EngineRefused as failure:
        raise Misuse(str(failure)) from None
    with tempfile.TemporaryDirectory(prefix="phizone-") as folder:
        pack = _pack(Path(folder), view)
        return _Run(graph, pack, frozenset(named), preview).all(stacks)


def _stacks(environment: str) -> list[tuple[str, str]]:
    """Layers and stacks in the order in which they are applied."""
    return [(layer.name, environment if layer.per_environment else SHARED) for layer in LAYERS]


def _pack(folder: Path, view: str) -> Pack:
    """The policy pack, configured for what was proved."""
    graph, settings = folder / "graph.json", folder / "pack.json"
    graph.write_text(view, encoding="utf-8")
    settings.write_text(json.dumps(configuration(graph, digest(view))), encoding="utf-8")
    return Pack(folder=pack_folder(), configuration=settings)


class _Run:
    """One go over the stacks."""

    def __init__(self, graph: Graph, pack: Pack, named: frozenset[str], preview: bool) -> None:
        self._graph, self._pack, self._named, self._preview = graph, pack, named, preview
        self._names = Names(graph)
        self._done: list[StackApplied] = []
        self._advice: list[str] = []

    def all(self, stacks: Sequence[Opened]) -> Outcome:
        """Every stack in order, up to the first refusal."""
        for number, stack in enumerate(stacks):
            waits = self._preview and any(each.steps for each in self._done)
            try:
                refused = self._stack(stack)
            except EngineRefused as failure:
                refused = (Refusal(address=stack.name, why=str(failure)),)
            if refused and waits and all(each.address == stack.name for each in refused):
                # A program that fails as a whole for want of what earlier stacks will export.
                refused = (Refusal(address=stack.name, why=_WAITS.format(why=refused[-1].why)),)
            if refused or (self._done and self._done[-1].failures):
                reached = {each.name for each in self._done}
                left = tuple(each.name for each in stacks[number:] if each.name not in reached)
                return self._outcome(refused, left)
        return self._outcome((), ())

    def _outcome(self, refused: tuple[Refusal, ...], left: tuple[str, ...]) -> Outcome:
        changed = {step.address for stack in self._done for step in stack.steps}
        nodes = (self._graph.find(address) for address in changed)
        return Outcome(
            engine=Engine.PULUMI,
            stacks=tuple(self._done),
            refused=refused,
            not_reached=left,
            advice=tuple(self._advice),
            preview=self._preview,
            accounts=len({node.account for node in nodes if node is not None}),
        )

    def _stack(self, stack: Opened) -> tuple[Refusal, ...]:
        """Previews a stack, and applies it where nothing is refused; what was."""
        seen = self._ask(stack, "previewing")
        refused = self._refused(stack, seen)
        if refused:
            return refused
        self._advice += [self._told(each) for each in seen.advice]
        if self._preview:
            self._done.append(self._applied(stack, seen))
            return ()
        protected = self._protected(seen)
        for urn in protected:
            stack.unprotect(urn)
        if protected and (refused := self._refused(stack, self._ask(stack, "previewing"))):
            return refused
        if seen.steps:
            seen = self._ask(stack, "applying")
        self._done.append(self._applied(stack, seen))
        return ()

    def _ask(self, stack: Opened, word: str) -> Seen:
        layer, _, name = stack.name.partition(".")
        prefix = f"urn:pulumi:{name}::{layer}::"
        total = sum(node.urn.startswith(prefix) for node in self._graph)
        with progress(f"{word} {stack.name}", total) as report:
            seen = Seen(report=lambda urn: report(self._names.address(urn)))
            (stack.up if word == "applying" else stack.preview)(self._pack, seen)
        return seen

    def _refused(self, stack: Opened, seen: Seen) -> tuple[Refusal, ...]:
        """What of a preview may not be applied: violations, then what would be lost, then errors."""
        lost = [step for step in seen.steps.values() if self._is_lost(step)]
        told = {step.urn for step in lost}
        mine = [each for each in seen.errors if not (PROTECTED in each.message and self._is_settled(each.urn, told))]
        found = [
            *(
                Refusal(address=self._where(stack, each), why=f"{each.policy}: {each.message}")
                for each in seen.violations
            ),
            *(self._loss(step) for step in sorted(lost, key=lambda step: step.urn)),
            *(Refusal(address=self._where(stack, each), why=each.message) for each in mine),
        ]
        return tuple(found)

    def _is_lost(self, step: EngineStep) -> bool:
        """Whether a change loses what nobody named."""
        grave = step.kind in (Kind.REPLACE, Kind.DELETE) and step.type in stateful()
        return grave and not self._is_named(step.urn)

    def _is_named(self, urn: str) -> bool:
        return urn in self._named or self._names.address(urn) in self._named

    def _is_settled(self, urn: str, told: Collection[str]) -> bool:
        """Whether the protection of a resource is no further matter: it is refused anyway, or was named."""
        return urn in told or self._is_named(urn)

    def _protected(self, seen: Seen) -> list[str]:
        """What is named and protected."""
        return sorted({each.urn for each in seen.errors if PROTECTED in each.message and self._is_named(each.urn)})

    def _loss(self, step: EngineStep) -> Refusal:
        address = self._names.address(step.urn)
        node = self._graph.find(address)
        return Refusal(
            address=address,
            why=_LOST.format(kind=step.kind.value, lost=stateful()[step.type], address=address),
            source=str(node.source or "") if node else "",
            differs=tuple(f"{name}: changes" for name in step.because),
        )

    def _where(self, stack: Opened, told: Told) -> str:
        return self._names.address(told.urn) if told.urn else stack.name

    def _told(self, told: Told) -> str:
        return f"{self._names.address(told.urn) if told.urn else 'stack'}: {told.policy}: {told.message}"

    def _applied(self, stack: Opened, seen: Seen) -> StackApplied:
        failures = {self._where(stack, each): each.message for each in (*seen.errors, *seen.violations)}
        if self._preview:
            # What remains of the errors of a preview is the protection of what was named.
            failures = {}
        failures |= {
            address: "the engine could not do it"
            for urn in seen.failed
            if (address := self._names.address(urn)) not in failures
        }
        done = [step for step in seen.steps.values() if step.urn not in seen.failed]
        steps = [
            Step(
                act=Act(step.kind.value),
                address=self._names.address(step.urn),
                differs=tuple(f"{name}: changes" for name in step.because),
            )
            for step in done
        ]
        return StackApplied(
            name=stack.name,
            steps=tuple(sorted(steps, key=lambda step: step.address)),
            unchanged=len(seen.unchanged),
            failures=dict(sorted(failures.items())),
        )
