"""Ways to more permissions than were given, and which of them a principal has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import is_every_resource
from phizone_policies.views.requests import Context, Request, acts_on, holds

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


@dataclass(frozen=True, slots=True)
class Powers:
    """What a principal's policies and its boundary make of it."""

    statements: Sequence[Statement]
    """Every statement of its policies."""
    boundary: Document | None
    """Its boundary; None without one."""
    arn: str
    """Its ARN; empty where that is not known."""

    def method(self) -> Method | None:
        """The first method that is open to it; None where none is."""
        return next((each for each in methods() if self._has(each)), None)

    def _has(self, method: Method) -> bool:
        return all(self.may(action, method.passes_to) for action in method.needs)

    def may(self, action: str, passes_to: str = "") -> bool:
        """Whether it may do something to everything of a kind, and pass any role to a service where that is meant."""
        layers = (self.statements, *([self.boundary.statements] if self.boundary else []))
        return all(_allows(layer, action, passes_to) for layer in layers) and not any(
            self._stops(statement, action) for layer in layers for statement in layer
        )

    def _stops(self, statement: Statement, action: str) -> bool:
        """Whether a Deny keeps it from doing something to everything of a kind."""
        if statement.allows or not acts_on(statement, action) or not is_every_resource(statement):
            return False
        request = Request(action=action, context=self._context())
        return all(
            _chooses(key) or holds(operator, values, request, key) for operator, key, values in statement.conditions
        )

    def _context(self) -> Context:
        return {"aws:principalarn": (self.arn,)} if self.arn else {}


@cache
def methods() -> tuple[Method, ...]:
    """The known methods, in the order of `data/escalation.yaml`."""
    text = resources.files("phizone_policies.data").joinpath("escalation.yaml").read_text(encoding="utf-8")
    return tuple(
        Method(entry["name"], tuple(entry["needs"]), entry.get("passes_to", ""))
        for entry in yaml.safe_load(text)["methods"]
    )


def _allows(statements: Iterable[Statement], action: str, passes_to: str) -> bool:
    return any(
        statement.allows
        and acts_on(statement, action)
        and is_every_resource(statement)
        and not _is_chosen(statement)
        and (action != _PASS or _may_pass(statement, passes_to))
        for statement in statements
    )


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


