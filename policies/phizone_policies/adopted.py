"""Rules of an adopter: a folder of checks in their repository, of the same form as ours.

Each `<id>.py` holds the one check of its name and `<id>.yaml` its cases; files that begin with `_` are theirs to share
code in (`from ._shared import …`). `controls.yaml`, if there is one, says which requirements each rule supports.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from phizone_environments.errors import Problem
from phizone_policies.check import Check, Origin
from phizone_policies.controls.load import controls
from phizone_policies.controls.reading import Ids, read_form

CONTROLS = "controls.yaml"
"""The file of what an adopter's rules support: ids of requirements by rule."""


class InvalidCheck(Exception):
    """A file does not hold the one check that its name promises; its text is one problem a line."""


def load_folder(origin: Origin) -> tuple[Check, ...]:
    """The checks in an adopter's folder, by id. Raises: InvalidCheck with every problem of every file."""
    problems: list[Problem] = []
    names = sorted(path.stem for path in origin.folder.glob("*.py") if not path.stem.startswith("_"))
    if not names:
        problems.append(Problem(file=origin.name, message="holds no check; write one as <id>.py with its <id>.yaml"))
    package = _package(origin.folder)
    found = [_load(package, name, origin, problems) for name in names]
    supports = _supports(origin, names, problems)
    if problems:
        raise InvalidCheck("\n".join(str(problem) for problem in sorted(set(problems))))
    return tuple(
        replace(check, origin=origin, supports=supports.get(check.id, ())) for check in found if check is not None
    )


def _package(folder: Path) -> str:
    """The name of a package that stands for the folder, so that its modules import each other relatively."""
    place = str(folder.resolve())
    name = f"phizone_adopted_{sha256(place.encode()).hexdigest()[:12]}"
    if name not in sys.modules:
        package = ModuleType(name, "An adopter's rules.")
        package.__path__ = [place]
        sys.modules[name] = package
    return name


def _load(package: str, name: str, origin: Origin, problems: list[Problem]) -> Check | None:
    file = f"{origin.name}/{name}.py"
    if not (origin.folder / f"{name}.yaml").is_file():
        message = f"has no cases; write {name}.yaml beside it, with a case for each outcome"
        problems.append(Problem(file=file, message=message))
    if not name.isidentifier():
        problems.append(Problem(file=file, message="is no name for a function; use small letters and underscores"))
        return None
    try:
        module = importlib.import_module(f"{package}.{name}")
    except Exception as error:  # noqa: BLE001 - whatever an adopter's file raises is told at its line
        at, line = _where(error, origin, name)
        problems.append(Problem(file=at, line=line, message=f"{type(error).__name__}: {error}; mend it"))
        return None
    found = [value for value in vars(module).values() if isinstance(value, Check)]
    if [check.id for check in found] == [name]:
        return found[0]
    held = ", ".join(sorted(check.id for check in found)) or "no check"
    problems.append(Problem(file=file, message=f"holds {held}; it must hold one check, the function {name}"))
    return None


def _where(error: Exception, origin: Origin, name: str) -> tuple[str, int]:
    """The innermost line of the adopter's own files on which an error arose."""
    folder = origin.folder.resolve()
    frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno or 1))
    own = [(Path(file).name, line) for file, line in frames if Path(file).parent == folder]
    file, line = own[-1] if own else (f"{name}.py", 1)
    return f"{origin.name}/{file}", line


def _supports(origin: Origin, names: Sequence[str], problems: list[Problem]) -> Mapping[str, tuple[str, ...]]:
    path = origin.folder / CONTROLS
    if not path.exists():
        return {}
    document, form = read_form(dict[str, Ids], path, f"{origin.name}/{CONTROLS}", problems)
    known = {requirement.id for requirement in controls().requirements()}
    for rule, requirements in (form or {}).items():
        if rule not in names:
            problems.append(document.problem((rule,), "is no rule of this folder; take it out"))
        for number, name in enumerate(requirements):
            if name not in known:
                message = "is no requirement; `phizone rules controls` lists them"
                problems.append(document.problem((rule, number), message, name))
    return {rule: tuple(sorted(set(requirements))) for rule, requirements in (form or {}).items()}
