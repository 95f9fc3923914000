"""A rehearsal: the graph applied to an emulated AWS, read back by another process, judged, and then tampered with."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from phizone_environments.zone import Zone
from phizone_policies.check import Check, Outcome
from phizone_policies.proofs.access.stories import Told
from phizone_policies.report import Acceptance
from phizone_scripts.auditing import Audit, audit
from phizone_scripts.exits import Misuse
from phizone_scripts.reading_apart import read_apart
from phizone_stacks.emulator.apply import Applied, apply
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.running import in_process, served
from phizone_stacks.emulator.tamper import ANY, Tampering, tamper
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.graph import SHARED, Graph

Progress = Callable[[str, int], AbstractContextManager[Callable[[str], None]]]
"""A bar: what is done, and in how many steps."""


@dataclass(frozen=True, kw_only=True)
class Zoned:
    """What a rehearsal is of."""

    zone: Zone
    """What `environments/` says."""
    root: Path
    """The folder that `environments/` stands in."""
    graph: Graph
    """The programs' graph, or the views of some environments."""
    names: tuple[str, ...]
    """The environments."""
    rules: Sequence[Check]
    """The rules in force."""
    waivers: Acceptance | None = None
    """The waivers."""
    stories: tuple[Told, ...] = ()
    """The adopter's stories."""


@dataclass(frozen=True, kw_only=True)
class Tampered:
    """One thing that was done to the zone behind the programs' back, and who found it."""

    entry: Tampering
    """What was done."""
    found: tuple[str, ...] = ()
    """The rules that were to find it and did."""
    problem: str = ""
    """Why it could not be done; empty where it was."""

    @property
    def missed(self) -> tuple[str, ...]:
        """The rules that were to find it and did not."""
        return tuple(rule for rule in self.entry.finds if rule not in self.found)


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """How a rehearsal went."""

    applied: Applied
    """What applying gave."""
    seconds: float
    """How long applying took; on the screen only."""
    audit: Audit
    """How what was built stands."""
    tampered: tuple[Tampered, ...] | None = None
    """What was done to it then; None where nothing was to be done."""
    rules: frozenset[str] = frozenset()
    """Ids of the rules in force."""

    @property
    def checks(self) -> tuple[str, ...]:
        """The rules that were to find something, sorted."""
        return tuple(sorted({rule for each in self.tampered or () for rule in each.entry.finds}))

    @property
    def found(self) -> tuple[str, ...]:
        """Those of them that found everything they were to find."""
        missed = {rule for each in self.tampered or () for rule in each.missed}
        return tuple(rule for rule in self.checks if rule not in missed)

    @property
    def untried(self) -> tuple[str, ...]:
        """The rules in force that were not to find anything, sorted."""
        return tuple(sorted(self.rules.difference(self.checks)))

    @property
    def proved(self) -> bool:
        """Whether all was applied, what was built is proved, and every tampering was found."""
        tried = self.tampered is None or bool(self.checks)
        return tried and not self.applied.failures and self.audit.proved and self.found == self.checks


def concerning(zoned: Zoned, entries: Sequence[Tampering]) -> list[Tampering]:
    """The entries that are done to these environments or to what they share, and that their verdicts find."""
    there = [entry for entry in entries if all(name in zoned.graph for name in (entry.to, *entry.named))]
    found = {SHARED, *zoned.names}
    return [entry for entry in there if (entry.environment or zoned.graph[entry.to].environment) in found]


def rehearse(zoned: Zoned, progress: Progress, entries: Sequence[Tampering]) -> Rehearsal:
    """Applies the graph to an emulator in this process, audits it, and does these things to it, a round after another.

    The first round is done to the zone that was audited; each further one to a zone that is applied anew, as wholly.
    """
    rounds = sorted({entry.round for entry in entries})
    done: list[Tampered] = []
    first: Rehearsal | None = None
    for number in rounds or [1]:
        chosen = [entry for entry in entries if entry.round == number]
        with in_process(before(zoned.zone)) as clients, served() as url:
            applied, seconds = _apply(zoned, clients, progress)
            if first is None:
                first = _rehearsal(zoned, applied, seconds, url)
            if applied.failures or not first.audit.proved:
                return replace(first, applied=applied)
            if chosen:
                done += _tampered(zoned, chosen, applied, clients, url, first.audit, progress)
    if first is None:
        raise ValueError("a rehearsal has a round at least")
    return replace(first, tampered=tuple(done))


