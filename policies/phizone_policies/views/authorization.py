"""What AWS knows: the actions of each service, and which condition keys they take, of what type.

Source: AWS Service Authorization Reference, as `phizone_policies.data.generate` packed it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from phizone_policies.views.requests import glob

ANY = "Any"
"""Type of a key that takes operators of several types."""
_ONLY_LOOKING = ("describe", "list")
_NAME_OF_A_PART = re.compile(r"[$<]|(?<=/)tag-?key$")


@dataclass(frozen=True, slots=True)
class Service:
    """The actions and condition keys of a service."""

    prefix: str
    """As `s3`."""
    actions: Mapping[str, frozenset[str]]
    """Condition keys by action, all in lower case; a key that ends in a name of one's own ends in `*`."""
    keys: Mapping[str, str]
    """Type by condition key, as above."""
    named: frozenset[str]
    """The actions, in lower case, that do more than list and can be held to named resources."""

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The actions, in lower case, that a pattern as `Get*` means."""
        name = pattern.lower()
        if name in self.actions:
            return (name,)
        return tuple(action for action in self.actions if glob(name, action)) if set(name) & {"*", "?"} else ()


@cache
def service(prefix: str) -> Service | None:
    """The service of a prefix in lower case, as `s3`; None where there is none."""
    if prefix not in _index()["services"]:
        return None
    data = json.loads(_archive().read(f"services/{prefix}.json"))
    names = [_pattern(name) for name, _ in data["keys"]]
    return Service(
        prefix,
        {name.lower(): frozenset(names[number] for number in numbers) for name, numbers in data["actions"].items()},
        {name: kind for name, (_, kind) in zip(names, data["keys"], strict=True)},
        frozenset(name.lower() for name in data["named"]),
    )


@lru_cache(maxsize=4096)
def global_type(key: str) -> str:
    """Type of a condition key that requests to every service can have; empty for any other key."""
    return _type_in(_global_keys(), key)


@lru_cache(maxsize=4096)
def key_type(key: str) -> str:
    """Type of a global key or of one that the service of its prefix has; empty for one that nobody has."""
    found = service(key.split(":", 1)[0].lower())
    return global_type(key) or (_type_in(found.keys, key) if found else "")


@lru_cache(maxsize=4096)
def key_type_among(key: str, prefixes: tuple[str, ...]) -> str:
    """Type of a condition key, which may as well be one that these services have; empty for one that nobody has."""
    services = [found for prefix in prefixes if (found := service(prefix)) is not None]
    return key_type(key) or next((kind for each in services if (kind := _type_in(each.keys, key))), "")


@lru_cache(maxsize=8192)
def action_takes(pattern: str, key: str) -> bool:
    """Whether some action that a pattern as `s3:Get*` means takes a key."""
    prefix, _, name = pattern.lower().partition(":")
    found = service(prefix)
    if found is None:
        return False
    return any(_is_among(found.actions[action], key) for action in found.matching(name))


@lru_cache(maxsize=8192)
def action_exists(pattern: str) -> bool:
    """Whether a pattern as `s3:Get*` or `*` means some action."""
    if set(pattern) <= {"*", "?", ":"}:
        return True
    prefix, _, name = pattern.lower().partition(":")
    if set(prefix) & {"*", "?"}:
        return any(glob(prefix, each) for each in _index()["services"])
    found = service(prefix)
    return found is not None and bool(found.matching(name))


@cache
def every_action() -> tuple[str, ...]:
    """Every action of AWS as `s3:getobject`, in lower case."""
    return tuple(f"{prefix}:{name}" for prefix in _index()["services"] for name in _actions(prefix))


@lru_cache(maxsize=512)
def matching_actions(patterns: tuple[str, ...]) -> frozenset[str]:
    """The actions, in lower case, that some patterns as `s3:Get*` mean."""
    return frozenset(action for pattern in patterns for action in _meant(pattern))


def _meant(pattern: str) -> Iterator[str]:
    prefix, _, name = pattern.lower().partition(":")
    for each in _index()["services"] if set(prefix) & {"*", "?"} else (prefix,):
        found = service(each) if glob(prefix, each) else None
        yield from (f"{each}:{action}" for action in (found.matching(name or "*") if found else ()))


def _actions(prefix: str) -> tuple[str, ...]:
    found = service(prefix)
    return tuple(found.actions) if found else ()


@lru_cache(maxsize=8192)
def named_action(pattern: str) -> str:
    """The first action that a pattern as `s3:Get*` means, in lower case, which can be held to named resources.

    What only describes settings does not count, nor what only lists; empty where the pattern means no other.
    """
    prefix, _, name = pattern.lower().partition(":")
    if set(prefix) & {"*", "?"}:
        return "*"
    found = service(prefix)
    actions = found.matching(name) if found else ()
    return next((f"{prefix}:{each}" for each in actions if found and _changes_or_reads(found, each)), "")


def _changes_or_reads(found: Service, action: str) -> bool:
    return action in found.named and not action.startswith(_ONLY_LOOKING)


def _type_in(keys: Mapping[str, str], key: str) -> str:
    name = key.lower()
    if name in keys:
        return keys[name]
    return next((kind for pattern, kind in keys.items() if pattern.endswith("*") and _is(pattern, name)), "")


def _is_among(patterns: frozenset[str], key: str) -> bool:
    name = key.lower()
    return name in patterns or any(pattern.endswith("*") and _is(pattern, name) for pattern in patterns)


def _is(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) and len(name) >= len(pattern)


def _pattern(name: str) -> str:
    """A key as it is compared: in lower case, with `*` for the part that `${TagKey}` or `<key>` stands for."""
    head, *rest = _NAME_OF_A_PART.split(name.lower(), maxsplit=1)
    return f"{head}*" if rest else head


@cache
def _global_keys() -> Mapping[str, str]:
    return {_pattern(name): str(kind) for name, kind in _index()["global"].items()}


@cache
def _index() -> Mapping[str, Any]:
    index: Mapping[str, Any] = json.loads(_archive().read("index.json"))
    return index


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(resources.files("phizone_policies.data").joinpath("condition_keys.zip").read_bytes()))
