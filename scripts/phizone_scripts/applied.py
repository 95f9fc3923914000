"""What applying an environment gave, by whichever engine: what changed, what was refused, what was not reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Engine(StrEnum):
    """What makes the resources."""

    PULUMI = "pulumi"
    """Pulumi's own engine, which keeps its state in a backend."""
    EMULATOR = "emulator"
    """The rehearsal's adapters, which make them in an emulated AWS."""


class Act(StrEnum):
    """What is done to a resource."""

    MAKE = "make"
    """It is not there and is made, or adopted under the id that the program names."""
    UPDATE = "update"
    """It is there and changed in place."""
    REPLACE = "replace"
    """It is removed and made again."""
    DELETE = "delete"
    """It is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is done."""

    act: Act
    """What."""
    address: str
    """Address in the graph, or the one it had; its URN where neither can be told."""
    differs: tuple[str, ...] = ()
    """What is otherwise, a line each; values of secrets are not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something for which nothing further is applied."""

    address: str
    """Address of the resource, or name of the stack."""
    why: str
    """Why, and what to do."""
    source: str = ""
    """The line that builds it, as `file:line`; empty where there is none."""
    differs: tuple[str, ...] = ()
    """What is otherwise, a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackApplied:
    """One stack, wholly or in part."""

    name: str
    """Layer and stack, as `network.shared`."""
    steps: tuple[Step, ...] = ()
    """What was done, or would be under `--preview`."""
    unchanged: int = 0
    """Resources that stand as the programs say."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Why something could not be done, by address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How applying went."""

    engine: Engine
    """The engine."""
    stacks: tuple[StackApplied, ...]
    """The stacks that were reached, in order."""
    refused: tuple[Refusal, ...] = ()
    """What was refused."""
    not_reached: tuple[str, ...] = ()
    """Names of the stacks to which nothing was done, in order."""
    not_emulated: Mapping[str, int] = field(default_factory=dict)
    """Resources that an emulator lacks, by type."""
    advice: tuple[str, ...] = ()
    """What policies say that stops nothing."""
    preview: bool = False
    """Whether nothing was to be applied."""
    accounts: int = 0
    """Accounts in which something was done, or would be."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything that was done."""
        return tuple(step for stack in self.stacks for step in stack.steps)

    @property
    def unchanged(self) -> int:
        """Resources that stood already as the programs say."""
        return sum(stack.unchanged for stack in self.stacks)

    @property
    def failures(self) -> Mapping[str, str]:
        """Everything that could not be done."""
        return {address: why for stack in self.stacks for address, why in stack.failures.items()}

    @property
    def whole(self) -> bool:
        """Whether every stack was reached, nothing was refused and nothing failed."""
        held = bool(self.stacks) and bool(self.steps or self.unchanged)
        return held and not self.refused and not self.not_reached and not self.failures

    def as_json(self) -> dict[str, Any]:
        """The outcome as JSON data."""
        return {
            "engine": self.engine.value,
            "preview": self.preview,
            "whole": self.whole,
            "accounts": self.accounts,
            "stacks": [_stack(each) for each in self.stacks],
            "counts": {"unchanged": self.unchanged, **counts(self.steps)},
            "refused": [
                {"address": each.address, "why": each.why, "source": each.source, "differs": list(each.differs)}
                for each in self.refused
            ],
            "not_reached": list(self.not_reached),
            "not_emulated": dict(self.not_emulated),
            "advice": list(self.advice),
        }


def counts(steps: tuple[Step, ...]) -> dict[str, int]:
    """How many steps there are of each act."""
    return {act.value: sum(step.act is act for step in steps) for act in Act}


def _stack(stack: StackApplied) -> dict[str, Any]:
    changed = [step for step in stack.steps if step.act is not Act.MAKE]
    return {
        "name": stack.name,
        "counts": {"unchanged": stack.unchanged, **counts(stack.steps)},
        "changes": [
            {"act": each.act.value, "address": each.address, "differs": list(each.differs)} for each in changed
        ],
        "failures": dict(stack.failures),
    }
