"""The verdict on each environment: claims, findings, and their JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from phizone_environments.errors import Problem
from phizone_policies.check import Check, Claim, Outcome
from phizone_policies.controls.load import further_requirements_of, safeguards_of
from phizone_policies.evaluate import Answer
from phizone_policies.proof import Proof
from phizone_policies.waivers import Applied, Waived, Written, apply
from phizone_stacks.graph.node import Node

PROVED = "PROVED"
"""Every rule of the claim passed or did not apply, and at least one passed."""
NOT_PROVED = "NOT_PROVED"
"""Some rule failed or could not be decided, or none had anything to say."""


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """How one claim stands in one environment."""

    claim: Claim
    """The claim."""
    counts: Mapping[Outcome, int]
    """Answers by outcome, without those that a waiver accepts."""
    waived: int = 0
    """Findings that a waiver accepts."""

    @property
    def open(self) -> int:
        """Findings that no waiver accepts."""
        return self.counts[Outcome.FAIL] + self.counts[Outcome.UNKNOWN]

    @property
    def judged(self) -> bool:
        """Whether some rule had something to say."""
        return self.open + self.waived + self.counts[Outcome.PASS] > 0

    @property
    def proved(self) -> bool:
        """Whether something passed and nothing failed or stayed unknown."""
        return not self.open and self.counts[Outcome.PASS] > 0


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """How one rule stands in one environment."""

    check: Check
    """The rule."""
    counts: Mapping[Outcome, int]
    """Answers by outcome."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was looked at in a program without a zone."""

    profile: str
    """The rule set it was held to."""
    not_examined: Mapping[str, int]
    """Number of resources by type of which no rule of the set speaks."""
    warnings: tuple[str, ...]
    """What in the program is unknown, or was guessed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one environment, or one program without a zone, stands."""

    environment: str
    """Its name."""
    resources: int
    """Resources in its view."""
    accounts: int
    """Accounts these resources are in."""
    claims: tuple[ClaimVerdict, ...]
    """The claims, in the order of `Claim`."""
    rules: tuple[RuleVerdict, ...]
    """The rules that were asked, by id."""
    findings: tuple[Answer, ...]
    """The answers that fail or are unknown and that no waiver accepts, worst first."""
    waived: tuple[Waived, ...] = ()
    """The findings that a waiver accepts, in the same order."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with waivers."""
    zone: bool = True
    """Whether it is an environment of a zone, in which every claim must be proved."""
    examination: Examination | None = None
    """What was looked at; None for an environment of a zone."""
    answers: tuple[Answer, ...] = ()
    """Every answer, passes among them, by rule, then by subject."""

    @property
    def proved(self) -> bool:
        """Whether it has resources and every claim is proved; without a zone, every claim that has to do with it."""
        claims = [claim for claim in self.claims if self.zone or claim.judged]
        return self.resources > 0 and bool(claims) and all(claim.proved for claim in claims) and not self.problems


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The waivers an adopter wrote, and what they are held against."""

    waivers: Sequence[Written]
    """The waivers."""
    environments: Collection[str]
    """Every environment there is."""
    rules: Collection[str]
    """Id of every rule there is."""
    as_of: date
    """The day they are judged by."""


def verdict(
    environment: str,
    nodes: Sequence[Node],
    answers: Sequence[Answer],
    acceptance: Acceptance | None = None,
    *,
    asked: Sequence[Check] = (),
    zone: bool = True,
    examination: Examination | None = None,
) -> Verdict:
    """The verdict that these answers about these nodes amount to.

    `asked` are the rules that were asked, those that found nothing to speak of among them.
    """
    found = [answer for answer in answers if answer.result.outcome in (Outcome.FAIL, Outcome.UNKNOWN)]
    found.sort(key=lambda one: (one.check.severity.rank, one.check.id, one.subject))
    applied = _applied(environment, found, acceptance)
    accepted = {id(waived.answer) for waived in applied.waived}
    claims: dict[Claim, Counter[Outcome]] = {claim: Counter() for claim in Claim}
    checks = {check.id: check for check in (*asked, *(answer.check for answer in answers))}
    rules: dict[str, Counter[Outcome]] = {name: Counter() for name in checks}
    for answer in answers:
        rules[answer.check.id][answer.result.outcome] += 1
        if id(answer) not in accepted:
            claims[answer.check.claim][answer.result.outcome] += 1
    waived = Counter(waived.answer.check.claim for waived in applied.waived)
    return Verdict(
        environment=environment,
        resources=len(nodes),
        accounts=len({node.account for node in nodes} - {""}),
        claims=tuple(ClaimVerdict(claim, claims[claim], waived[claim]) for claim in Claim),
        rules=tuple(RuleVerdict(checks[name], counts) for name, counts in sorted(rules.items())),
        findings=applied.open,
        waived=applied.waived,
        problems=applied.problems,
        zone=zone,
        examination=examination,
        answers=tuple(answers),
    )


def _applied(environment: str, found: Sequence[Answer], acceptance: Acceptance | None) -> Applied:
    if acceptance is None:
        return Applied(tuple(found), (), ())
    names, rules = acceptance.environments, acceptance.rules
    return apply(acceptance.waivers, environment, names, rules, found, acceptance.as_of)


def as_json(verdicts: Sequence[Verdict], as_of: date) -> dict[str, Any]:
    """The JSON of `phizone verify`."""
    return {
        "as_of": as_of.isoformat(),
        "environments": {verdict.environment: _environment(verdict) for verdict in verdicts},
    }


def _environment(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": PROVED if verdict.proved else NOT_PROVED,
        "resources": verdict.resources,
        "accounts": verdict.accounts,
        "claims": {
            claim.claim.value: {
                "verdict": PROVED if claim.proved else NOT_PROVED,
                **{outcome.value.lower(): claim.counts[outcome] for outcome in Outcome},
                "waived": claim.waived,
            }
            for claim in verdict.claims
        },
        "proofs": [_proof(answer, answer.proof) for answer in verdict.answers if answer.proof],
        "findings": [_finding(answer) for answer in verdict.findings],
        "waived": [{**_finding(each.answer), "waiver": _waiver(each.written)} for each in verdict.waived],
        "waiver_problems": [str(problem) for problem in verdict.problems],
        **_examination(verdict.examination),
    }


def _proof(answer: Answer, proof: Proof) -> dict[str, Any]:
    return {
        "rule": answer.check.id,
        "claim": answer.check.claim.value,
        "what": proof.what,
        "verdict": proof.decision.value,
        "sizes": dict(proof.sizes),
        "message": proof.message,
        "witness": _witness(proof),
        "assumptions": list(proof.assumptions),
        "inventory": dict(proof.inventory),
    }


def _witness(proof: Proof) -> dict[str, Any] | None:
    if not proof.hops and not proof.facts:
        return None
    hops = [{"at": hop.at, "does": hop.does, "source": str(hop.source) if hop.source else None} for hop in proof.hops]
    return {"facts": dict(proof.facts), "hops": hops}


def _examination(found: Examination | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {"profile": found.profile, "not_examined": dict(found.not_examined), "warnings": list(found.warnings)}


def _waiver(written: Written) -> dict[str, Any]:
    return {**written.waiver.model_dump(mode="json"), "source": str(written.source)}


def _finding(answer: Answer) -> dict[str, Any]:
    source = answer.source
    return {
        "rule": answer.check.id,
        "outcome": answer.result.outcome.value,
        "severity": answer.check.severity.value,
        "claim": answer.check.claim.value,
        "address": answer.node.address if answer.node else None,
        "subject": answer.subject,
        "source": {"file": source.file, "line": source.line} if source else None,
        "message": answer.result.message,
        "why": answer.check.why,
        "fix": answer.check.fix,
        "safeguards": list(safeguards_of(answer.check)),
        "also_supports": list(further_requirements_of(answer.check)),
        "witness": dict(sorted(answer.result.witness.items())),
    }
