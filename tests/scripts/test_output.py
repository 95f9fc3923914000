"""Files are written whole or not at all, and causes are told worst first."""

from __future__ import annotations

import pytest

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, check, failed, passed
from phizone_policies.evaluate import Answer
from phizone_policies.report import verdict
from phizone_scripts.output import write
from phizone_scripts.summary import causes
from phizone_stacks.graph.node import Node, Source


def test_a_file_takes_the_place_of_the_old_one_whole(tmp_path):
    file = tmp_path / "new" / "report.txt"
    write(file, "first\n")
    write(file, "second\n")
    assert file.read_text() == "second\n"
    assert [path.name for path in file.parent.iterdir()] == ["report.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    file = tmp_path / "report.txt"
    write(file, "old\n")
    with pytest.raises(UnicodeEncodeError):
        write(file, "half \ud800")
    assert file.read_text() == "old\n"
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


def rule(severity):
    def bucket_is_blue(node, view):
        """A bucket is blue.

        Why: it is.
        Fix: paint it.
        Source: none.
        """

    made = check(claim=Claim.ACCESS, severity=severity, types=("aws_s3_bucket",), profile=Profile.PHI, reads=())
    return made(bucket_is_blue)


def answer(severity, name, line, result):
    node = Node(address=f"workspace.prod/aws_s3_bucket.{name}", type="aws_s3_bucket", name=name)
    return Answer(rule(severity), node.address, result, node, Source("modules/storage.py", line))


def test_findings_of_one_rule_at_one_line_are_one_cause_over_all_environments():
    answers = [
        answer(Severity.LOW, "a", 1, failed("red")),
        answer(Severity.CRITICAL, "b", 2, failed("red")),
        answer(Severity.CRITICAL, "c", 2, failed("red")),
        answer(Severity.CRITICAL, "d", 2, Result(Outcome.UNKNOWN, "not known")),
        answer(Severity.CRITICAL, "e", 2, passed()),
    ]
    found = causes([verdict(name, [], answers) for name in ("dev", "prod")])
    assert [
        (cause.answers[0].check.severity.value, cause.answers[0].result.outcome.value, len(cause.answers))
        for cause in found
    ] == [("critical", "FAIL", 4), ("critical", "UNKNOWN", 2), ("low", "FAIL", 2)]
    assert {cause.environments for cause in found} == {("dev", "prod")}


def test_a_claim_of_which_nothing_was_judged_is_not_proved():
    judged = verdict("prod", [Node(address="a", type="aws_x", name="a")], [answer(Severity.LOW, "a", 1, passed())])
    assert {claim.claim.value: claim.proved for claim in judged.claims} == {
        "access": True,
        "encryption": False,
        "isolation": False,
        "logging": False,
        "residency": False,
        "tagging": False,
    }
    assert not judged.proved
