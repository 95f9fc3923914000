"""What `phizone explain` tells of a rule, a safeguard and a resource."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phizone_scripts.exits import Misuse

if TYPE_CHECKING:
    from phizone_policies.check import Check

Explanation = dict[str, Any]
"""A kind, a name and what is told of it, as JSON data."""


def explain_rule(name: str, checks: Sequence[Check]) -> Explanation | None:
    """What a rule holds, why, and how to mend a failure; None for a name that is no rule."""
    from phizone_policies.cases import load_cases
    from phizone_policies.check import Outcome
    from phizone_policies.controls.load import further_requirements_of, safeguards_of

    check = next((each for each in checks if each.id == name), None)
    if check is None:
        return None
    cases = load_cases(name, check.origin)
    failing = sorted({subject for case in cases.cases for subject in case.expected[Outcome.FAIL]})
    return {
        "kind": "rule",
        "name": check.id,
        "holds": check.title,
        "why": check.why,
        "fix": check.fix,
        "source": check.source,
        "claim": check.claim.value,
        "severity": check.severity.value,
        "profile": check.profile.value,
        "asked of": list(check.types) or ["the whole graph" if check.proof else "what environments/ requires"],
        "reads": list(check.reads),
        "safeguards": list(safeguards_of(check)),
        "also supports": list(further_requirements_of(check)),
        "must fail": failing,
    }


def explain_safeguard(name: str, checks: Sequence[Check]) -> Explanation | None:
    """The requirement, what holds it and who answers for the rest; None for a name that is no requirement."""
    from phizone_policies.controls.load import controls
    from phizone_scripts.coverage import in_full

    known = controls().with_rules(checks)
    if name not in {requirement.id for requirement in known.requirements()}:
        return None
    return in_full(name, known, {check.id: check for check in checks})


def explain_address(name: str, directory: Path, file: Path | None, checks: Sequence[Check]) -> Explanation:
    """The resource, who refers to it and what the rules say of it. Raises: Misuse for a name that is nothing."""
    from phizone_policies.check import View
    from phizone_policies.evaluate import evaluate
    from phizone_scripts.judge import graph_of, stories_of
    from phizone_scripts.sources import read_zone
    from phizone_stacks.graph.canonical import encode
    from phizone_stacks.graph.graph import SHARED

    if "/" not in name:
        raise Misuse(_nothing(name, _known_names(checks)))
    zone, root = read_zone(directory)
    graph = graph_of(zone, root, file)
    node = graph.find(name)
    if node is None:
        raise Misuse(_nothing(name, [each.address for each in graph]))
    environment = zone.environments[0].name if node.environment == SHARED else node.environment
    view = View(graph.for_environment(environment), zone, zone.environment(environment), stories_of(zone, root))
    answers = evaluate(checks, view)
    return {
        "kind": "resource",
        "name": node.address,
        "type": node.type,
        "account": node.account,
        "region": node.region,
        "urn": node.urn,
        "made at": str(node.source) if node.source else None,
        "called from": [str(frame) for frame in node.called_from],
        "inside": list(node.component),
        "attributes": {key: encode(value) for key, value in sorted(node.attributes.items())},
        "refers to": list(graph.refers_to(node)),
        "referred to by": [each.address for each in graph.referrers(node)],
        "rules": {
            answer.check.id: " ".join(filter(None, (answer.result.outcome.value, answer.result.message)))
            for answer in answers
            if answer.node is not None and answer.node.address == node.address
        },
    }


def _known_names(checks: Sequence[Check]) -> list[str]:
    from phizone_policies.controls.load import controls

    return [check.id for check in checks] + [requirement.id for requirement in controls().requirements()]


def _nothing(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "`phizone graph` lists the addresses"
    return f"{name} is no rule, no safeguard and no resource's address; {hint}"


def readable(found: Explanation) -> str:
    """An explanation for people: the name, then a paragraph for each thing told."""
    lines = [f"{found['kind']} {found['name']}"]
    for key, value in found.items():
        if key not in ("kind", "name") and value not in (None, [], {}, ""):
            lines += ["", *_paragraph(key, value)]
    return "\n".join(lines) + "\n"


def _paragraph(key: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            key,
            *(f"  {name}: {item if isinstance(item, str) else _compact(item)}" for name, item in value.items()),
        ]
    if isinstance(value, list):
        return [key, *(f"  {item}" for item in value)]
    return [f"{key}: {value}"]


def _compact(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True)
