"""What verify needs: Python, packages, `environments/`, the projects, checkov; and how old dated facts are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from phizone_scripts.diagnosis.finding import FAIL, NOTE, OK, Finding, Question
from phizone_scripts.exits import Misuse


def python(_: Question) -> Iterator[Finding]:
    """The running Python."""
    running = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    yield Finding(OK if good else FAIL, "Python", running if good else f"{running}; install 3.11 or later")


def packages(_: Question) -> Iterator[Finding]:
    """The packages that programs are made of, and whether the translation is made for the one installed."""
    from phizone_stacks.translation import index

    for name in ("phizone", "pulumi", "pulumi-aws"):
        try:
            yield Finding(OK, name, version(name))
        except PackageNotFoundError:
            yield Finding(FAIL, name, "not installed; run ./scripts/verify once, it makes .venv")
    made_for = index().versions["pulumi-aws"]
    try:
        installed = version("pulumi-aws")
    except PackageNotFoundError:
        return
    same = installed == made_for
    say = (
        made_for if same else f"made for pulumi-aws {made_for}, {installed} is installed; newer types stay untranslated"
    )
    yield Finding(OK if same else NOTE, "translation data", say)


def environments(question: Question) -> Iterator[Finding]:
    """What `environments/` says, or everything that is wrong with it."""
    from phizone_scripts.sources import read_zone

    try:
        zone, _root = read_zone(question.directory)
    except Misuse as wrong:
        yield Finding(FAIL, "environments/", str(wrong).replace("\n", "; "))
        return
    names = ", ".join(environment.name for environment in zone.environments)
    yield Finding(OK, "environments/", f"{zone.organization.name}: {names}")


def projects(question: Question) -> Iterator[Finding]:
    """Whether each layer has its Pulumi project."""
    from phizone_environments.errors import EnvironmentsNotFound
    from phizone_environments.load import find_environments
    from phizone_stacks.layers.order import LAYERS

    try:
        root = find_environments(question.directory.resolve()).parent
    except EnvironmentsNotFound:
        return
    missing = [layer.name for layer in LAYERS if not (root / "stacks" / layer.name / "Pulumi.yaml").is_file()]
    found = f"no Pulumi project for {', '.join(missing)}" if missing else ", ".join(layer.name for layer in LAYERS)
    yield Finding(FAIL if missing else OK, "stacks/", found)


def checkov(question: Question) -> Iterator[Finding]:
    """The checkov that verify asks for a second opinion."""
    from phizone_scripts.second_opinion import NoSecondOpinion, command, version

    try:
        found = version(command(question.directory))
    except NoSecondOpinion as wrong:
        yield Finding(FAIL, "checkov", f"{wrong}; `phizone verify --no-checkov` goes without it")
        return
    yield Finding(OK, "checkov", found)


def dated(question: Question) -> Iterator[Finding]:
    """Which facts have to be looked up again."""
    from phizone_policies.views import dated

    for file in dated.FILES:
        data = dated.dated(file)
        old = question.day > data.recheck_by
        say = f"tells of {data.as_of}" + (f", to be rechecked by {data.recheck_by}; update phizone" if old else "")
        yield Finding(NOTE if old else OK, file.removesuffix(".yaml").replace("_", " "), say)
