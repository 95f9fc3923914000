"""What the three lines of `stacks/<layer>/__main__.py` call."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pulumi

from phizone_environments.load import find_environments, load
from phizone_environments.zone import Zone
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.layers.order import LAYERS


class UnknownStack(ValueError):
    """A stack's name is neither `shared` nor an environment, as its layer wants it."""


def run(layer: str) -> None:
    """Deploys a layer's stack; the stack's name is the environment, `environments/` is all its configuration.

    Raises: UnknownStack; InvalidEnvironments.
    """
    zone = load(find_environments(Path.cwd()))
    stack = pulumi.get_stack()
    _require_stack(layer, stack, zone)
    deploy = import_module(f"phizone_stacks.layers.{layer}").deploy
    for name, value in deploy(zone, stack).items():
        pulumi.export(name, value)


def _require_stack(layer: str, stack: str, zone: Zone) -> None:
    per_environment = next(each.per_environment for each in LAYERS if each.name == layer)
    names = [environment.name for environment in zone.environments] if per_environment else [SHARED]
    if stack not in names:
        raise UnknownStack(f"layer {layer} has no stack {stack!r}; its stacks are {', '.join(names)}")
