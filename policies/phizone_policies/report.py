"""The verdict on each environment: claims, findings, and their JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from phizone_policies.check import Claim, Outcome
from phizone_policies.controls.load import safeguards_of
from phizone_policies.evaluate import Answer
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
    """Answers by outcome."""

    @property
    def proved(self) -> bool:
        """Whether something passed and nothing failed or stayed unknown."""
        open_ends = self.counts[Outcome.FAIL] + self.counts[Outcome.UNKNOWN]
        return not open_ends and self.counts[Outcome.PASS] > 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one environment stands."""

    environment: str
    """Its name."""
    resources: int
    """Resources in its view."""
    accounts: int
    """Accounts these resources are in."""
    claims: tuple[ClaimVerdict, ...]
    """The claims, in the order of `Claim`."""
    findings: tuple[Answer, ...]
    """The answers that fail or are unknown, worst first."""

    @property
    def proved(self) -> bool:
        """Whether it has resources and every claim is proved."""
        return self.resources > 0 and all(claim.proved for claim in self.claims)


def verdict(environment: str, nodes: Sequence[Node], answers: Sequence[Answer]) -> Verdict:
    """The verdict that these answers about these nodes amount to."""
    counts: dict[Claim, Counter[Outcome]] = {claim: Counter() for claim in Claim}
    for answer in answers:
        counts[answer.check.claim][answer.result.outcome] += 1
    open_answers = [answer for answer in answers if answer.result.outcome in (Outcome.FAIL, Outcome.UNKNOWN)]
    return Verdict(
        environment=environment,
        resources=len(nodes),
        accounts=len({node.account for node in nodes} - {""}),
        claims=tuple(ClaimVerdict(claim, counts[claim]) for claim in Claim),
        findings=tuple(sorted(open_answers, key=lambda one: (one.check.severity.rank, one.check.id, one.subject))),
    )


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
            }
            for claim in verdict.claims
        },
        "findings": [_finding(answer) for answer in verdict.findings],
    }


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
        "safeguards": list(safeguards_of(answer.check.id)),
        "witness": dict(sorted(answer.result.witness.items())),
    }
