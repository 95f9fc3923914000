"""What a regulation asks, what we hold of it and by which rules, and who answers for the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phizone_policies.check import Check


class InvalidControls(ValueError):
    """The maps from regulations to rules are not as they should be; its text is one problem a line."""


class Kind(StrEnum):
    """What HIPAA calls a requirement."""

    STANDARD = "standard"
    """A standard, which its implementation specifications detail."""
    REQUIRED = "required"
    """An implementation specification that must be met."""
    ADDRESSABLE = "addressable"
    """One that must be met where reasonable, or the reason why not documented."""


class State(StrEnum):
    """How a requirement stands."""

    HELD = "held"
    """Rules hold it, or their part of it."""
    OPEN = "open"
    """Something that it needs is still to come."""
    ORGANIZATIONAL = "organizational"
    """A person of the organization answers for it."""
    INHERITED = "inherited"
    """AWS answers for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for what no rule can hold."""

    answers: str
    """The role, as `the security official`, or `AWS`."""
    evidence: str
    """What they show to an auditor."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What must hold, in our words: the rules that hold it and the requirements that it supports."""

    id: str
    """Its id, as `KMS-1`."""
    area: str
    """The area it belongs to, as `keys`."""
    holds: str
    """What must hold, in a sentence."""
    supports: tuple[str, ...]
    """Ids of the requirements that it supports."""
    own_reading: frozenset[str]
    """Those of them that no published mapping joins to it."""
    rules: tuple[str, ...]
    """Ids of the checks that hold it, sorted; empty while none does."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of a regulation: of HIPAA a safeguard, of NIST a control, of the GDPR an article."""

    id: str
    """As `hipaa-164.312.a.2.iv`: an OSCAL token, which has no parentheses."""
    regulation: str
    """The regulation's key, as `hipaa`."""
    title: str
    """Its title."""
    kind: Kind | None
    """What HIPAA calls it; None in other regulations."""
    objectives: tuple[str, ...]
    """Ids of the objectives that support it, in their order."""
    rules: tuple[str, ...]
    """Ids of the checks that hold these, sorted."""
    organizational: Answer | None
    """Who of the organization answers for it, or for what rules leave over."""
    inherited: Answer | None
    """What AWS answers for."""
    later: str
    """What is still to come to hold it, and in which issue; empty for nothing."""

    @property
    def state(self) -> State:
        """How it stands: open while something is to come, else held, else organizational, else inherited."""
        if self.later:
            return State.OPEN
        if self.rules:
            return State.HELD
        return State.ORGANIZATIONAL if self.organizational else State.INHERITED


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation and all of its requirements that are told of."""

    key: str
    """Its key, as `hipaa`."""
    name: str
    """Its name."""
    citation: str
    """How it is cited."""
    source: str
    """Where the requirements were read, and who joined them to objectives."""
    requirements: tuple[Requirement, ...]
    """Its requirements, in its order."""


@dataclass(frozen=True, slots=True)
class PackRule:
    """A rule of AWS's HIPAA conformance pack; one of `checks`, `not_applicable` and `run_time` says how it stands."""

    id: str
    """Its identifier in AWS Config, as `IAM_PASSWORD_POLICY`."""
    checks: tuple[str, ...]
    """Ids of the checks that hold the same before anything is applied, sorted."""
    not_applicable: str
    """Why it speaks of nothing that a zone makes; empty otherwise."""
    run_time: str
    """What only the audit of a live account can read; empty otherwise."""

    @property
    def classified(self) -> bool:
        """Whether it is said how it stands."""
        return bool(self.checks or self.not_applicable or self.run_time)


@dataclass(frozen=True, slots=True)
class Pack:
    """AWS's HIPAA conformance pack."""

    source: str
    """Where its list of rules was read, with its day."""
    commit: str
    """The commit it was read at."""
    rules: tuple[PackRule, ...]
    """Its rules, by id."""


@dataclass(frozen=True, slots=True)
class Controls:
    """Everything the maps say."""

    regulations: tuple[Regulation, ...]
    """The regulations, HIPAA first."""
    objectives: tuple[Objective, ...]
    """The objectives, area by area."""
    pack: Pack
    """AWS's HIPAA conformance pack."""

    def requirements(self) -> Iterator[Requirement]:
        """Every requirement of every regulation."""
        return (requirement for regulation in self.regulations for requirement in regulation.requirements)

    def unmapped(self, rules: Collection[str]) -> tuple[str, ...]:
        """Those of these checks that no objective names, sorted."""
        return tuple(sorted(set(rules) - {rule for objective in self.objectives for rule in objective.rules}))

    def with_rules(self, checks: Sequence[Check]) -> Controls:
        """The same, with the checks of adopters among the rules of the requirements that these say they support."""
        regulations = tuple(
            replace(
                regulation,
                requirements=tuple(_with_rules(requirement, checks) for requirement in regulation.requirements),
            )
            for regulation in self.regulations
        )
        return replace(self, regulations=regulations)


def _with_rules(requirement: Requirement, checks: Sequence[Check]) -> Requirement:
    added = {check.id for check in checks if requirement.id in check.supports}
    return replace(requirement, rules=tuple(sorted({*requirement.rules, *added})))
