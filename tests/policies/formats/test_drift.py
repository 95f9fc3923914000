"""What an audit finds beside the rules' answers stands in SARIF and JUnit, too."""

from __future__ import annotations

import pytest

from phizone_policies.check import Claim
from phizone_policies.drift import Difference, Kind
from phizone_policies.formats.drift import as_run, as_suite
from phizone_stacks.graph.graph import Unread
from phizone_stacks.graph.node import Source

LINE = Source("modules/audit_log.py", 152)
FOUND = (
    Difference(Kind.MISSING, "workspace.dev/aws_flow_log.vpc", "aws_flow_log", LINE, (Claim.LOGGING,)),
    Difference(
        Kind.CHANGED, "security.shared/aws_cloudtrail.trail", "aws_cloudtrail", LINE, (Claim.LOGGING,), "on", "1", "0"
    ),
    Difference(Kind.UNMANAGED, "777777777777.us-east-1/aws_sqs_queue.jobs", "aws_sqs_queue", None, ()),
)
DENIED = "kms:ListKeys in 777777777777 us-east-1: denied"
UNREAD = tuple(Unread(kind, "777777777777", "us-east-1", DENIED) for kind in ("aws_kms_replica_key", "aws_kms_key"))
TOLD = [
    ("program_is_built", "workspace.dev/aws_flow_log.vpc: AWS does not have it; claims on it: logging"),
    (
        "program_is_unchanged",
        "security.shared/aws_cloudtrail.trail.on: the programs say 1, AWS has 0; claims on it: logging",
    ),
    ("resource_is_managed", "777777777777.us-east-1/aws_sqs_queue.jobs: no program builds it"),
    ("account_is_read", f"{DENIED}: not known for want of it: aws_kms_key, aws_kms_replica_key"),
]


@pytest.fixture
def run():
    return as_run(FOUND, UNREAD, "1.0", "environments/organization.yaml")


def test_every_difference_and_every_call_without_an_answer_is_a_result_once(run):
    assert [(each["ruleId"], each["message"]["text"]) for each in run["results"]] == TOLD
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [rule for rule, _ in TOLD]
    assert run["automationDetails"] == {"id": "phizone/audit/drift/"}


def test_a_result_stands_at_the_line_that_builds_it_or_where_the_accounts_are_named(run):
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    lines = [(each["artifactLocation"]["uri"], each["region"]["startLine"]) for each in places]
    elsewhere = ("environments/organization.yaml", 1)
    assert lines == [("modules/audit_log.py", 152), ("modules/audit_log.py", 152), elsewhere, elsewhere]


def test_it_is_valid_by_the_oasis_schema(run, sarif_errors):
    assert sarif_errors({"version": "2.1.0", "runs": [run]}) == []


def test_what_is_unmanaged_is_a_note_and_the_rest_are_errors(run):
    assert [each["level"] for each in run["results"]] == ["error", "error", "note", "error"]


def test_a_suite_fails_what_is_missing_and_changed_and_errs_on_what_is_not_known():
    suite = as_suite(FOUND, UNREAD)
    told = {case.get("name"): {each.tag: each.text for each in case} for case in suite}
    at = "modules/audit_log.py:152: "
    assert told == {
        "program_is_built": {"failure": at + TOLD[0][1]},
        "program_is_unchanged": {"failure": at + TOLD[1][1]},
        "account_is_read": {"error": TOLD[3][1]},
        "resource_is_managed": {"system-out": TOLD[2][1]},
    }
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "1")


def test_where_nothing_differs_every_state_is_a_case_that_passes():
    suite = as_suite((), ())
    assert [(case.get("name"), len(case)) for case in suite] == [
        ("program_is_built", 0),
        ("program_is_unchanged", 0),
        ("account_is_read", 0),
        ("resource_is_managed", 0),
    ]
    assert as_run((), (), "1.0", "x.yaml")["results"] == []
