"""JUnit has one case a rule: failed, undecided, skipped or passed."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from phizone_policies.formats.junit import as_junit


@pytest.fixture
def suite(verdicts):
    return ElementTree.fromstring(as_junit(verdicts)).find("testsuite")  # noqa: S314 - our own text


def test_its_counts_are_its_cases(suite):
    assert dict(suite.attrib) == {"name": "prod", "tests": "3", "failures": "2", "errors": "1", "skipped": "1"}
    assert [case.get("name") for case in suite] == [
        "kms_key_rotates",
        "organization_trail_exists",
        "repository_scans_on_push",
    ]


def test_a_case_tells_each_finding_with_its_line(suite):
    case = suite.find("testcase[@name='kms_key_rotates']")
    assert case.find("failure").text == (
        "modules/keys.py:83: workspace.prod/aws_kms_key.still: enable_key_rotation is not True"
    )
    assert "workspace.prod/aws_kms_key.unclear" in case.find("error").text


def test_a_rule_with_nothing_to_speak_of_is_skipped_and_not_passed(suite):
    case = suite.find("testcase[@name='repository_scans_on_push']")
    assert case.find("skipped").get("message") == "nothing it speaks of"


def test_characters_that_xml_cannot_hold_are_replaced(verdicts, move):
    strange = [replace(answer, subject="bell \x07 <&>") for answer in verdicts[0].findings]
    text = as_junit([replace(verdicts[0], findings=tuple(strange))])
    assert "\x07" not in text
    ElementTree.fromstring(text)  # noqa: S314 - our own text


def test_wrong_waivers_are_a_failed_case(waived_verdict):
    suite = ElementTree.fromstring(as_junit([waived_verdict(rule="nothing")])).find("testsuite")  # noqa: S314
    assert "nothing is no rule" in suite.find("testcase[@name='waivers']/failure").text
