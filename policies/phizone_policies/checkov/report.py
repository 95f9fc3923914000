"""A comparison as JSON data and as the line on the screen."""

from __future__ import annotations

from typing import Any

from phizone_policies.checkov.compare import Comparison, Disagreement, Failure
from phizone_stacks.graph.node import Source


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON data, in the order of ids and addresses."""
    scan = comparison.scan
    return {
        "tool": "checkov",
        "version": scan.version,
        "passed": scan.passed,
        "failed": len(comparison.failures),
        "unexplained": len(comparison.unexplained),
        "failures": [_failure(failure) for failure in comparison.failures],
        "disagreements": [_disagreement(each) for each in comparison.disagreements],
    }


def line(comparison: Comparison, seconds: float | None, explained: bool = True) -> str:
    """The comparison in a line; `explained` where failures have reasons, in a zone."""
    scan = comparison.scan
    open_ends = len(comparison.unexplained)
    told = " (all explained)" if not open_ends else f" ({open_ends} unexplained)"
    told = told if explained and comparison.failures else ""
    took = "" if seconds is None else f", {seconds:.1f} s"
    return f"checkov {scan.version}: {scan.passed} passed, {len(comparison.failures)} failed{told}{took}"


def _failure(failure: Failure) -> dict[str, Any]:
    opinion = failure.opinion
    return {
        "id": opinion.id,
        "address": opinion.address,
        "source": _source(failure.source),
        "title": opinion.title,
        "reason": failure.reason.reason if failure.reason else None,
    }


def _disagreement(each: Disagreement) -> dict[str, Any]:
    return {
        "id": each.opinion.id,
        "address": each.opinion.address,
        "source": _source(each.source),
        "checkov": "PASS" if each.opinion.passed else "FAIL",
        "rules": list(each.rules),
        "reason": each.reason or None,
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    return {"file": source.file, "line": source.line} if source else None
