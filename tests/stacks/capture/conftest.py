"""Small programs, captured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws
import pytest

from phizone_stacks.capture.assemble import assemble
from phizone_stacks.capture.program import run_program
from phizone_stacks.capture.record import StackRun
from phizone_stacks.capture.tokens import Registry
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Captured:
    graph: Graph
    problems: tuple[str, ...]
    run: StackRun

    def __getitem__(self, name: str) -> Node:
        return self.graph[f"workspace.prod/{name}"]


@pytest.fixture
def run() -> Callable[..., StackRun]:
    """Runs a program as `workspace.prod`."""

    def run(
        program: Callable[[], None],
        exports: Mapping[str, Mapping[str, Any]] | None = None,
        registry: Registry | None = None,
        layer: str = "workspace",
        stack: str = "prod",
    ) -> StackRun:
        return run_program(program, layer, stack, ROOT, exports or {}, registry or Registry())

    return run


@pytest.fixture
def capture(run: Callable[..., StackRun]) -> Callable[[Callable[[], None]], Captured]:
    """Runs a program as `workspace.prod` and assembles its graph."""

    def capture(program: Callable[[], None]) -> Captured:
        done = run(program)
        graph, problems = assemble([done])
        return Captured(graph, tuple(str(problem) for problem in problems), done)

    return capture


@pytest.fixture
def in_account() -> Callable[[], pulumi.ResourceOptions]:
    """Options with an explicit provider for account 444444444444 in us-east-1; call it inside the program."""

    def options() -> pulumi.ResourceOptions:
        provider = pulumi_aws.Provider("account", region="us-east-1", allowed_account_ids=["444444444444"])
        return pulumi.ResourceOptions(provider=provider)

    return options
