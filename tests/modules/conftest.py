"""A component under test, made in a program of its own and captured as a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pulumi
import pulumi_aws
import pytest

from phizone_modules.boundary_ceilings import Ceiling, allowed
from phizone_modules.policy import Statement
from phizone_modules.scope import Scope
from phizone_stacks.capture.assemble import assemble
from phizone_stacks.capture.program import run_program
from phizone_stacks.capture.tokens import Registry
from phizone_stacks.graph.graph import Graph

ROOT = Path(__file__).parents[2]
ACCOUNT = "444444444444"


@pytest.fixture
def scope() -> Scope:
    """Team cardiology in prod."""
    return Scope(
        organization="meridian",
        organization_id="o-exampleorg0",
        environment="prod",
        account=ACCOUNT,
        region="us-east-1",
        team="cardiology",
        project="readmission",
        owner="cardiology-ml@example.org",
        cost_center="CC-100",
        retention_days=2557,
    )


@pytest.fixture
def build() -> Callable[[Callable[[pulumi.ResourceOptions], object]], Graph]:
    """Runs a function that makes a component with the given options, and returns the graph without any problem."""

    def run(make: Callable[[pulumi.ResourceOptions], object]) -> Graph:
        def program() -> None:
            provider = pulumi_aws.Provider("account", region="us-east-1", allowed_account_ids=[ACCOUNT])
            make(pulumi.ResourceOptions(provider=provider))

        graph, problems = assemble([run_program(program, "workspace", "prod", ROOT, {}, Registry())])
        assert problems == ()
        return graph

    return run


@pytest.fixture(name="outside")
def outside_fixture() -> Callable[[Iterable[str], Sequence[Ceiling]], list[str]]:
    """Those of some actions that no ceiling covers."""
    return outside


@pytest.fixture(name="actions_of")
def actions_of_fixture() -> Callable[[Sequence[Statement]], list[str]]:
    """The actions that some statements allow."""
    return actions_of


def outside(actions: Iterable[str], ceilings: Sequence[Ceiling]) -> list[str]:
    """Those of these actions, wildcards at their end included, that no ceiling covers: a policy grants them in vain."""
    covered = allowed(ceilings)
    return [action for action in actions if not any(fnmatchcase(action, pattern) for pattern in covered)]


def actions_of(statements: Sequence[Statement]) -> list[str]:
    """All actions that these statements allow, sorted."""
    named = [statement["Action"] for statement in statements if statement["Effect"] == "Allow"]
    return sorted({action for item in named for action in ([item] if isinstance(item, str) else item)})
