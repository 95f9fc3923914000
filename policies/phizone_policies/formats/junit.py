"""Verdicts as JUnit XML, for test reports: one suite an environment, one case a rule.

Source: the Jenkins xunit plugin's `junit-10.xsd`, which is what CI systems read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from phizone_policies.check import Outcome
from phizone_policies.evaluate import Answer
from phizone_policies.report import RuleVerdict, Verdict

# What XML 1.0 cannot hold at all. Source: W3C, "Extensible Markup Language (XML) 1.0", production 2.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(verdicts: Sequence[Verdict]) -> str:
    """The XML of these verdicts; it tells no time, so the same graph gives the same bytes."""
    suites = Element("testsuites", name="phizone")
    for verdict in verdicts:
        suites.append(_suite(verdict))
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _suite(verdict: Verdict) -> Element:
    found: dict[str, list[Answer]] = {}
    for answer in verdict.findings:
        found.setdefault(answer.check.id, []).append(answer)
    cases = [_case(verdict.environment, rule, found.get(rule.check.id, ())) for rule in verdict.rules]
    if verdict.problems:
        cases.append(_waivers(verdict))
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = Element("testsuite", _told({"name": verdict.environment, **counts}))
    suite.extend(cases)
    return suite


def _case(environment: str, rule: RuleVerdict, found: Sequence[Answer]) -> Element:
    check = rule.check
    case = Element("testcase", _told({"name": check.id, "classname": f"phizone.{environment}.{check.claim}"}))
    for outcome, tag in ((Outcome.FAIL, "failure"), (Outcome.UNKNOWN, "error")):
        lines = [_line(answer) for answer in found if answer.result.outcome is outcome]
        if lines:
            _add(case, tag, outcome.value, check.title, lines)
    if not found and not rule.counts[Outcome.PASS]:
        waived = rule.counts[Outcome.FAIL] + rule.counts[Outcome.UNKNOWN]
        message = f"{waived} findings waived" if waived else "nothing it speaks of"
        SubElement(case, "skipped", {"message": message})
    return case


def _waivers(verdict: Verdict) -> Element:
    told = {"name": "waivers", "classname": f"phizone.{verdict.environment}.waivers"}
    case = Element("testcase", _told(told))
    lines = [str(problem) for problem in verdict.problems]
    _add(case, "failure", "FAIL", "Every waiver is in force and meets a finding.", lines)
    return case


def _add(case: Element, tag: str, kind: str, message: str, lines: Sequence[str]) -> None:
    SubElement(case, tag, _told({"type": kind, "message": message})).text = _clean("\n".join(lines))


def _line(answer: Answer) -> str:
    at = f"{answer.source}: " if answer.source else ""
    witness = "".join(f", {name}: {value}" for name, value in sorted(answer.result.witness.items()))
    return f"{at}{answer.subject}: {answer.result.message}{witness}"


def _told(attributes: Mapping[str, object]) -> dict[str, str]:
    return {name: _clean(str(value)) for name, value in attributes.items()}


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
