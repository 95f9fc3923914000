"""Markdown shows the verdict, then every cause; names of resources stay text, and it fits into a comment."""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.formats.markdown import LIMIT, as_markdown


def test_the_verdict_comes_first_and_the_causes_follow(verdicts):
    text = as_markdown(verdicts)
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "## Phizone: NOT PROVED",
        "### FAIL · critical · `organization_trail_exists` (prod)",
        "### FAIL · high · `kms_key_rotates` at `modules/keys.py:83` (prod)",
        "### UNKNOWN · high · `kms_key_rotates` at `modules/keys.py:83` (prod)",
    ]
    assert "| **prod** | **1 fail**, **1 unknown** |" in text


def test_waived_findings_are_listed_apart(verdicts):
    waived = as_markdown(verdicts).split("Waived:")[1].splitlines()[2]
    assert waived.startswith("- `kms_key_rotates` workspace.prod/aws\\_kms\\_key.old")
    assert "SEC-1234" in waived


def test_a_name_becomes_neither_link_nor_tag_nor_mention(verdicts):
    finding = replace(verdicts[0].findings[0], subject="[x](https://example.org) <img> @everyone")
    text = as_markdown([replace(verdicts[0], findings=(finding,))])
    assert "\\[x\\]\\(https://example.org\\) \\<img\\> \\@everyone" in text


def test_what_does_not_fit_is_counted(verdicts):
    finding = verdicts[0].findings[0]
    many = [
        replace(finding, subject=f"{n}", result=replace(finding.result, message="x" * 500 + str(n))) for n in range(300)
    ]
    text = as_markdown([replace(verdicts[0], findings=tuple(many))])
    assert len(text) < LIMIT + 200
    assert text.endswith("more causes do not fit here; `phizone verify` shows them.\n")


def test_wrong_waivers_are_told(waived_verdict):
    text = as_markdown([waived_verdict(rule="nothing")])
    assert "Waivers are wrong:\n\n- policies/waivers.yaml:2: nothing: rule nothing is no rule" in text
