"""Which rules hold which requirement, and who answers for the rest, as JSON data."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from phizone_policies.check import Check
from phizone_policies.controls.model import Answer, Controls, Objective, Pack, PackRule, Regulation, Requirement, State
from phizone_scripts.exits import Misuse

PACK = "pack"
"""The key that AWS's conformance pack is asked for by, beside the regulations' keys."""


def coverage(known: Controls, wanted: str | None) -> dict[str, Any]:
    """All that is known of every regulation and the pack, or of one. Raises: Misuse for a key that is none."""
    keys = [*(regulation.key for regulation in known.regulations), PACK]
    if wanted is not None and wanted not in keys:
        raise Misuse(f"--regulation {wanted} is none; choose of {', '.join(keys)}")
    told = {regulation.key: _regulation(regulation, known) for regulation in known.regulations}
    told[PACK] = _pack(known.pack)
    return {key: told[key] for key in keys if wanted in (None, key)}


def _regulation(regulation: Regulation, known: Controls) -> dict[str, Any]:
    requirements = regulation.requirements
    held = [requirement for requirement in requirements if requirement.state is State.HELD]
    return {
        "name": regulation.name,
        "citation": regulation.citation,
        "read in": regulation.source,
        "requirements": {requirement.id: entry(requirement, known) for requirement in requirements},
        "totals": {
            **{state.value: sum(each.state is state for each in requirements) for state in State},
            "held in part": sum(bool(each.organizational or each.inherited) for each in held),
            "rules": len({rule for each in held for rule in each.rules}),
        },
    }


def entry(requirement: Requirement, known: Controls) -> dict[str, Any]:
    """What is known of a requirement."""
    supporting = [objective for objective in known.objectives if objective.id in requirement.objectives]
    in_objectives = {rule for objective in supporting for rule in objective.rules}
    return {
        "title": requirement.title,
        "kind": requirement.kind.value if requirement.kind else None,
        "state": requirement.state.value,
        "objectives": {objective.id: _supporting(objective, requirement) for objective in supporting},
        "rules": list(requirement.rules),
        "adopters' rules": sorted(set(requirement.rules) - in_objectives),
        "organizational": _answer(requirement.organizational),
        "inherited": _answer(requirement.inherited),
        "later": requirement.later or None,
    }


def _supporting(objective: Objective, requirement: Requirement) -> dict[str, Any]:
    own = requirement.id in objective.own_reading
    return {"holds": objective.holds, "rules": list(objective.rules), "own reading": own}


def _answer(answer: Answer | None) -> dict[str, str] | None:
    return {"answers": answer.answers, "evidence": answer.evidence} if answer else None


def _pack(pack: Pack) -> dict[str, Any]:
    return {
        "name": "AWS Config conformance pack for HIPAA",
        "read in": f"{pack.source}, commit {pack.commit}",
        "rules": {rule.id: _pack_rule(rule) for rule in pack.rules},
        "totals": {
            "checked": sum(bool(rule.checks) for rule in pack.rules),
            "not applicable": sum(bool(rule.not_applicable) for rule in pack.rules),
            "run time": sum(bool(rule.run_time) for rule in pack.rules),
            "open": sum(not rule.classified for rule in pack.rules),
        },
    }


def _pack_rule(rule: PackRule) -> dict[str, Any]:
    told = {"checks": list(rule.checks), "not applicable": rule.not_applicable, "run time": rule.run_time}
    return {key: value for key, value in told.items() if value}


def in_full(name: str, known: Controls, checks: Mapping[str, Check]) -> dict[str, Any]:
    """One requirement, objective or rule of the pack, with its rules' titles. Raises: Misuse for a name of none."""
    found = [
        *(_requirement_in_full(each, known, checks) for each in known.requirements() if each.id == name),
        *(_objective_in_full(each, checks) for each in known.objectives if each.id == name),
        *(_pack_rule_in_full(each, checks) for each in known.pack.rules if each.id == name),
    ]
    if found:
        return found[0]
    near = difflib.get_close_matches(name, list(names(known)), n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "`phizone rules controls` lists them"
    raise Misuse(f"{name} is no requirement, no objective and no rule of the conformance pack; {hint}")


def names(known: Controls) -> Iterator[str]:
    """Ids of all that can be asked for in full."""
    yield from (each.id for each in known.requirements())
    yield from (each.id for each in known.objectives)
    yield from (each.id for each in known.pack.rules)


def _requirement_in_full(requirement: Requirement, known: Controls, checks: Mapping[str, Check]) -> dict[str, Any]:
    regulation = next(each for each in known.regulations if each.key == requirement.regulation)
    told = entry(requirement, known)
    return {
        "kind": "safeguard",
        "name": requirement.id,
        "title": requirement.title,
        "of": f"{regulation.name}, {regulation.citation}" + (f" ({requirement.kind})" if requirement.kind else ""),
        "state": requirement.state.value,
        "objectives": {
            name: each["holds"] + (" (our own reading)" if each["own reading"] else "")
            for name, each in told["objectives"].items()
        },
        "supported by": _titles(requirement.rules, checks),
        "organizational": _said(requirement.organizational),
        "inherited": _said(requirement.inherited),
        "later": requirement.later,
    }


def _said(answer: Answer | None) -> str:
    return f"{answer.answers} answers, with {answer.evidence}" if answer else ""


def _objective_in_full(objective: Objective, checks: Mapping[str, Check]) -> dict[str, Any]:
    return {
        "kind": "objective",
        "name": objective.id,
        "holds": objective.holds,
        "area": objective.area,
        "supports": [
            name + (" (our own reading)" if name in objective.own_reading else "") for name in objective.supports
        ],
        "supported by": _titles(objective.rules, checks),
    }


def _pack_rule_in_full(rule: PackRule, checks: Mapping[str, Check]) -> dict[str, Any]:
    return {
        "kind": "rule of the conformance pack",
        "name": rule.id,
        "supported by": _titles(rule.checks, checks),
        "not applicable": rule.not_applicable,
        "run time": rule.run_time,
    }


def _titles(rules: tuple[str, ...], checks: Mapping[str, Check]) -> dict[str, str]:
    return {rule: checks[rule].title for rule in rules if rule in checks}
