"""What types of resources mean for packets, from `data/network_types.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Managed:
    """When a type computes in AWS's own network."""

    path: str
    """Setting that names a subnet, or what holds one."""
    why: str
    """What is so where it names none."""
    isolation: str = ""
    """Setting that cuts it off from every network; empty where there is none."""
    elsewhere: str = ""
    """Setting that names another resource which says all this; empty where there is none."""


@cache
def managed() -> Mapping[str, Managed]:
    """The types that compute in AWS's own network unless a setting says otherwise."""
    return {kind: Managed(**entry) for kind, entry in _data()["managed"].items()}


@cache
def modelled() -> frozenset[str]:
    """The types that rules of their own read."""
    return frozenset(_data()["modelled"])


@cache
def holders() -> tuple[str, ...]:
    """The types that name subnets and groups for others."""
    return tuple(_data()["holders"])


@lru_cache(maxsize=4096)
def among(group: str, kind: str) -> bool:
    """Whether a type is one of `services`, `launches`, `own_group` or `irrelevant`."""
    return any(fnmatchcase(kind, pattern) for pattern in _data()[group])


@cache
def _data() -> Mapping[str, Any]:
    text = resources.files("phizone_policies.data").joinpath("network_types.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data
