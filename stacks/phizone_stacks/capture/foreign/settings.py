"""What a foreign project's files say: its program, its stack, its configuration, its interpreter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


class InvalidProject(Exception):
    """A project's files, or what was said about them, cannot be used; the message says where, why and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One stack of a Pulumi project, ready to be run."""

    name: str
    """Name of the project."""
    stack: str
    """Name of the stack."""
    directory: Path
    """Folder with the `Pulumi.yaml`."""
    program: Path
    """File that is run."""
    virtualenv: str
    """The environment's folder as the project names it; empty where it names none."""
    disabled: tuple[str, ...]
    """Packages whose resources must have an explicit provider; `*` for all."""
    config: Mapping[str, str] = field(default_factory=dict)
    """Values by full key, as `aws:region`; structured ones as JSON."""
    secrets: tuple[str, ...] = ()
    """Full keys whose values are encrypted, so that nobody knows them here."""
    warnings: tuple[str, ...] = ()
    """What of these files has no part in the capture."""


_DISABLED = "pulumi:disable-default-providers"
_INDEX = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def read_settings(directory: Path, stack: str | None, given: Sequence[str] = (), paths: Sequence[str] = ()) -> Settings:
    """The stack asked for, or the only one that has a file, or `dev`; `given` are `key=value`, `paths` `a.b[0]=value`.

    Raises: InvalidProject.
    """
    file = directory / "Pulumi.yaml"
    if not file.is_file():
        file = directory / "Pulumi.yml"
    if not file.is_file():
        raise InvalidProject(f"{directory}: has no Pulumi.yaml; name the folder of a Pulumi project")
    project = _document(file)
    name = project.get("name")
    if not isinstance(name, str) or not name:
        raise InvalidProject(f"{file}: has no `name`; write the project's name there")
    stacks = directory / str(project.get("stackConfigDir") or "")
    chosen = stack or _only_stack(stacks)
    told = stacks / f"Pulumi.{chosen}.yaml"
    values = _Values(name)
    values.add_project(project.get("config"), file)
    document = _document(told) if told.is_file() else {}
    values.add_stack(document.get("config"), told)
    values.add_given(given, paths)
    return Settings(
        name=name,
        stack=chosen,
        directory=directory,
        program=_program(directory, project, file),
        virtualenv=str(_runtime(project, file).get("virtualenv") or ""),
        disabled=values.disabled,
        config=values.plain,
        secrets=tuple(sorted(values.secret)),
        warnings=_environments(document, told),
    )


def _document(file: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise InvalidProject(f"{file}: cannot be read: {wrong}") from None
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise InvalidProject(f"{file}{line}: is no YAML: {getattr(wrong, 'problem', wrong)}") from None
    if document is not None and not isinstance(document, dict):
        raise InvalidProject(f"{file}: is no mapping of keys to values")
    return document or {}


def _only_stack(directory: Path) -> str:
    names = sorted(
        file.name.removeprefix("Pulumi.").rsplit(".", 1)[0]
        for file in directory.glob("Pulumi.*.yaml")
        if file.is_file()
    )
    if len(names) > 1:
        raise InvalidProject(f"{directory}: has the stacks {', '.join(names)}; choose one with --stack")
    return names[0] if names else "dev"


def _runtime(project: Mapping[str, Any], file: Path) -> Mapping[str, Any]:
    runtime = project.get("runtime")
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if name != "python":
        raise InvalidProject(f"{file}: the runtime is {name or 'not named'}; only programs in python are captured")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    return options if isinstance(options, dict) else {}


def _program(directory: Path, project: Mapping[str, Any], file: Path) -> Path:
    program = directory / str(project.get("main") or "")
    program = program / "__main__.py" if program.is_dir() else program
    if not program.is_file():
        raise InvalidProject(f"{file}: the program {program} is not there; `main` names its folder or file")
    return program


def _environments(document: Mapping[str, Any], file: Path) -> tuple[str, ...]:
    if not document.get("environment"):
        return ()
    return (f"{file.name}: `environment` names values that only Pulumi Cloud knows; give them with --config",)


class _Values:
    """Configuration gathered from all sources, later ones over earlier ones."""

    def __init__(self, project: str) -> None:
        self._project = project
        self.plain: dict[str, str] = {}
        self.secret: set[str] = set()
        self.disabled: tuple[str, ...] = ()

    def add_project(self, config: Any, file: Path) -> None:
        """Adds values and defaults of `Pulumi.yaml`: `key: value`, or a declaration with `value` or `default`."""
        for key, declared in _mapping(config, file).items():
            full = self._full(key)
            if not isinstance(declared, dict):
                self._put(full, declared)
                continue
            value = declared.get("value", declared.get("default"))
            if value is not None:
                self._put(full, value)

    def add_stack(self, config: Any, file: Path) -> None:
        """Adds the values of `Pulumi.<stack>.yaml`."""
        for key, value in _mapping(config, file).items():
            self._put(self._full(key), value)

    def add_given(self, given: Sequence[str], paths: Sequence[str]) -> None:
        """Adds what the command line says."""
        for text in given:
            key, value = _pair(text, "--config", "key=value")
            self._put(self._full(key), value)
        for text in paths:
            path, value = _pair(text, "--config-path", "outer.inner[0]=value")
            namespace, _, steps = path.rpartition(":")
            names = [int(index) if index else name for index, name in _INDEX.findall(steps)]
            if not names or not isinstance(names[0], str):
                raise InvalidProject(f"--config-path {text}: begins with no key; write it as outer.inner[0]=value")
            full = self._full(f"{namespace}:{names[0]}" if namespace else names[0])
            before = json.loads(self.plain[full]) if self.plain.get(full, "")[:1] in ("{", "[") else None
            self._put(full, _with(before, names[1:], value, text))

    def _full(self, key: str) -> str:
        return key if ":" in key else f"{self._project}:{key}"

    def _put(self, key: str, value: Any) -> None:
        self.secret.discard(key)
        self.plain.pop(key, None)
        if key == _DISABLED:
            self.disabled = tuple(str(each) for each in value) if isinstance(value, list) else (str(value),)
        elif _is_secret(value):
            self.secret.add(key)
        else:
            self.plain[key] = value if isinstance(value, str) else json.dumps(value)


def _is_secret(value: Any) -> bool:
    """Whether a value is encrypted, or a structure with an encrypted value in it: then all of it is unknown."""
    if isinstance(value, dict):
        return set(value) == {"secure"} or any(_is_secret(each) for each in value.values())
    return isinstance(value, list) and any(_is_secret(each) for each in value)


def _mapping(config: Any, file: Path) -> Mapping[str, Any]:
    if config is not None and not isinstance(config, dict):
        raise InvalidProject(f"{file}: `config` is no mapping of keys to values")
    return {str(key): value for key, value in (config or {}).items()}


def _pair(text: str, option: str, form: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise InvalidProject(f"{option} {text}: is no assignment; write it as {form}")
    return key, value


def _with(before: Any, steps: Sequence[str | int], value: str, text: str) -> Any:
    """The structure with a value put at a path inside it. Raises: InvalidProject."""
    if not steps:
        return value
    step = steps[0]
    if isinstance(step, str) and (before is None or isinstance(before, dict)):
        holder = dict(before or {})
        holder[step] = _with(holder.get(step), steps[1:], value, text)
        return holder
    if isinstance(step, int) and (before is None or isinstance(before, list)) and step <= len(before or []):
        items = list(before or [])
        items[step : step + 1] = [_with(items[step] if step < len(items) else None, steps[1:], value, text)]
        return items
    raise InvalidProject(f"--config-path {text}: does not fit the value that is there already")