def rehearse_at(zoned: Zoned, progress: Progress, endpoint: str) -> Rehearsal:
    """Applies the graph to an emulator that runs elsewhere and audits it; it keeps what was built.

    Raises: Misuse where its accounts cannot be entered or hold something already.
    """
    from phizone_stacks.emulator.running import entry_of
    from phizone_stacks.emulator.validated import validated
    from phizone_stacks.live.entry import Clients, NotEntered
    from phizone_stacks.live.zone import names_of

    told = before(zoned.zone)
    clients = Clients(entry_of(told, endpoint), validated)
    try:
        clients.confirm(names_of(zoned.zone))
    except NotEntered as failure:
        raise Misuse(str(failure)) from None
    _hold_empty(zoned, clients, endpoint)
    applied, seconds = _apply(zoned, clients, progress)
    return _rehearsal(zoned, applied, seconds, endpoint)


def _rehearsal(zoned: Zoned, applied: Applied, seconds: float, url: str) -> Rehearsal:
    in_force = frozenset(rule.id for rule in zoned.rules)
    return Rehearsal(applied=applied, seconds=seconds, audit=_audit(zoned, url), rules=in_force)


def _hold_empty(zoned: Zoned, clients: Any, endpoint: str) -> None:
    """That an emulator has the zone's organization, to which nothing was applied before. Raises: Misuse."""
    from botocore.exceptions import BotoCoreError, ClientError

    from phizone_stacks.live.place import Place

    told = before(zoned.zone)
    place = Place(told.management, told.regions[0])
    try:
        units = clients("organizations", place).list_organizational_units_for_parent(ParentId=told.root)
    except (BotoCoreError, ClientError) as failure:
        raise Misuse(
            f"{endpoint} does not hold the organization of environments/ ({failure}); "
            "`phizone emulator start` starts an emulator that does"
        ) from None
    if units["OrganizationalUnits"]:
        raise Misuse(
            f"{endpoint} holds a zone, or half of one, from a rehearsal before; end that emulator with "
            "`phizone emulator stop` and start another, or audit what it holds with `phizone audit --endpoint`"
        )


def _apply(zoned: Zoned, clients: Any, progress: Progress) -> tuple[Applied, float]:
    left_out = not_emulated()
    started = time.perf_counter()
    with progress("applying", sum(node.type not in left_out for node in zoned.graph)) as report:
        applied = apply(zoned.graph, clients, zoned.zone.organization.home_region, left_out, report)
    return applied, time.perf_counter() - started


def _audit(zoned: Zoned, url: str) -> Audit:
    live = read_apart(zoned.root, url)
    return audit(zoned.zone, zoned.graph, live, zoned.names, zoned.rules, zoned.waivers, zoned.stories)


def _tampered(
    zoned: Zoned,
    entries: Sequence[Tampering],
    applied: Applied,
    clients: Any,
    url: str,
    was: Audit,
    progress: Progress,
) -> list[Tampered]:
    """Does everything, then asks once: each rule must fail then for what it did not fail before."""
    problems: dict[int, str] = {}
    with progress("tampering", len(entries)) as report:
        for number, entry in enumerate(entries):
            try:
                tamper(entry, zoned.graph, applied.outputs, clients, zoned.zone.organization.home_region)
            except Exception as failure:  # noqa: BLE001 - whatever stops a call, the tampering was not done
                problems[number] = f"{type(failure).__name__}: {failure}"
            report(entry.does)
    now = _audit(zoned, url)
    before_ = _failing(was)
    failing = {rule: found - before_.get(rule, set()) for rule, found in _failing(now).items()}
    return [
        Tampered(
            entry=entry,
            found=tuple(
                rule
                for rule in entry.finds
                if number not in problems and _is_found(entry, failing.get(rule, set()), now.graph)
            ),
            problem=problems.get(number, ""),
        )
        for number, entry in enumerate(entries)
    ]


def _failing(of: Audit) -> Mapping[str, set[str]]:
    """Subjects for which each rule fails."""
    found: dict[str, set[str]] = {}
    for verdict in of.verdicts:
        for answer in verdict.answers:
            if answer.result.outcome is Outcome.FAIL:
                found.setdefault(answer.check.id, set()).add(answer.subject)
    return found


def _is_found(entry: Tampering, subjects: set[str], graph: Graph) -> bool:
    """Whether a rule that failed for these subjects has found a tampering."""
    if entry.subject == ANY:
        return bool(subjects)
    if entry.subject in subjects:
        return True
    nodes = (graph.find(subject) for subject in subjects)
    return any(node is not None and node.type == entry.subject for node in nodes)
