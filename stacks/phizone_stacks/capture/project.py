"""What a project's `Pulumi.yaml` says that decides what its program builds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from phizone_stacks.capture.record import CaptureError

_DISABLED = "pulumi:disable-default-providers"


@dataclass(frozen=True, slots=True)
class Project:
    """A Pulumi project."""

    name: str
    """Its name, which is the layer's."""
    disabled: tuple[str, ...]
    """Packages whose resources must have an explicit provider; `*` for all."""


def read_project(directory: Path) -> Project:
    """The project in a folder. Raises: CaptureError where there is none, or none with a name."""
    file = directory / "Pulumi.yaml"
    if not file.is_file():
        raise CaptureError(f"{directory.name}: has no Pulumi.yaml; name the folder of a Pulumi project")
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    name = document.get("name") if isinstance(document, dict) else None
    if not isinstance(name, str):
        raise CaptureError(f"{directory.name}/Pulumi.yaml: has no `name`; write the project's name there")
    value = (document.get("config") or {}).get(_DISABLED, ())
    packages = value.get("value", ()) if isinstance(value, dict) else value
    return Project(name, tuple(str(package) for package in packages))
