"""What each action of AWS is asked of: the forms of ARNs that it takes.

Source: AWS Service Authorization Reference, "Resource types", as `phizone_policies.data.generate_resources` packed it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from phizone_policies.views.requests import glob

_WILD = frozenset("*?")


@lru_cache(maxsize=4096)
def forms(patterns: tuple[str, ...]) -> frozenset[str] | None:
    """The forms of ARNs of the actions that some patterns mean; None for any form at all.

    They have `{partition}`, `{region}` and `{account}` in their places and `*` for all else that differs. An action
    that takes no resource has none: it is asked of `*`.
    """
    found = set[str]()
    for pattern in patterns:
        prefix, _, name = pattern.lower().partition(":")
        if set(prefix) & _WILD:
            return None
        found.update(_of_service(prefix, name or "*"))
    return frozenset(found)


def _of_service(prefix: str, pattern: str) -> Iterator[str]:
    data = _service(prefix)
    for action, numbers in data["actions"].items():
        if glob(pattern, action):
            yield from (data["forms"][number] for number in numbers)


@lru_cache(maxsize=4096)
def named_forms(pattern: str) -> frozenset[str] | None:
    """The forms of ARNs of the service that is the third part of a pattern; None where that has a wildcard."""
    parts = pattern.split(":", 5)
    if len(parts) < 4 or any(set(part) & _WILD for part in parts[:3]):
        return None
    return frozenset(_index()["arns"].get(parts[2], ()))


def services_of(found: Iterable[str]) -> tuple[str, ...]:
    """The services, third part of an ARN, of some forms, sorted."""
    return tuple(sorted({form.split(":")[2] for form in found if form.count(":") >= 2}))


@cache
def _service(prefix: str) -> Any:  # JSON: the caller knows its form.
    if prefix not in _index()["services"]:
        return {"actions": {}, "forms": []}
    return json.loads(_archive().read(f"services/{prefix}.json"))


@cache
def _index() -> Any:  # JSON: the callers know its form.
    return json.loads(_archive().read("index.json"))


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(resources.files("phizone_policies.data").joinpath("action_resources.zip").read_bytes()))
