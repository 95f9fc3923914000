"""SARIF is valid by the OASIS schema, points at the program's lines, and keeps a finding's identity."""

from __future__ import annotations

import pytest

from phizone_policies.formats.sarif import FINGERPRINT, as_sarif
from phizone_stacks.graph.node import Source

WANTED_IN = {"prod": "environments/prod.yaml"}


@pytest.fixture
def run(verdicts):
    return as_sarif(verdicts, "0.1.0", WANTED_IN)["runs"][0]


def test_it_is_valid_by_the_oasis_schema(verdicts, sarif_errors):
    assert sarif_errors(as_sarif(verdicts, "0.1.0", WANTED_IN)) == []


def test_the_schema_would_refuse_a_wrong_level(verdicts, sarif_errors):
    document = as_sarif(verdicts, "0.1.0", WANTED_IN)
    document["runs"][0]["results"][0]["level"] = "critical"
    assert len(sarif_errors(document)) == 1


def test_an_environment_is_a_run_with_a_category_of_its_own(run):
    assert run["automationDetails"] == {"id": "phizone/prod/"}


def test_every_rule_that_was_asked_is_told_with_its_safeguards(run):
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(rules) == {"kms_key_rotates", "organization_trail_exists", "repository_scans_on_push"}
    assert "hipaa-164.312.a.2.iv" in rules["kms_key_rotates"]["properties"]["tags"]
    assert rules["organization_trail_exists"]["defaultConfiguration"] == {"level": "error"}


def test_each_finding_stands_at_its_line_or_where_what_is_missing_is_required(run):
    places = {
        (result["properties"]["subject"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for result in run["results"]
        for place in [result["locations"][0]["physicalLocation"]]
    }
    assert places == {
        ("the organization trail in account 111111111111", "environments/prod.yaml", 1),
        ("workspace.prod/aws_kms_key.old", "modules/%3Cold%3E.py", 3),
        ("workspace.prod/aws_kms_key.still", "modules/keys.py", 83),
        ("workspace.prod/aws_kms_key.unclear", "modules/keys.py", 83),
    }


def test_the_calls_on_the_way_to_the_line_are_related_locations(run):
    related = {
        result["properties"]["subject"]: [
            place["physicalLocation"]["artifactLocation"]["uri"] for place in result["relatedLocations"]
        ]
        for result in run["results"]
        if "relatedLocations" in result
    }
    assert related == {"workspace.prod/aws_kms_key.still": ["stacks/team.py", "stacks/workspace.py"]}


def test_what_cannot_be_decided_is_a_finding_that_says_so(run):
    texts = [result["message"]["text"] for result in run["results"] if result["properties"]["outcome"] == "UNKNOWN"]
    assert len(texts) == 1
    assert "cannot be decided before apply" in texts[0]


def test_only_the_waived_finding_is_suppressed_with_its_reason(run):
    suppressed = {
        result["properties"]["subject"]: result["suppressions"][0]["justification"]
        for result in run["results"]
        if "suppressions" in result
    }
    assert set(suppressed) == {"workspace.prod/aws_kms_key.old"}
    assert "until 2027-02-01, SEC-1234" in suppressed["workspace.prod/aws_kms_key.old"]


def test_a_finding_keeps_its_fingerprint_when_its_line_moves(verdicts, run, move):
    moved = as_sarif([move(verdicts[0], Source("modules/keys.py", 200))], "0.1.0", WANTED_IN)["runs"][0]["results"]
    before = {result["partialFingerprints"][FINGERPRINT] for result in run["results"]}
    assert {result["partialFingerprints"][FINGERPRINT] for result in moved} == before
    assert len(before) == len(run["results"])
