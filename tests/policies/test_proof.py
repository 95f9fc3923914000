"""A proof is refuted, unknown or proved in this order, and verify tells it with its witness and its sets."""

from __future__ import annotations

from datetime import date

import pytest

from phizone_policies.check import Check, Claim, Outcome, Profile, Severity, View, proof
from phizone_policies.evaluate import evaluate
from phizone_policies.formats.sarif import as_sarif
from phizone_policies.proof import Decision, Hop, Refutation, conclude
from phizone_policies.report import as_json, verdict
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source, UnknownValue

ROUTE = Node(address="aws_route.out", type="aws_route", name="out", source=Source("network.py", 7))
OPEN = Refutation(
    "a packet gets out", (Hop("aws_route.out", "sends it to the internet", ROUTE.source),), {"packet": "tcp"}, ROUTE
)


@pytest.fixture
def rule():
    """Makes a proof of what it concludes or raises."""

    def make(*concluded) -> Check:
        def nothing_gets_out(view):
            """Nothing gets out.

            Why: it would be gone.
            Fix: close it.
            Source: 45 CFR 164.312(e)(1).
            """
            for each in concluded:
                if isinstance(each, Exception):
                    raise each
                yield each

        return proof(claim=Claim.ISOLATION, severity=Severity.HIGH, profile=Profile.ZONE)(nothing_gets_out)

    return make


@pytest.fixture
def answers():
    return lambda check: evaluate([check], View(Graph([ROUTE])))


def test_a_witness_refutes_whatever_else_is_unknown():
    assert conclude("x", {"a": 0}, refutation=OPEN, unknown=["y"]).decision is Decision.REFUTED


@pytest.mark.parametrize(
    ("sizes", "unknown", "message"),
    [
        ({"subnets": 3, "groups": 0}, [], "there are no groups, so that nothing was looked at"),
        ({}, [], "there are no sets, so that nothing was looked at"),
        ({"subnets": 3}, ["a VPN gateway is not modelled"], "a VPN gateway is not modelled"),
    ],
)
def test_nothing_is_proved_over_an_empty_set_or_past_what_is_unknown(sizes, unknown, message):
    found = conclude("x", sizes, unknown=unknown)
    assert (found.decision, found.message) == (Decision.UNKNOWN, message)


def test_what_ranges_over_something_and_finds_nothing_is_proved():
    found = conclude("x", {"subnets": 3}, assumptions=["a"], inventory={"b": 1, "a": 2})
    assert (found.decision, list(found.inventory)) == (Decision.PROVED, ["a", "b"])


def test_a_refutation_fails_at_the_line_of_what_opens_the_way(rule, answers):
    [answer] = answers(rule(conclude("nothing of prod", {"subnets": 1}, refutation=OPEN)))
    assert (answer.subject, answer.result.outcome, answer.source) == ("nothing of prod", Outcome.FAIL, ROUTE.source)
    assert answer.result.witness == {
        "packet": "tcp",
        "step 01": "aws_route.out: sends it to the internet (network.py:7)",
    }


@pytest.mark.parametrize(
    ("concluded", "outcome", "message"),
    [
        ([], Outcome.UNKNOWN, "the claim was decided for nothing"),
        ([KeyError("x")], Outcome.FAIL, "the rule itself failed: KeyError: 'x'"),
        ([UnknownValue("aws_route.out", "gateway_id")], Outcome.UNKNOWN, "gateway_id of aws_route.out is not known"),
        ([conclude("x", {"subnets": 0})], Outcome.UNKNOWN, "there are no subnets"),
        ([conclude("x", {"subnets": 1})], Outcome.PASS, ""),
    ],
)
def test_a_proof_passes_only_where_it_decided_something(rule, answers, concluded, outcome, message):
    [answer] = answers(rule(*concluded))
    assert answer.result.outcome is outcome
    assert answer.result.message.startswith(message)


def test_verify_s_json_tells_sets_assumptions_and_witness(rule, answers):
    check = rule(
        conclude("nothing of prod", {"subnets": 1}, refutation=OPEN, assumptions=["a"], inventory={"aws_route": 1})
    )
    told = as_json([verdict("prod", [ROUTE], answers(check), asked=[check])], date(2026, 11, 22))
    assert told["environments"]["prod"]["proofs"] == [
        {
            "rule": "nothing_gets_out",
            "claim": "isolation",
            "what": "nothing of prod",
            "verdict": "REFUTED",
            "sizes": {"subnets": 1},
            "message": "a packet gets out",
            "witness": {
                "facts": {"packet": "tcp"},
                "hops": [{"at": "aws_route.out", "does": "sends it to the internet", "source": "network.py:7"}],
            },
            "assumptions": ["a"],
            "inventory": {"aws_route": 1},
        }
    ]


def test_sarif_shows_a_witness_as_a_code_flow(rule, answers, sarif_errors):
    check = rule(conclude("nothing of prod", {"subnets": 1}, refutation=OPEN))
    document = as_sarif(
        [verdict("prod", [ROUTE], answers(check), asked=[check])], "0.1.0", {"prod": "environments/prod.yaml"}
    )
    assert sarif_errors(document) == []
    [flow] = document["runs"][0]["results"][0]["codeFlows"]
    [step] = flow["threadFlows"][0]["locations"]
    assert step["location"]["message"]["text"] == "aws_route.out: sends it to the internet"
    assert step["location"]["physicalLocation"]["region"] == {"startLine": 7}
