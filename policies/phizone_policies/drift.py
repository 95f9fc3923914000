"""What differs between the programs and what runs, by what it means: which claims rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from phizone_policies.check import Check, Claim
from phizone_policies.evaluate import Answer
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Source

_ANY = "*"
"""Stands for every attribute of a type that a proof models."""


class Kind(StrEnum):
    """How something differs."""

    MISSING = "missing"
    """The programs build it and AWS does not have it."""
    CHANGED = "changed"
    """AWS has it otherwise, in what some rule reads."""
    UNMANAGED = "unmanaged"
    """AWS has it and no program builds it; rules judge it as everything else."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference that matters."""

    kind: Kind
    """How it differs."""
    address: str
    """Address in the programs; of what is unmanaged the one in AWS."""
    type: str
    """Terraform type."""
    source: Source | None
    """The line that builds it; None for what is unmanaged."""
    claims: tuple[Claim, ...]
    """The claims with rules that read it."""
    attribute: str = ""
    """The attribute that changed; empty for a whole resource."""
    wanted: str = ""
    """What the programs say, as JSON."""
    seen: str = ""
    """What AWS has, as JSON."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An attribute that AWS has otherwise than the programs, whether or not that matters."""

    address: str
    """Address in the programs."""
    attribute: str
    """Name of the attribute."""
    wanted: str
    """What the programs say, as JSON."""
    seen: str
    """What AWS has, as JSON."""


def differences(
    program: Graph,
    live: Graph,
    rules: Sequence[Check],
    answers: Sequence[Answer],
    *,
    missing: Iterable[str],
    unmanaged: Iterable[str],
    changes: Iterable[Changed],
) -> tuple[Difference, ...]:
    """The differences that matter, by kind, then by address: what a rule reads, or a proof among the answers models."""
    reads = _reads(rules, answers)
    found: list[Difference] = []
    for address in sorted(missing):
        node = program[address]
        found.append(Difference(Kind.MISSING, address, node.type, node.source, _claims(reads, node.type)))
    for change in sorted(changes, key=lambda each: (each.address, each.attribute)):
        node = program[change.address]
        claims = _claims(reads, node.type, change.attribute)
        if claims:
            found.append(
                Difference(
                    Kind.CHANGED,
                    node.address,
                    node.type,
                    node.source,
                    claims,
                    change.attribute,
                    change.wanted,
                    change.seen,
                )
            )
    for address in sorted(unmanaged):
        node = live[address]
        found.append(Difference(Kind.UNMANAGED, address, node.type, None, _claims(reads, node.type)))
    return tuple(found)


def as_json(found: Iterable[Difference]) -> list[dict[str, object]]:
    """Differences as JSON data."""
    return [
        {
            "kind": each.kind.value,
            "address": each.address,
            "type": each.type,
            "source": {"file": each.source.file, "line": each.source.line} if each.source else None,
            "claims": [claim.value for claim in each.claims],
            **({"attribute": each.attribute, "wanted": each.wanted, "seen": each.seen} if each.attribute else {}),
        }
        for each in found
    ]


Read = Mapping[tuple[str, str], frozenset[Claim]]
"""Claims by what their rules read: type and attribute; an empty text for the type at all."""


def _reads(rules: Sequence[Check], answers: Sequence[Answer]) -> Read:
    found: dict[tuple[str, str], set[Claim]] = {}
    for rule in rules:
        for kind in rule.types:
            found.setdefault((kind, ""), set()).add(rule.claim)
        for read in rule.reads:
            kind, _, path = read.partition(".")
            found.setdefault((kind, ""), set()).add(rule.claim)
            found.setdefault((kind, path.split(".", 1)[0]), set()).add(rule.claim)
    for answer in answers:
        for kind in answer.proof.inventory if answer.proof else ():
            found.setdefault((kind, ""), set()).add(answer.check.claim)
            found.setdefault((kind, _ANY), set()).add(answer.check.claim)
    return {key: frozenset(claims) for key, claims in found.items()}


def _claims(reads: Read, kind: str, attribute: str = "") -> tuple[Claim, ...]:
    """The claims that rest on a type, or on an attribute of it: by a rule that reads it, or by a proof."""
    keys = ((kind, attribute), ("*", attribute), *(((kind, _ANY),) if attribute else ()))
    found = {claim for key in keys for claim in reads.get(key, ())}
    return tuple(claim for claim in Claim if claim in found)
