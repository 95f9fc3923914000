"""The layers in the order they are applied: each may use what earlier ones export."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: a Pulumi project under `stacks/` and the module `phizone_stacks.layers.<name>` with its `deploy`."""

    name: str
    """Name of the project, its folder and the module."""
    per_environment: bool
    """Whether it has a stack for each environment; else its one stack is `shared`."""


LAYERS = (
    Layer("organization", per_environment=False),
    Layer("security", per_environment=False),
    Layer("network", per_environment=False),
    Layer("workspace", per_environment=True),
)
"""Every layer."""
