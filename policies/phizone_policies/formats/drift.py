"""What an audit finds beside the rules' answers, in the formats of tools: drift, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from phizone_policies.drift import Difference, Kind
from phizone_policies.formats.junit import case, suite
from phizone_policies.formats.sarif import FINGERPRINT, fingerprint, physical, run
from phizone_stacks.graph.graph import Unread
from phizone_stacks.graph.node import Source

AUDIT = "audit/"
"""Begins the categories of what is found of accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A state that must hold between the programs and what runs."""

    id: str
    title: str
    level: str
    kind: str


_BUILT = _State(id="program_is_built", title="AWS has what the programs build.", level="error", kind="FAIL")
_AS_WRITTEN = _State(
    id="program_is_unchanged", title="AWS has it as the programs say, in what rules read.", level="error", kind="FAIL"
)
_READ = _State(id="account_is_read", title="Every call of the audit is answered.", level="error", kind="UNKNOWN")
_MANAGED = _State(id="resource_is_managed", title="Programs build what AWS has.", level="note", kind="PASS")
_STATES = (_BUILT, _AS_WRITTEN, _READ, _MANAGED)
_OF_KIND = {Kind.MISSING: _BUILT, Kind.CHANGED: _AS_WRITTEN, Kind.UNMANAGED: _MANAGED}


@dataclass(frozen=True, slots=True)
class _Finding:
    state: _State
    subject: str
    message: str
    source: Source | None = None


def as_run(found: Sequence[Difference], unread: Sequence[Unread], version: str, wanted_in: str) -> dict[str, Any]:
    """The differences as a run of a SARIF log; `wanted_in` names the file of what no line builds."""
    rules = [
        {
            "id": each.id,
            "name": "".join(word.capitalize() for word in each.id.split("_")),
            "shortDescription": {"text": each.title},
            "defaultConfiguration": {"level": each.level},
            "properties": {"tags": ["security", "drift"], "problem.severity": _severity(each)},
        }
        for each in _STATES
    ]
    results = [_result(each, wanted_in) for each in _findings(found, unread)]
    return run(f"{AUDIT}drift", version, rules, results)


def _severity(state: _State) -> str:
    return "recommendation" if state.level == "note" else state.level


def _result(found: _Finding, wanted_in: str) -> dict[str, Any]:
    return {
        "ruleId": found.state.id,
        "ruleIndex": _STATES.index(found.state),
        "kind": "fail",
        "level": found.state.level,
        "message": {"text": f"{found.subject}: {found.message}"},
        "locations": [
            {
                "physicalLocation": physical(found.source or Source(wanted_in, 1)),
                "logicalLocations": [{"fullyQualifiedName": found.subject, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {FINGERPRINT: fingerprint(found.state.id, found.subject)},
        "properties": {"outcome": found.state.kind, "subject": found.subject},
    }


def as_suite(found: Sequence[Difference], unread: Sequence[Unread]) -> Element:
    """The differences as a JUnit suite: a case for each state that must hold; what is unmanaged fails none."""
    lines: dict[str, list[str]] = {each.id: [] for each in _STATES}
    for each in _findings(found, unread):
        at = f"{each.source}: " if each.source else ""
        lines[each.state.id].append(f"{at}{each.subject}: {each.message}")
    tags = {"FAIL": "failure", "UNKNOWN": "error", "PASS": "system-out"}
    return suite(
        "audit",
        [case(each.id, "audit.drift", tags[each.kind], each.kind, each.title, lines[each.id]) for each in _STATES],
    )


def _findings(found: Sequence[Difference], unread: Sequence[Unread]) -> Iterator[_Finding]:
    """Everything, each once: a call that was not answered leaves many types unread."""
    for each in found:
        subject = f"{each.address}.{each.attribute}" if each.attribute else each.address
        yield _Finding(_OF_KIND[each.kind], subject, _message(each), each.source)
    for reason in sorted({each.reason for each in unread}):
        kinds = sorted({each.type for each in unread if each.reason == reason})
        yield _Finding(_READ, reason, f"not known for want of it: {', '.join(kinds)}")


def _message(each: Difference) -> str:
    claims = f"; claims on it: {', '.join(each.claims)}" if each.claims else ""
    if each.kind is Kind.CHANGED:
        return f"the programs say {each.wanted}, AWS has {each.seen}{claims}"
    return f"{'AWS does not have it' if each.kind is Kind.MISSING else 'no program builds it'}{claims}"
