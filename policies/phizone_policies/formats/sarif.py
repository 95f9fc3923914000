"""Verdicts as SARIF 2.1.0, for code scanning: one run an environment, each with its own category.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; GitHub Docs, "SARIF support for
code scanning".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from phizone_policies.check import Check, Outcome, Severity
from phizone_policies.controls.load import safeguards_of
from phizone_policies.evaluate import Answer
from phizone_policies.proof import Hop
from phizone_policies.report import Verdict
from phizone_policies.waivers import Waived
from phizone_stacks.graph.node import Source

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""What editors validate the file by."""
FINGERPRINT = "phizoneSubject/v1"
"""Name of the fingerprint: rule and subject, so that a finding stays itself when its line moves."""
_LEVEL = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
# GitHub: over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, below it low.
_SCORE = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}


def as_sarif(
    verdicts: Sequence[Verdict], version: str, wanted_in: Mapping[str, str], within: str = ""
) -> dict[str, Any]:
    """The log of these verdicts.

    `version` is the tool's; `wanted_in` names, for each environment, the file where a finding without a line stands:
    the one that requires what is missing. Code scanning takes no finding without a file. `within` begins the runs'
    categories, as `audit/`: what is found of programs and of accounts stays apart.
    """
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [_run(verdict, version, wanted_in[verdict.environment], within) for verdict in verdicts],
    }


def _run(verdict: Verdict, version: str, wanted_in: str, within: str) -> dict[str, Any]:
    rules = [rule.check for rule in verdict.rules]
    places = {check.id: place for place, check in enumerate(rules)}
    results = [_result(answer, places, wanted_in) for answer in verdict.findings]
    results += [_waived(each, places, wanted_in) for each in verdict.waived]
    return run(within + verdict.environment, version, [_rule(check) for check in rules], results)


def run(category: str, version: str, rules: Sequence[Any], results: Sequence[Any]) -> dict[str, Any]:
    """One run of the tool: code scanning keeps the findings of each category apart."""
    return {
        "automationDetails": {"id": f"phizone/{category}/"},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The repository's root"}}},
        "tool": {"driver": {"name": "phizone", "version": version, "rules": list(rules)}},
        "results": list(results),
    }


def _rule(check: Check) -> dict[str, Any]:
    why, fix = _sentence(check.why), _sentence(check.fix)
    return {
        "id": check.id,
        "name": "".join(word.capitalize() for word in check.id.split("_")),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": f"{check.title} {why}"},
        "help": {
            "text": f"{fix} Source: {check.source}",
            "markdown": f"**Fix** {fix}\n\n**Why** {why}\n\n**Source** {check.source}",
        },
        "defaultConfiguration": {"level": _LEVEL[check.severity]},
        "properties": {
            "tags": ["security", check.claim.value, *safeguards_of(check)],
            "precision": "very-high",
            "problem.severity": "error" if _LEVEL[check.severity] == "error" else "warning",
            "security-severity": _SCORE[check.severity],
        },
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _result(answer: Answer, places: Mapping[str, int], wanted_in: str) -> dict[str, Any]:
    check, result, node = answer.check, answer.result, answer.node
    undecided = "" if result.outcome is Outcome.FAIL else "cannot be decided before apply: "
    witness = "".join(f"\n{name}: {value}" for name, value in sorted(result.witness.items()))
    found: dict[str, Any] = {
        "ruleId": check.id,
        "ruleIndex": places[check.id],
        "kind": "fail",
        "level": _LEVEL[check.severity],
        "message": {"text": f"{answer.subject}: {undecided}{result.message}{witness}"},
        "locations": [_location(answer, wanted_in)],
        "partialFingerprints": {FINGERPRINT: fingerprint(check.id, answer.subject)},
        "properties": {"outcome": result.outcome.value, "subject": answer.subject},
    }
    if node and node.called_from:
        found["relatedLocations"] = [
            {"id": number, "message": {"text": "called from here"}, "physicalLocation": physical(source)}
            for number, source in enumerate(node.called_from, start=1)
        ]
    if answer.proof and answer.proof.hops:
        steps = [{"location": _step(hop)} for hop in answer.proof.hops]
        found["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return found


def _step(hop: Hop) -> dict[str, Any]:
    placed = {"physicalLocation": physical(hop.source)} if hop.source else {}
    return {"message": {"text": f"{hop.at}: {hop.does}"}, **placed}


def _waived(waived: Waived, places: Mapping[str, int], wanted_in: str) -> dict[str, Any]:
    waiver = waived.written.waiver
    why = f"{waiver.reason}; {waiver.compensating_control}; until {waiver.expires_on}, {waiver.ticket}"
    suppression = {
        "kind": "external",
        "status": "accepted",
        "justification": why,
        "location": {"physicalLocation": physical(waived.written.source)},
    }
    return {**_result(waived.answer, places, wanted_in), "suppressions": [suppression]}


def _location(answer: Answer, wanted_in: str) -> dict[str, Any]:
    source = answer.source or Source(wanted_in, 1)
    kind = "resource" if answer.node else "namespace"
    return {
        "physicalLocation": physical(source),
        "logicalLocations": [{"fullyQualifiedName": answer.subject, "kind": kind}],
    }


def physical(source: Source) -> dict[str, Any]:
    """A line of a file of the repository."""
    return {
        "artifactLocation": {"uri": quote(source.file), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": source.line},
    }


def fingerprint(rule: str, subject: str) -> str:
    """What a finding is known again by."""
    return hashlib.sha256(f"{rule}\n{subject}".encode()).hexdigest()
