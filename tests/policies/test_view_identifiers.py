"""What identifies a patient is found, and what only looks like it is left alone."""

from __future__ import annotations

import string

import pytest

from phizone_policies.check import View
from phizone_policies.checks.names_hold_no_identifiers import names_hold_no_identifiers
from phizone_policies.evaluate import evaluate
from phizone_policies.views.identifiers import identifiers, not_looked_for, patterns, tag_keys
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

ALL = (*patterns(), *tag_keys())
COMMON = (
    "arn:aws:iam::777777777777:role/service-role/AWSGlueServiceRole-2024-01-15",
    "777777777777.dkr.ecr.us-east-1.amazonaws.com/meridian/prod/cardiology/inference",
    "550e8400-e29b-41d4-a716-446655440000",
    "vpc-0123456789abcdef0",
    "ip-10-30-212-155",
    "lambda-2024-05-22T10-15-30Z",
    "terraform-20240522101530123400000001",
    "prod-readmission-risk-v1.2.3",
    "Allow TLS from 10.30.0.0/16 to port 443",
    "mrn-to-patient mapping, birth dates removed",
    "CC-1001",
    "1-800-flowers",
)


@pytest.mark.parametrize(("pattern", "text"), [(each, text) for each in ALL for text in each.finds])
def test_a_pattern_finds_what_it_is_for(pattern, text):
    assert pattern.pattern.search(text)


@pytest.mark.parametrize(("pattern", "text"), [(each, text) for each in ALL for text in each.leaves])
def test_a_pattern_leaves_alone_what_only_looks_like_it(pattern, text):
    assert not pattern.pattern.search(text)


@pytest.mark.parametrize("text", COMMON)
def test_what_programs_on_aws_are_full_of_is_no_identifier(text):
    node = Node(address="aws_s3_bucket.one", type="aws_s3_bucket", name="one", attributes={"tags": {"Note": text}})
    assert list(identifiers(node)) == []


def test_every_kind_of_the_safe_harbor_is_looked_for_or_says_why_not():
    kinds = {each.kind for each in ALL}
    assert kinds | set(not_looked_for()) == set(string.ascii_uppercase[:18])
    assert kinds & set(not_looked_for()) == set()


@pytest.mark.parametrize("text", [text for each in patterns() for text in each.finds])
def test_no_message_tells_the_identifier(text):
    node = Node(address="aws_s3_bucket.one", type="aws_s3_bucket", name="one", attributes={"tags": {text: text}})
    (answer,) = evaluate([names_hold_no_identifiers], View(Graph([node])))
    assert answer.result.message
    assert text not in answer.result.message
    assert answer.result.witness == {}
