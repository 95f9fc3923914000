"""checkov and our rules beside each other: what has a reason, what has none, where the two differ."""

from __future__ import annotations

import pytest

from phizone_policies.check import Outcome, Result
from phizone_policies.checkov.compare import compare, unused, worst
from phizone_policies.checkov.load import Data, Pair, Reason
from phizone_policies.checkov.report import as_json, line
from phizone_policies.discover import find
from phizone_policies.evaluate import Answer
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source
from phizone_stacks.graph.values import Ref

KEY = Node(address="a.b/aws_kms_key.k", type="aws_kms_key", name="k", source=Source("main.py", 7))
BUCKET = Node(address="a.b/aws_s3_bucket.b", type="aws_s3_bucket", name="b")
VERSIONS = Node(
    address="a.b/aws_s3_bucket_versioning.b",
    type="aws_s3_bucket_versioning",
    name="b",
    attributes={"bucket": Ref(BUCKET.address, "id")},
)
GRAPH = Graph([KEY, BUCKET, VERSIONS])
WHY = "Nobody has to rotate this key, for it is none."
DATA = Data(
    reasons=(Reason(id="CKV_AWS_7", resources="a.*/aws_kms_key.*", reason=WHY),),
    pairs=(
        Pair(id="CKV_AWS_7", rules=("kms_key_rotates",), less="It sees less."),
        Pair(id="CKV_AWS_21", rules=("bucket_keeps_versions",)),
    ),
)


def test_a_failure_with_a_reason_is_explained_and_shows_its_line(scanned):
    found = compare(scanned(("CKV_AWS_7", KEY.address, False)), GRAPH, {}, DATA)
    assert [(each.source, each.reason.reason) for each in found.failures] == [(Source("main.py", 7), WHY)]
    assert found.unexplained == ()
    assert line(found, 1.25) == "checkov 3.3.30: 0 passed, 1 failed (all explained), 1.2 s"


@pytest.mark.parametrize(
    ("id_", "address"), [("CKV_AWS_8", KEY.address), ("CKV_AWS_7", BUCKET.address), ("CKV_AWS_7", "aws.default")]
)
def test_a_failure_of_another_id_or_resource_is_not(scanned, id_, address):
    found = compare(scanned((id_, address, False)), GRAPH, {}, DATA)
    assert [failure.opinion.address for failure in found.unexplained] == [address]
    assert line(found, 1) == "checkov 3.3.30: 0 passed, 1 failed (1 unexplained), 1.0 s"


def test_a_reason_that_nothing_needs_is_unused(scanned):
    other = Reason(id="CKV_AWS_7", resources="*", reason=WHY)
    failed = scanned(("CKV_AWS_7", KEY.address, False), ("CKV_AWS_21", BUCKET.address, True))
    assert unused(failed, (*DATA.reasons, other)) == (other,)
    assert unused(scanned(("CKV_AWS_7", KEY.address, True)), DATA.reasons) == DATA.reasons


@pytest.mark.parametrize(
    ("passed", "ours", "differs"),
    [
        (True, Outcome.PASS, False),
        (True, Outcome.FAIL, True),
        (True, Outcome.UNKNOWN, True),
        (True, Outcome.NOT_APPLICABLE, False),
        (False, Outcome.PASS, True),
        (False, Outcome.FAIL, False),
        (False, Outcome.UNKNOWN, False),
        (False, Outcome.NOT_APPLICABLE, False),
    ],
)
def test_the_two_differ_where_one_passes_what_the_other_does_not(scanned, passed, ours, differs):
    answers = {("kms_key_rotates", KEY.address): ours}
    found = compare(scanned(("CKV_AWS_7", KEY.address, passed)), GRAPH, answers, DATA)
    assert [each.rules for each in found.disagreements] == [("kms_key_rotates",)] * differs
    assert [each.reason for each in found.disagreements] == ["It sees less." if passed else WHY] * differs


def test_a_setting_of_its_own_is_compared_by_the_resource_it_sets(scanned):
    answers = {("bucket_keeps_versions", BUCKET.address): Outcome.FAIL}
    found = compare(scanned(("CKV_AWS_21", VERSIONS.address, True)), GRAPH, answers, DATA)
    assert as_json(found)["disagreements"] == [
        {
            "id": "CKV_AWS_21",
            "address": VERSIONS.address,
            "source": None,
            "checkov": "PASS",
            "rules": ["bucket_keeps_versions"],
            "reason": None,
        }
    ]


def test_a_shared_resource_counts_by_its_worst_answer_of_any_environment():
    check = find("kms_key_rotates")
    told = [Answer(check, KEY.address, Result(each), KEY) for each in (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN)]
    assert worst(told) == {("kms_key_rotates", KEY.address): Outcome.FAIL}
