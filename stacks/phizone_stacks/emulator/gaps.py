"""What the emulator lacks: types and attributes that a rehearsal takes from the program's graph and says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources

import yaml

MOTO = "5.2.5"
"""The version of moto that the table was made with; its test fails when another gains what is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that the emulator lacks."""

    type: str
    """Terraform type."""
    operation: str
    """The operation that is missing or answers without the attribute, as `sagemaker:CreateUserProfile`."""
    attribute: str = ""
    """The attribute; empty where the whole type is not emulated."""
    why: str = ""
    """What it does instead; empty for an operation that it does not have."""


@cache
def gaps() -> tuple[Gap, ...]:
    """The table: the folder `gaps`, a file for each service."""
    found: list[Gap] = []
    for file in resources.files("phizone_stacks.emulator").joinpath("gaps").iterdir():
        found += [Gap(**entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return tuple(sorted(found, key=lambda gap: (gap.type, gap.attribute, gap.operation)))


def not_emulated() -> frozenset[str]:
    """Types that the emulator cannot make."""
    return frozenset(gap.type for gap in gaps() if not gap.attribute)


def is_emulated(operation: str) -> bool:
    """Whether moto has an operation, as `sagemaker:CreateDomain`: a method of its service's responses."""
    service, _, name = operation.partition(":")
    method = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    try:
        module = import_module(f"moto.{_MODULES.get(service, service)}.responses")
    except ModuleNotFoundError:
        return False
    classes = [each for each in vars(module).values() if isinstance(each, type) and each.__name__.endswith("Response")]
    return any(hasattr(each, method) for each in classes)


_MODULES = {
    "lambda": "awslambda",
    "sso-admin": "ssoadmin",
}
"""moto's name of a service where it differs."""
