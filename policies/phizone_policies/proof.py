"""What a proof is: a claim over the whole graph, decided with a witness or under stated assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from phizone_stacks.graph.node import Node, Source


class Decision(StrEnum):
    """How a claim stands."""

    PROVED = "PROVED"
    """It holds under the assumptions that stand with it."""
    REFUTED = "REFUTED"
    """It does not, and the witness shows it."""
    UNKNOWN = "UNKNOWN"
    """It cannot be decided: something is not known or not modelled, or a set it ranges over is empty."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a witness."""

    at: str
    """Where: the address of a resource, or a place as `internet`."""
    does: str
    """What happens there, in a sentence without full stop."""
    source: Source | None = None
    """The line that makes it so."""

    def __str__(self) -> str:
        return f"{self.at}: {self.does}" + (f" ({self.source})" if self.source else "")


@dataclass(frozen=True, slots=True)
class Refutation:
    """Why a claim does not hold."""

    message: str
    """What was found, in a sentence without full stop."""
    hops: tuple[Hop, ...]
    """The way, first step first; anybody can follow it in the graph."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """The packet or the request, as names and values."""
    node: Node | None = None
    """The resource to mend: the one whose setting opens the way; None where there is none."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim and how it stands."""

    what: str
    """The claim, as `no path from the subnets of prod that hold PHI to the internet`."""
    decision: Decision
    """How it stands."""
    sizes: Mapping[str, int]
    """Number of things in each set it ranges over, by name."""
    message: str = ""
    """What was found or what is missing; empty for a proof."""
    hops: tuple[Hop, ...] = ()
    """The witness of a refutation."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """The packet or the request of a refutation."""
    node: Node | None = None
    """The resource to mend."""
    assumptions: tuple[str, ...] = ()
    """What is taken for true beside the graph, a sentence each."""
    inventory: Mapping[str, int] = field(default_factory=dict)
    """Number of resources by type that were modelled."""


def conclude(
    what: str,
    sizes: Mapping[str, int],
    *,
    refutation: Refutation | None = None,
    unknown: Sequence[str] = (),
    assumptions: Sequence[str] = (),
    inventory: Mapping[str, int] | None = None,
) -> Proof:
    """The proof of a claim: a refutation goes before what is unknown, and over an empty set nothing is proved."""
    rest = {"assumptions": tuple(assumptions), "inventory": dict(sorted((inventory or {}).items()))}
    if refutation is not None:
        found = refutation
        return Proof(
            what,
            Decision.REFUTED,
            sizes,
            found.message,
            found.hops,
            dict(found.facts),
            found.node,
            **rest,  # type: ignore[arg-type]
        )
    empty = [name for name, size in sizes.items() if not size]
    missing = [f"there are no {name}, so that nothing was looked at" for name in empty or (() if sizes else ("sets",))]
    missing += list(unknown)
    if missing:
        return Proof(what, Decision.UNKNOWN, sizes, "; ".join(missing), **rest)  # type: ignore[arg-type]
    return Proof(what, Decision.PROVED, sizes, **rest)  # type: ignore[arg-type]
