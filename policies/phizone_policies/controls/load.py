"""The maps from regulations to rules, read and held against each other."""

from __future__ import annotations

import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from phizone_environments.document import Document
from phizone_environments.errors import Problem
from phizone_policies import checks
from phizone_policies.check import Check
from phizone_policies.controls.model import (
    Answer,
    Controls,
    InvalidControls,
    Objective,
    Pack,
    PackRule,
    Regulation,
    Requirement,
)
from phizone_policies.controls.reading import (
    AnswerForm,
    ObjectiveForm,
    PackForm,
    PackRuleForm,
    RegulationForm,
    RequirementForm,
    folder,
    read_form,
)
from phizone_policies.proofs import claims

REGULATIONS = ("hipaa", "nist", "cfr11", "gdpr")
"""Keys of the regulations, in the order they are shown."""
AREAS = ("keys", "transit", "network", "storage", "audit", "identity")
"""Areas of objectives, in the order they are shown."""


@cache
def controls() -> Controls:
    """The shipped maps. Raises: InvalidControls."""
    names = (module.name for module in pkgutil.iter_modules([*checks.__path__, *claims.__path__]))
    return load(folder(), frozenset(name for name in names if not name.startswith("_")))


def requirements_of(check: Check) -> tuple[str, ...]:
    """Ids of all requirements that a check supports, sorted. Raises: InvalidControls."""
    return check.supports or _supported().get(check.id, ())


def safeguards_of(check: Check) -> tuple[str, ...]:
    """Ids of the HIPAA safeguards among them, sorted. Raises: InvalidControls."""
    return tuple(name for name in requirements_of(check) if name.startswith("hipaa-"))


def further_requirements_of(check: Check) -> tuple[str, ...]:
    """Ids of those that are no HIPAA safeguards, sorted. Raises: InvalidControls."""
    return tuple(name for name in requirements_of(check) if not name.startswith("hipaa-"))


@cache
def _supported() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for objective in controls().objectives:
        for rule in objective.rules:
            found[rule].update(objective.supports)
    return {rule: tuple(sorted(names)) for rule, names in found.items()}


def load(root: Path, rules: frozenset[str]) -> Controls:
    """The maps in a folder, for the rules of these ids. Raises: InvalidControls with every problem of every file."""
    problems: list[Problem] = []
    objectives = tuple(_objectives(root, rules, problems))
    regulations = tuple(_regulations(root, objectives, problems))
    pack = _pack(root, rules, problems)
    if not problems:
        problems += _dangling(objectives, regulations)
    if problems:
        raise InvalidControls("\n".join(str(problem) for problem in sorted(set(problems))))
    return Controls(regulations, objectives, pack)


def _objectives(root: Path, rules: frozenset[str], problems: list[Problem]) -> Iterator[Objective]:
    seen: set[str] = set()
    for area in AREAS:
        path = root / "objectives" / f"{area}.yaml"
        document, forms = read_form(dict[str, ObjectiveForm], path, f"objectives/{area}.yaml", problems)
        for name, form in (forms or {}).items():
            if name in seen:
                problems.append(document.problem((name,), "stands in another area too; keep one"))
            seen.add(name)
            problems += _wrong_rules(document, (name, "rules"), form.rules, rules)
            problems += _wrong_reading(document, name, form)
            own = {each for each in form.supports if each.startswith("gdpr-")} | set(form.own_reading)
            yield Objective(name, area, form.holds, form.supports, frozenset(own), tuple(sorted(form.rules)))


def _wrong_rules(
    document: Document, steps: tuple[str, ...], given: tuple[str, ...], rules: frozenset[str]
) -> Iterator[Problem]:
    for number, rule in enumerate(given):
        if rule not in rules:
            yield document.problem((*steps, number), "is no check; `phizone rules list` shows them", rule)
        if rule in given[:number]:
            yield document.problem((*steps, number), "stands there twice; keep one", rule)


def _wrong_reading(document: Document, name: str, form: ObjectiveForm) -> Iterator[Problem]:
    for number, each in enumerate(form.own_reading):
        if each not in form.supports:
            yield document.problem((name, "own_reading", number), "is not in supports; add it there", each)


def _regulations(root: Path, objectives: tuple[Objective, ...], problems: list[Problem]) -> Iterator[Regulation]:
    for key in REGULATIONS:
        path = root / "regulations" / f"{key}.yaml"
        document, form = read_form(RegulationForm, path, f"regulations/{key}.yaml", problems)
        if form is None:
            continue
        requirements = tuple(_requirement(name, key, one, objectives) for name, one in form.requirements.items())
        for one in requirements:
            if not (one.rules or one.organizational or one.inherited or one.later):
                message = "is held by no rule; say who answers (organizational, inherited) or what is to come (later)"
                problems.append(document.problem(("requirements", one.id), message))
        yield Regulation(key, form.name, form.citation, form.source, requirements)


def _requirement(name: str, key: str, form: RequirementForm, objectives: tuple[Objective, ...]) -> Requirement:
    supporting = [objective for objective in objectives if name in objective.supports]
    return Requirement(
        id=name,
        regulation=key,
        title=form.title,
        kind=form.kind,
        objectives=tuple(objective.id for objective in supporting),
        rules=tuple(sorted({rule for objective in supporting for rule in objective.rules})),
        organizational=_answer(form.organizational),
        inherited=_answer(form.inherited),
        later=form.later,
    )


def _answer(form: AnswerForm | None) -> Answer | None:
    return Answer(form.answers, form.evidence) if form else None


def _pack(root: Path, rules: frozenset[str], problems: list[Problem]) -> Pack:
    document, form = read_form(PackForm, root / "conformance_pack.yaml", "conformance_pack.yaml", problems)
    if form is None:
        return Pack("", "", ())
    if sha256("\n".join(sorted(form.rules)).encode()).hexdigest() != form.ids_sha256:
        problems.append(document.problem(("ids_sha256",), "is not that of the ids; the pack's list was changed"))
    found = []
    for name, told in form.rules.items():
        one = told or PackRuleForm()
        problems += _wrong_rules(document, ("rules", name, "checks"), one.checks, rules)
        if told and [bool(one.checks), bool(one.not_applicable), bool(one.run_time)].count(True) != 1:
            message = "needs exactly one of checks, not_applicable and run_time"
            problems.append(document.problem(("rules", name), message))
        found.append(PackRule(name, tuple(sorted(one.checks)), one.not_applicable, one.run_time))
    return Pack(form.source, form.commit, tuple(sorted(found, key=lambda rule: rule.id)))


def _dangling(objectives: tuple[Objective, ...], regulations: tuple[Regulation, ...]) -> Iterator[Problem]:
    known = {requirement.id for regulation in regulations for requirement in regulation.requirements}
    for objective in objectives:
        for name in sorted(set(objective.supports) - known):
            file = f"objectives/{objective.area}.yaml"
            yield Problem(file=file, field=objective.id, given=name, message="is no requirement; regulations/ has them")
