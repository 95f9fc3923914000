"""Verdicts with a finding of every kind: failed at a line, undecided, missing without a line, waived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from phizone_environments.zone import Zone
from phizone_policies.check import View
from phizone_policies.discover import all_checks
from phizone_policies.evaluate import evaluate
from phizone_policies.report import Acceptance, Verdict, verdict
from phizone_policies.waivers import load_waivers
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source

RULES = ("kms_key_rotates", "organization_trail_exists", "repository_scans_on_push")


@pytest.fixture
def verdicts(zone: Zone, key: Callable[..., Node], waivers_file: Callable[..., Path]) -> list[Verdict]:
    """Prod's verdict of three rules on four keys; the last of the rules has nothing to speak of."""
    line, calls = Source("modules/keys.py", 83), (Source("stacks/team.py", 12), Source("stacks/workspace.py", 7))
    nodes = [key("turning"), key("still", source=line, called_from=calls), key("unclear", source=line)]
    nodes.append(
        Node(
            address="workspace.prod/aws_kms_key.old",
            type="aws_kms_key",
            name="old",
            environment="prod",
            source=Source("modules/<old>.py", 3),
            attributes={"enable_key_rotation": False},
        )
    )
    rules = [check for check in all_checks() if check.id in RULES]
    waivers = load_waivers(waivers_file(resource="workspace.prod/aws_kms_key.old"), "policies/waivers.yaml")
    accepted = Acceptance(waivers, ["prod"], RULES, date(2026, 11, 22))
    answers = evaluate(rules, View(Graph(nodes), zone, zone.environment("prod")))
    return [verdict("prod", nodes, answers, accepted, asked=rules)]


@pytest.fixture
def move() -> Callable[[Verdict, Source], Verdict]:
    """A verdict whose findings are all at another line."""

    def moved(verdict: Verdict, source: Source) -> Verdict:
        return replace(verdict, findings=tuple(replace(answer, source=source) for answer in verdict.findings))

    return moved
