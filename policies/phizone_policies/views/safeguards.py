"""What policies must deny, leave open or leave out, as requests: the data of `data/guardrails.yaml` and its like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

import yaml

from phizone_policies.views.documents import Statement
from phizone_policies.views.requests import Context, Request, acts_on, certainly_denied, holds

Names = Mapping[str, str]
"""What stands for the names in braces, as `account`."""
_CALLER: Mapping[str, str] = {
    "aws:PrincipalAccount": "{account}",
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalOrgID": "{organization_id}",
    "aws:RequestedRegion": "{region}",
    "aws:ViaAWSService": "false",
}
_SEVERAL = ("{key}", "{subnet}")


class Must(StrEnum):
    """What policies must make of a request."""

    REFUSED = "refused"
    """Some denial certainly meets it."""
    OPEN = "open"
    """None certainly does."""
    BEYOND = "beyond"
    """Certainly nothing allows it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The same actions asked in one context of one resource."""

    must: Must
    """What must be made of it."""
    actions: tuple[str, ...]
    """The actions."""
    resource: str
    """ARN it is asked of, with names in braces; `*` for any resource at all."""
    context: Mapping[str, str | None]
    """Values by condition key, with names in braces; None for a key the request does not have."""

    @property
    def varies(self) -> bool:
        """Whether it names something that an account has several of."""
        return any(name in value for value in self.context.values() if value for name in _SEVERAL)

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
    """What it is about, in the words of its file, as `all`, `workloads` or a kind of boundary."""
    not_in: frozenset[str]
    """Names of accounts that it leaves out."""
    asks: tuple[Ask, ...]
    """The requests."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A request that policies decide in the wrong way."""

    request: Request
    """The request."""
    must: Must
    """What should have been made of it."""

    @property
    def shown(self) -> dict[str, str]:
        """The request for people: its action, its resource, the values of its keys."""
        values = {key: ", ".join(value) if value else "(none)" for key, value in self.request.context.items()}
        return {"action": self.request.action, "resource": self.request.resource, **values}


class Statements:
    """Statements of some policies, by what they speak of: many requests are about few actions."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Takes all statements that decide together."""
        self._all = tuple(statements)
        self._about: dict[str, tuple[Statement, ...]] = {}

    def gap(self, safeguard: Safeguard, names: Sequence[Names]) -> Gap | None:
        """The first request of a safeguard that they decide in the wrong way; None for none.

        With more than one set of names, what is open is so under some of them, all else under each.
        """
        for ask in safeguard.asks:
            asked = names if ask.varies else names[:1]
            for requests in zip(*(ask.requests(each) for each in asked), strict=True):
                if not (any if ask.must == Must.OPEN else all)(self._make(request, ask.must) for request in requests):
                    return Gap(requests[0], ask.must)
        return None

    def _make(self, request: Request, must: Must) -> bool:
        """Whether they make of a request what they must."""
        found = self._about.get(request.action)
        if found is None:
            found = self._about[request.action] = tuple(each for each in self._all if acts_on(each, request.action))
        if must == Must.BEYOND:
            return not any(each.allows and not _is_excluded(each, request) for each in found)
        return certainly_denied(found, request) == (must == Must.REFUSED)


def _is_excluded(statement: Statement, request: Request) -> bool:
    """Whether a test of a statement is certainly false of a request."""
    return any(
        key.lower() in request.context
        and not any("${" in value for value in values)
        and not holds(operator, values, request, key)
        for operator, key, values in statement.conditions
    )


@cache
def safeguards(file: str) -> tuple[Safeguard, ...]:
    """The safeguards of a file in `data/`, in its order. Raises: KeyError where it is not of its form."""
    text = resources.files("phizone_policies.data").joinpath(file).read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return tuple(
        Safeguard(
            name=entry["name"],
            where=frozenset([entry["accounts"]] if "accounts" in entry else entry["boundaries"]),
            not_in=frozenset(entry.get("not_in", ())),
            asks=tuple(_asks(content["callers"], entry)),
        )
        for entry in content["safeguards"]
    )


def _asks(callers: Mapping[str, Sequence[Mapping[str, str | None]]], entry: Mapping[str, Any]) -> Iterator[Ask]:
    for must in Must:
        for ask in entry.get(must.value, ()):
            who = [caller for name in ask["by"] for caller in callers[name]]
            for caller, context, resource in product(who, ask.get("contexts", [{}]), ask.get("resources", ["*"])):
                yield Ask(must, tuple(ask["actions"]), resource, {**_CALLER, **caller, **context})
