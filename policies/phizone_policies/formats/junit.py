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


def as_junit(verdicts: Sequence[Verdict], further: Sequence[Element] = ()) -> str:
    """The XML of these verdicts and further suites; it tells no time, so the same graph gives the same bytes."""
    suites = Element("testsuites", name="phizone")
    suites.extend([*(_suite(verdict) for verdict in verdicts), *further])
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _suite(verdict: Verdict) -> Element:
    found: dict[str, list[Answer]] = {}
    for answer in verdict.findings:
        found.setdefault(answer.check.id, []).append(answer)
    cases = [_case(verdict.environment, rule, found.get(rule.check.id, ())) for rule in verdict.rules]
    if verdict.problems:
        cases.append(_waivers(verdict))
    return suite(verdict.environment, cases)


def suite(name: str, cases: Sequence[Element]) -> Element:
    """A suite of cases, with how many there are of each kind."""
    counts = {
        "tests": len(cases),
        "failures": sum(each.find("failure") is not None for each in cases),
        "errors": sum(each.find("error") is not None for each in cases),
        "skipped": sum(each.find("skipped") is not None for each in cases),
    }
    found = Element("testsuite", _told({"name": name, **counts}))
    found.extend(cases)
    return found


def case(name: str, group: str, tag: str, kind: str, title: str, lines: Sequence[str]) -> Element:
    """A case of a group, as `audit.drift`; with something told under a tag, as `failure`, if there are lines."""
    found = Element("testcase", _told({"name": name, "classname": f"phizone.{group}"}))
    if lines:
        _add(found, tag, kind, title, lines)
    return found


def _case(environment: str, rule: RuleVerdict, found: Sequence[Answer]) -> Element:
    check = rule.check
    told = Element("testcase", _told({"name": check.id, "classname": f"phizone.{environment}.{check.claim}"}))
    for outcome, tag in ((Outcome.FAIL, "failure"), (Outcome.UNKNOWN, "error")):
        lines = [_line(answer) for answer in found if answer.result.outcome is outcome]
        if lines:
            _add(told, tag, outcome.value, check.title, lines)
    if not found and not rule.counts[Outcome.PASS]:
        waived = rule.counts[Outcome.FAIL] + rule.counts[Outcome.UNKNOWN]
        message = f"{waived} findings waived" if waived else "nothing it speaks of"
        SubElement(told, "skipped", {"message": message})
    return told


def _waivers(verdict: Verdict) -> Element:
    lines = [str(problem) for problem in verdict.problems]
    title = "Every waiver is in force and meets a finding."
    return case("waivers", f"{verdict.environment}.waivers", "failure", "FAIL", title, lines)


def _add(to: Element, tag: str, kind: str, message: str, lines: Sequence[str]) -> None:
    SubElement(to, tag, _told({"type": kind, "message": message})).text = _clean("\n".join(lines))


def _line(answer: Answer) -> str:
    at = f"{answer.source}: " if answer.source else ""
    witness = "".join(f", {name}: {value}" for name, value in sorted(answer.result.witness.items()))
    return f"{at}{answer.subject}: {answer.result.message}{witness}"


def _told(attributes: Mapping[str, object]) -> dict[str, str]:
    return {name: _clean(str(value)) for name, value in attributes.items()}


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
