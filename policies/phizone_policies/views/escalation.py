"""Ways to more permissions than were given, and which of them a principal has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import yaml

from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import is_every_resource
from phizone_policies.views.requests import Context, Request, acts, holds

# Conditions that choose what an action is done to: with one of them a statement is not about everything.
_CHOOSING = ("iam:PermissionsBoundary", "iam:PolicyARN", "iam:AWSServiceName", "lambda:FunctionArn", "sts:ExternalId")
_BY_TAG = "resourcetag/"
_PASSED = "iam:PassedToService"
_PASS = "iam:PassRole"  # noqa: S105 - no password


@dataclass(frozen=True, slots=True)
class Method:
    """A way to more permissions."""

    name: str
    """What is done, as `write a new version of a policy`."""
    needs: tuple[str, ...]
    """The actions it takes, all of them."""
    passes_to: str
    """The service that a role is passed to; empty where none is passed."""


class Powers:
    """What a principal's policies and its boundary make of it."""

    def __init__(self, statements: Sequence[Statement], boundary: Document | None, arn: str) -> None:
        """Takes every statement of its policies, its boundary or None, and its ARN, empty where that is not known."""
        layers = (statements, *([boundary.statements] if boundary else []))
        wide = [[each for each in layer if is_every_resource(each)] for layer in layers]
        self._allows = [[each for each in layer if each.allows and not _is_chosen(each)] for layer in wide]
        self._denials = [each for layer in wide for each in layer if not each.allows]
        self._context: Context = {"aws:principalarn": (arn,)} if arn else {}

    def method(self) -> Method | None:
        """The first method that is open to it; None where none is."""
        if not all(self._allows):
            return None
        return next((each for each in methods() if self._has(each)), None)

    def _has(self, method: Method) -> bool:
        return all(self._may(action, method.passes_to) for action in method.needs)

    def _may(self, action: str, passes_to: str) -> bool:
        """Whether it may do something to everything of a kind, and pass any role to a service where that is meant."""
        return all(any(_covers(each, action, passes_to) for each in layer) for layer in self._allows) and not any(
            self._stops(each, action) for each in self._denials
        )

    def _stops(self, statement: Statement, action: str) -> bool:
        """Whether a Deny of everything of a kind keeps it from an action, or leaves it to what a condition chooses."""
        request = Request(action=action, context=self._context)
        return _speaks_of(statement, action) and all(
            _chooses(key) or holds(operator, values, request, key) for operator, key, values in statement.conditions
        )


@cache
def methods() -> tuple[Method, ...]:
    """The known methods, in the order of `data/escalation.yaml`."""
    text = resources.files("phizone_policies.data").joinpath("escalation.yaml").read_text(encoding="utf-8")
    return tuple(
        Method(entry["name"], tuple(entry["needs"]), entry.get("passes_to", ""))
        for entry in yaml.safe_load(text)["methods"]
    )


def _covers(statement: Statement, action: str, passes_to: str) -> bool:
    return _speaks_of(statement, action) and (action != _PASS or _may_pass(statement, passes_to))


def _speaks_of(statement: Statement, action: str) -> bool:
    return action in _needed(statement.actions, statement.not_actions)


@lru_cache(maxsize=4096)
def _needed(actions: tuple[str, ...], not_actions: tuple[str, ...]) -> frozenset[str]:
    """Of all that any method needs, what the patterns of a statement speak of; many policies are alike."""
    needs = {need for method in methods() for need in method.needs}
    return frozenset(need for need in needs if acts(actions, not_actions, need))


def _is_chosen(statement: Statement) -> bool:
    """Whether a condition narrows a statement to some of what it names."""
    keys = [key for _, key, _ in statement.conditions if _chooses(key)]
    return any(binds(statement, key, lambda value: set(value) - {"*"} != set()) for key in keys)


def _chooses(key: str) -> bool:
    return key.lower() in {each.lower() for each in _CHOOSING} or _BY_TAG in key.lower()


def _may_pass(statement: Statement, service: str) -> bool:
    """Whether a statement lets roles go to a service, as far as a condition names services."""
    request = Request(action=_PASS, context={_PASSED.lower(): (service,)})
    tests = statement.condition(_PASSED)
    return all(holds(operator, values, request, _PASSED) for operator, values in tests)
