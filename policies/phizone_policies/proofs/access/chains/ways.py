"""The known ways to act as somebody else or to open what is closed: `data/acting.yaml`, `data/escalation.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from phizone_policies.views.escalation import Method, methods


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What exists and works as a role, and how somebody makes it work for them."""

    type: str
    """Type of the resource."""
    name: str
    """What is done to it, as `replace the code of the function`."""
    needs: tuple[str, ...]
    """The actions it takes on it, all of them."""
    role: str = ""
    """Path of the role; empty where an instance profile has it."""
    profile: str = ""
    """Path of the instance profile."""
    otherwise: str = ""
    """Path of the role in what `through` names, where it gives none itself."""
    through: str = ""
    """Attribute that names the domain of Studio that gives the role otherwise."""
    asks: str = ""
    """What is asked for in place of the resource, as `user-profile/{id}/?*`; empty for the resource itself."""
    image: str = ""
    """Path of the image that it runs, or of a text with images; empty where it is not by an image."""
    resolved: str = ""
    """When the image is looked up by its tag, as a clause; empty where it is each time that it runs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a type's data is read."""

    actions: tuple[str, ...]
    """Actions, one of which is enough."""
    below: str = ""
    """What stands behind the ARN, as `/*` for any object."""
    asks: str = ""
    """What is asked for in place of the resource, as `recovery-point:{id}`; empty for the resource itself."""
    also: tuple[Reading, ...] = ()
    """More ways, of other things than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How somebody makes a principal of their own."""

    kind: str
    """What it is, as in its ARN: `role` or `user`."""
    name: str
    """What is done, in a sentence without its object, as `makes, gives permissions and works as`."""
    make: str
    """The action that makes it."""
    enter: str
    """The action by which its maker works as it."""


@cache
def making() -> tuple[Making, ...]:
    """The kinds of principals that somebody makes."""
    return tuple(Making(**entry) for entry in _data()["making"])


@cache
def running() -> tuple[Running, ...]:
    """What works as a role, by type."""
    return tuple(
        Running(
            type=entry["type"],
            name=entry["name"],
            needs=tuple(entry["needs"]),
            role=entry.get("role", ""),
            profile=entry.get("profile", ""),
            otherwise=entry.get("else", ""),
            through=entry.get("through", ""),
            asks=entry.get("asks", ""),
        )
        for entry in _data()["running"]
    )


@cache
def images() -> tuple[Running, ...]:
    """What runs an image as a role, by type; it takes `pushing` to the repository of the image."""
    return tuple(Running(**entry, name="replace the image", needs=actions("pushing")) for entry in _data()["images"])


@cache
def passing() -> tuple[Method, ...]:
    """The ways that hand a role to a service which then works for whoever handed it."""
    return tuple(method for method in methods() if method.passes_to)


@cache
def reading() -> Mapping[str, Reading]:
    """How data is read, by type of what holds it."""
    return {kind: _reading(entry) for kind, entry in _data()["reading"].items()}


def _reading(entry: Mapping[str, Any]) -> Reading:
    also = tuple(map(_reading, entry.get("also", ())))
    return Reading(tuple(entry["actions"]), entry.get("below", ""), entry.get("asks", ""), also)


def describing() -> frozenset[str]:
    """Types that carry a data class and hold no data to be read by a request of their own."""
    return frozenset(_data()["describing"])


def writing(kind: str) -> tuple[str, str]:
    """The actions that write permissions into a principal or group of a type, and that attach policies to it."""
    found = _data()["writing"][kind]
    return found["write"], found["attach"]


def removing(kind: str) -> tuple[str, str]:
    """The actions that delete policies that stand in a principal or group of a type, and that detach others."""
    found = _data()["removing"][kind]
    return found["delete"], found["detach"]


def retagging(kind: str) -> tuple[str, ...]:
    """The actions that change the tags of a principal of a type, or of who enters it."""
    return tuple(_data()["retagging"][kind])


def unbinding(kind: str) -> tuple[str, str]:
    """The actions that take the boundary off a principal of a type and that put another there."""
    found = _data()["unbinding"][kind]
    return found["takes"], found["puts"]


def tagging(kind: str) -> tuple[str, ...]:
    """The actions that change the tags of a resource of a type; none where that gives nobody access."""
    return tuple(_data()["tagging"].get(kind, ()))


def dropping(kind: str) -> str:
    """The action that deletes the policy on a resource of a type; empty where nothing does."""
    return str(_data()["dropping"].get(kind, ""))


def opening(kind: str) -> str:
    """The action that writes the policy on a resource of a type; empty where it has none."""
    return str(_data()["opening"].get(kind, ""))


def actions(name: str) -> tuple[str, ...]:
    """The actions of a list of the data, as `rewriting`."""
    given = _data()[name]
    return (given,) if isinstance(given, str) else tuple(given)


@cache
def _data() -> Mapping[str, Any]:
    text = resources.files("phizone_policies.data").joinpath("acting.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
