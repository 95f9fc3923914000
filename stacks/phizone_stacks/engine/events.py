"""What Pulumi's engine tells while it previews or applies a stack: changes, violations of policies, errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from phizone_stacks.engine.names import type_of

if TYPE_CHECKING:
    from pulumi.automation import DiagnosticEvent, EngineEvent, StepEventMetadata

PROTECTED = "currently marked for protection"
"""What the engine says where a change would replace or delete a resource that is protected."""
_CLOSING = ("preview failed", "update failed")
"""What the engine says at the end where something failed before."""
_MANDATORY = "mandatory"


class Kind(StrEnum):
    """What happens to a resource."""

    MAKE = "make"
    """It is made, or adopted."""
    UPDATE = "update"
    """It is changed in place."""
    REPLACE = "replace"
    """It is made anew, and the old one is deleted."""
    DELETE = "delete"
    """It is deleted."""


_KINDS = {
    "create": Kind.MAKE,
    "import": Kind.MAKE,
    "update": Kind.UPDATE,
    "replace": Kind.REPLACE,
    "create-replacement": Kind.REPLACE,
    "delete-replaced": Kind.REPLACE,
    "discard-replaced": Kind.REPLACE,
    "import-replacement": Kind.REPLACE,
    "read-replacement": Kind.REPLACE,
    "remove-pending-replace": Kind.REPLACE,
    "delete": Kind.DELETE,
    "discard": Kind.DELETE,
}
_RANK = tuple(Kind)


@dataclass(frozen=True, slots=True)
class EngineStep:
    """A change of one resource of AWS."""

    kind: Kind
    """What happens to it."""
    urn: str
    """Its URN."""
    type: str
    """Its Terraform type."""
    because: tuple[str, ...] = ()
    """Names of the properties that make the change, in Pulumi's words; no value is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """A violation of a policy, or an error."""

    urn: str
    """URN of the resource; empty where it is about the whole stack."""
    message: str
    """What was said, in one paragraph."""
    policy: str = ""
    """Name of the policy; empty for an error."""


@dataclass(slots=True)
class Seen:
    """Everything that was told; `report` hears the URN of each resource of AWS."""

    report: Callable[[str], None] = lambda urn: None
    """Told of each resource once."""
    steps: dict[str, EngineStep] = field(default_factory=dict)
    """Changes by URN."""
    unchanged: set[str] = field(default_factory=set)
    """URNs of what stays."""
    violations: list[Told] = field(default_factory=list)
    """Violations of mandatory policies."""
    advice: list[Told] = field(default_factory=list)
    """Violations of others."""
    errors: list[Told] = field(default_factory=list)
    """Errors."""
    failed: set[str] = field(default_factory=set)
    """URNs of what could not be done."""

    def __call__(self, event: EngineEvent) -> None:
        """Takes an event."""
        if event.resource_pre_event is not None:
            self._step(event.resource_pre_event.metadata)
        elif event.res_op_failed_event is not None:
            self.failed.add(event.res_op_failed_event.metadata.urn)
        elif event.policy_event is not None:
            said = event.policy_event
            to = self.violations if said.enforcement_level == _MANDATORY else self.advice
            # The first line is the policy's own description, the same for all it says.
            message = one_line(said.message.partition("\n")[2]) or one_line(said.message)
            to.append(Told(said.resource_urn or "", message, said.policy_name))
        elif event.diagnostic_event is not None:
            self._diagnosis(event.diagnostic_event)

    def _step(self, metadata: StepEventMetadata) -> None:
        urn, kind = metadata.urn, type_of(metadata.urn)
        if not kind:
            return
        if urn not in self.steps and urn not in self.unchanged:
            self.report(urn)
        act = _KINDS.get(metadata.op.value)
        if act is None:
            self.unchanged.add(urn)
            return
        self.unchanged.discard(urn)
        known = self.steps.get(urn)
        names = tuple(sorted({*(known.because if known else ()), *(metadata.keys or metadata.diffs or ())}))
        # A resource that is replaced is told of several times; the gravest counts.
        gravest = max(act, known.kind if known else act, key=_RANK.index)
        self.steps[urn] = EngineStep(gravest, urn, kind, names)

    def _diagnosis(self, said: DiagnosticEvent) -> None:
        message = _shortened(said.message)
        if said.severity == "error" and message not in _CLOSING:
            self.errors.append(Told(said.urn if said.urn and type_of(said.urn) else "", message))


def _shortened(message: str) -> str:
    """A program's traceback cut to its last line, which says what is wrong; other messages as one paragraph."""
    first, found, trace = message.partition("Traceback (most recent call last):")
    lines = trace.strip().splitlines()
    return one_line(f"{first} {lines[-1]}" if found and lines else message)


def one_line(message: str) -> str:
    """A message of several lines as one paragraph."""
    return " ".join(message.split())
