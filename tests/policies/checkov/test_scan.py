"""checkov's output is read whole, or refused: nothing parsed, skipped or run in part passes for an opinion."""

from __future__ import annotations

import json

import pytest

from phizone_policies.checkov.scan import Opinion, Unreadable, read_scan


def test_passed_and_failed_checks_are_opinions_in_order(output):
    document = output(("CKV_AWS_7", "b", True), ("CKV_AWS_7", "a", False))
    scan = read_scan(json.dumps(document), lambda address: f"stack/{address}")
    assert scan.version == "3.3.30"
    assert scan.opinions == (
        Opinion("CKV_AWS_7", "stack/a", False, "title"),
        Opinion("CKV_AWS_7", "stack/b", True, "title"),
    )
    assert (scan.passed, scan.failures) == (1, (Opinion("CKV_AWS_7", "stack/a", False, "title"),))


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ({"skipped": 3}, "it skipped 3 checks"),
        ({"parsing_errors": 1}, "it could not parse the plan"),
        ({"passed": 9}, "it counts 9 results and lists 1"),
    ],
)
def test_a_scan_that_is_not_whole_is_refused(output, summary, said):
    with pytest.raises(Unreadable, match=said):
        read_scan(json.dumps(output(("CKV_AWS_7", "a", True), **summary)), str)


def test_a_scan_in_which_nothing_ran_is_refused():
    nothing = {"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0}
    with pytest.raises(Unreadable, match="it ran no check"):
        read_scan(json.dumps({**nothing, "checkov_version": "3.3.30"}), str)


@pytest.mark.parametrize("text", ["", "Traceback", "[]", "{}", '{"summary": {}, "results": {}}'])
def test_what_is_no_scan_is_refused(text):
    with pytest.raises(Unreadable, match=r"its output is not JSON|another form than expected"):
        read_scan(text, str)
