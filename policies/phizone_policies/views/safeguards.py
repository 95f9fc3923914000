"""What denials must meet and what they must leave alone, as requests: the data of `data/guardrails.yaml` and its like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

import yaml

from phizone_policies.views.documents import Statement
from phizone_policies.views.requests import Context, Request, acts_on, certainly_denied

Names = Mapping[str, str]
"""What stands for the names in braces, as `account`."""
_CALLER: Mapping[str, str] = {
    "aws:PrincipalAccount": "{account}",
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalOrgID": "{organization_id}",
    "aws:RequestedRegion": "{region}",
    "aws:ViaAWSService": "false",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """The same actions asked in one context of one resource."""

    refused: bool
    """Whether it has to be denied; else it may not be."""
    actions: tuple[str, ...]
    """The actions."""
    resource: str
    """ARN it is asked of, with names in braces; `*` for any resource at all."""
    context: Mapping[str, str | None]
    """Values by condition key, with names in braces; None for a key the request does not have."""

    def requests(self, names: Names) -> Iterator[Request]:
        """The requests, with names put in."""
        context: Context = {
            key.lower(): None if value is None else (value.format_map(names),) for key, value in self.context.items()
        }
        resource = self.resource.format_map(names)
        return (Request(action=action, resource=resource, context=context) for action in self.actions)


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What some set of denials has to do."""

    name: str
    """What holds then, in words."""
    where: frozenset[str]
    """What it is about, in the words of its file, as `all` or `workloads`."""
    asks: tuple[Ask, ...]
    """The requests."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A request that denials decide in the wrong way."""

    request: Request
    """The request."""
    refused: bool
    """Whether it should have been denied."""

    @property
    def shown(self) -> dict[str, str]:
        """The request for people: its action, its resource, the values of its keys."""
        values = {key: ", ".join(value) if value else "(none)" for key, value in self.request.context.items()}
        return {"action": self.request.action, "resource": self.request.resource, **values}


class Denials:
    """Some statements' denials, by what they speak of: many requests are about few actions."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Takes all statements, Allows among them."""
        self._denials = tuple(statement for statement in statements if not statement.allows)
        self._about: dict[str, tuple[Statement, ...]] = {}

    def meet(self, request: Request) -> bool:
        """Whether some denial certainly meets a request."""
        found = self._about.get(request.action)
        if found is None:
            found = tuple(each for each in self._denials if acts_on(each, request.action))
            self._about[request.action] = found
        return certainly_denied(found, request)

    def gap(self, safeguard: Safeguard, names: Sequence[Names]) -> Gap | None:
        """The first request of a safeguard that they decide in the wrong way; None for none.

        With more than one set of names, what is refused is so under each, and what is open is so under some.
        """
        for ask in safeguard.asks:
            for requests in zip(*(ask.requests(each) for each in names), strict=True):
                met = (self.meet(request) for request in requests)
                if not (all(met) if ask.refused else not all(met)):
                    return Gap(requests[0], ask.refused)
        return None


@cache
def safeguards(file: str) -> tuple[Safeguard, ...]:
    """The safeguards of a file in `data/`, in its order. Raises: KeyError where it is not of its form."""
    text = resources.files("phizone_policies.data").joinpath(file).read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return tuple(
        Safeguard(entry["name"], frozenset(_many(entry["accounts"])), tuple(_asks(content["callers"], entry)))
        for entry in content["safeguards"]
    )


def _asks(callers: Mapping[str, Sequence[Mapping[str, str | None]]], entry: Mapping[str, Any]) -> Iterator[Ask]:
    for refused in (True, False):
        for ask in entry.get("refused" if refused else "open", ()):
            who = [caller for name in ask["by"] for caller in callers[name]]
            for caller, context, resource in product(who, ask.get("contexts", [{}]), ask.get("resources", ["*"])):
                yield Ask(refused, tuple(ask["actions"]), resource, {**_CALLER, **caller, **context})


def _many(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
