"""What `phizone doctor` looks at."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from phizone_scripts.exits import Misuse


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    state: str
    """`ok`, `note` for what only some verbs need, or `fail`."""
    what: str
    """The thing."""
    found: str
    """What was found, and where it is not right what to do."""

    def line(self) -> str:
        """The finding in a line."""
        return f"{self.state:<5} {self.what:<22} {self.found}"

    def as_json(self) -> dict[str, str]:
        """The finding as JSON data."""
        return asdict(self)


def diagnose(directory: Path, as_of: date) -> list[Finding]:
    """Every finding, in the order in which things are needed; `as_of` is the day that dated data is judged by."""
    looks: tuple[Callable[[Path], Iterator[Finding]], ...] = (
        _python,
        _packages,
        _environments,
        _projects,
        _checkov,
        _pulumi,
    )
    return [*(finding for look in looks for finding in look(directory)), *_dated(as_of)]


def _python(_: Path) -> Iterator[Finding]:
    running = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    yield Finding("ok" if good else "fail", "Python", running if good else f"{running}; install 3.11 or later")


def _packages(_: Path) -> Iterator[Finding]:
    from phizone_stacks.translation import index

    for name in ("phizone", "pulumi", "pulumi-aws"):
        try:
            yield Finding("ok", name, version(name))
        except PackageNotFoundError:
            yield Finding("fail", name, "not installed; run ./scripts/verify once, it makes .venv")
    made_for = index().versions["pulumi-aws"]
    try:
        installed = version("pulumi-aws")
    except PackageNotFoundError:
        return
    same = installed == made_for
    say = (
        made_for if same else f"made for pulumi-aws {made_for}, {installed} is installed; newer types stay untranslated"
    )
    yield Finding("ok" if same else "note", "translation data", say)


def _environments(directory: Path) -> Iterator[Finding]:
    from phizone_scripts.sources import read_zone

    try:
        zone, _root = read_zone(directory)
    except Misuse as wrong:
        yield Finding("fail", "environments/", str(wrong).replace("\n", "; "))
        return
    names = ", ".join(environment.name for environment in zone.environments)
    yield Finding("ok", "environments/", f"{zone.organization.name}: {names}")


def _projects(directory: Path) -> Iterator[Finding]:
    from phizone_environments.errors import EnvironmentsNotFound
    from phizone_environments.load import find_environments
    from phizone_stacks.layers.order import LAYERS

    try:
        root = find_environments(directory.resolve()).parent
    except EnvironmentsNotFound:
        return
    missing = [layer.name for layer in LAYERS if not (root / "stacks" / layer.name / "Pulumi.yaml").is_file()]
    found = f"no Pulumi project for {', '.join(missing)}" if missing else ", ".join(layer.name for layer in LAYERS)
    yield Finding("fail" if missing else "ok", "stacks/", found)


def _checkov(directory: Path) -> Iterator[Finding]:
    from phizone_scripts.second_opinion import NoSecondOpinion, command, version

    try:
        found = version(command(directory))
    except NoSecondOpinion as wrong:
        yield Finding("fail", "checkov", f"{wrong}; `phizone verify --no-checkov` goes without it")
        return
    yield Finding("ok", "checkov", found)


def _pulumi(_: Path) -> Iterator[Finding]:
    command = shutil.which("pulumi")
    if command is None:
        yield Finding("note", "Pulumi CLI", "not on PATH; only `pulumi preview` and `pulumi up` need it")
        return
    asked = subprocess.run([command, "version"], capture_output=True, text=True, check=False)  # noqa: S603
    good = asked.returncode == 0
    yield Finding("ok" if good else "note", "Pulumi CLI", asked.stdout.strip() if good else asked.stderr.strip())


def _dated(as_of: date) -> Iterator[Finding]:
    from phizone_policies.views.dated import FILES, dated

    for file in FILES:
        data = dated(file)
        old = as_of > data.recheck_by
        say = f"tells of {data.as_of}" + (f", to be rechecked by {data.recheck_by}; update phizone" if old else "")
        yield Finding("note" if old else "ok", file.removesuffix(".yaml").replace("_", " "), say)
