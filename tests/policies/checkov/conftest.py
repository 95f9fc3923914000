"""checkov's own scan of the zone's plan, and output as checkov would write it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from phizone_policies.checkov.scan import Scan, read_scan
from phizone_scripts.second_opinion import NoSecondOpinion, Run, command, graph_address
from phizone_stacks.graph.graph import Graph
from phizone_stacks.plan.write import plan

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def scan(captured: Graph) -> Scan:
    """What checkov says of the shipped zone."""
    try:
        checkov = command(ROOT)
    except NoSecondOpinion as missing:
        pytest.skip(f"no second opinion on the zone: {missing}")
    with Run(checkov, plan(captured)) as run:
        return run.result(graph_address).scan


@pytest.fixture
def output() -> Callable[..., dict[str, Any]]:
    """checkov's JSON for (id, address, passed), with its summary changed where a test says so."""

    def build(*told: tuple[str, str, bool], **summary: Any) -> dict[str, Any]:
        records = [
            ({"check_id": id_, "resource": address, "resource_address": address, "check_name": "title"}, passed)
            for id_, address, passed in told
        ]
        good, bad = ([record for record, passed in records if passed is kind] for kind in (True, False))
        counted = {"passed": len(good), "failed": len(bad), "skipped": 0, "parsing_errors": 0}
        return {
            "check_type": "terraform_plan",
            "results": {"passed_checks": good, "failed_checks": bad, "skipped_checks": [], "parsing_errors": []},
            "summary": {**counted, "checkov_version": "3.3.30", **summary},
        }

    return build


@pytest.fixture
def scanned(output: Callable[..., dict[str, Any]]) -> Callable[..., Scan]:
    """A scan that says (id, address, passed)."""
    return lambda *told: read_scan(json.dumps(output(*told)), str)
