"""What a program asked the engine for, as plain picklable data: the step between a run and the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from phizone_stacks.capture.tokens import Registry
from phizone_stacks.graph.node import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One registration or read of a resource, its properties in Pulumi's words and full of tokens."""

    urn: str
    """The engine's URN."""
    token: str
    """Pulumi's type token, as `aws:kms/key:Key`."""
    name: str
    """Logical name."""
    parent: str
    """URN of the parent; empty under the stack."""
    custom: bool
    """Whether a provider makes it; a ComponentResource is not custom."""
    provider: str
    """URN of its explicit provider; empty where it has none."""
    properties: Mapping[str, Any]
    """Its inputs; secrets, assets and resource references as the SDK sends them."""
    dependencies: tuple[str, ...] = ()
    """URNs it depends on, through properties and options, sorted."""
    frames: tuple[Source, ...] = ()
    """The project's lines on the way to the call, innermost first."""
    read: bool = False
    """Whether the program only reads it (`get`)."""
    remote: bool = False
    """Whether it is a component of another package, whose children that package makes."""
    import_id: str = ""
    """Id under which it is adopted or read."""
    protect: bool = False
    """Pulumi's `protect` option."""
    retain_on_delete: bool = False
    """Pulumi's `retain_on_delete` option."""
    ignore_changes: tuple[str, ...] = ()
    """Property paths in Pulumi's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackRun:
    """Everything that one run of one stack said."""

    project: str
    """Pulumi project, which is the layer."""
    stack: str
    """Pulumi stack: `shared` or an environment's name."""
    records: tuple[Record, ...]
    """Its resources, sorted by URN."""
    outputs: Mapping[str, Any]
    """Its exports, full of tokens."""
    registry: Registry = field(compare=False)
    """The tokens its program was given, those of earlier stacks included."""

    @property
    def name(self) -> str:
        """`<layer>.<stack>`, as addresses begin."""
        return f"{self.project}.{self.stack}"


class CaptureError(Exception):
    """A program cannot be captured; the message says where, what it did and what to do instead."""
