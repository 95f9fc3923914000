"""Values of earlier layers: their stacks' outputs, by the names Pulumi gives stacks on a backend of one's own."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.runtime import get_root_resource

from phizone_stacks.graph.graph import SHARED

_ORGANIZATION = "organization"


def output(layer: str, name: str, stack: str = SHARED) -> pulumi.Output[Any]:
    """An output of an earlier layer's stack; asking for one it does not export fails the program.

    Source: Pulumi docs, "Stack references": `organization/<project>/<stack>`, the first word literal.
    """
    full = f"{_ORGANIZATION}/{layer}/{stack}"
    return _reference(full).require_output(name)


def _reference(full: str) -> pulumi.StackReference:
    """One reference a program and stack, kept on the stack's root resource: Pulumi refuses two of one name."""
    root = get_root_resource()
    known: dict[str, pulumi.StackReference] = root.__dict__.setdefault("_phizone_references", {})
    if full not in known:
        known[full] = pulumi.StackReference(full)
    return known[full]
