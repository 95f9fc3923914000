"""The proofs on the screen: a line each, over how much, and every assumption told once."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from phizone_policies.check import Check, Claim, Outcome, Profile, Result, Severity, proof
from phizone_policies.evaluate import Answer
from phizone_policies.proof import Decision, Proof
from phizone_policies.report import Verdict, verdict
from phizone_scripts.proofs_table import show_proofs
from phizone_stacks.graph.node import Node


def rule(name: str) -> Check:
    def decided(view):
        """Something holds.

        Why: it must.
        Fix: mend it.
        Source: 45 CFR 164.312.
        """
        return ()

    decided.__name__ = name
    return proof(claim=Claim.ISOLATION, severity=Severity.HIGH, profile=Profile.ZONE)(decided)


FIRST, SECOND = rule("first_holds"), rule("second_holds")


def answer(check: Check, decision: Decision, subnets: int, *assumptions: str) -> Answer:
    found = Proof("x", decision, {"subnets": subnets}, assumptions=assumptions, inventory={"aws_vpc": subnets})
    return Answer(check, "x", Result(OUTCOMES[decision]), proof=found)


NODE = Node(address="aws_vpc.a", type="aws_vpc", name="a")
OUTCOMES = {
    Decision.PROVED: Outcome.PASS,
    Decision.REFUTED: Outcome.FAIL,
    Decision.UNKNOWN: Outcome.UNKNOWN,
}


def verdicts(answers: dict[str, list[Answer]]) -> list[Verdict]:
    return [verdict(name, [NODE], found, zone=False) for name, found in answers.items()]


@pytest.fixture
def screen():
    def shown(**answers) -> list[str]:
        text = io.StringIO()
        show_proofs(Console(file=text, width=110), verdicts(answers))
        return [line.rstrip() for line in text.getvalue().splitlines() if line.strip()]

    return shown


def test_each_proof_has_a_line_with_its_verdict_in_each_environment_and_its_sets(screen):
    dev = [answer(FIRST, Decision.PROVED, 3, "a", "b"), answer(SECOND, Decision.PROVED, 2)]
    prod = [answer(FIRST, Decision.PROVED, 3, "b"), answer(FIRST, Decision.PROVED, 4, "b")]
    assert screen(dev=dev, prod=prod) == [
        "proof         dev        prod",
        "first_holds   proved     proved",
        "  1 to 2 parts, each over subnets 3 to 4; a1-2 m1",
        "second_holds  proved     not asked",
        "  subnets 2; m2",
        "a1  assumes a",
        "a2  assumes b",
        "m1  models vpc 4",
        "m2  models vpc 2",
    ]


def test_what_does_not_hold_is_told_with_its_worst_part(screen):
    dev = [answer(FIRST, Decision.UNKNOWN, 3), answer(FIRST, Decision.REFUTED, 4), answer(FIRST, Decision.PROVED, 5)]
    assert screen(dev=dev, prod=[answer(FIRST, Decision.UNKNOWN, 3, "a")])[1:] == [
        "first_holds  refuted    unknown",
        "  1 to 3 parts, each over subnets 3 to 5",
    ]


def test_what_each_environment_assumes_of_its_own_resources_is_told_once(screen):
    dev = [answer(FIRST, Decision.PROVED, 1, "workspace.dev/x is ours")]
    prod = [answer(FIRST, Decision.PROVED, 1, "workspace.prod/x is ours")]
    assert screen(dev=dev, prod=prod)[3] == "a1  assumes workspace.ENV/x is ours"


def test_a_proof_that_raised_stands_there_as_unknown(screen):
    lines = screen(dev=[Answer(FIRST, "x", Result(Outcome.FAIL, "the rule itself failed"))])
    assert lines[1].split() == ["first_holds", "unknown"]


def test_beside_what_does_not_hold_the_rest_is_only_counted(screen):
    lines = screen(dev=[answer(FIRST, Decision.PROVED, 1), answer(SECOND, Decision.REFUTED, 1)])
    assert [line.split()[0] for line in lines] == ["proof", "second_holds", "subnets", "1"]
    assert lines[-1] == "1 other proof holds in each environment"


def test_without_proofs_nothing_is_printed(screen):
    assert screen(dev=[]) == []
