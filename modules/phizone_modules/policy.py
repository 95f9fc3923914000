"""IAM policy documents from statements; statements are plain dicts in AWS's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

Statement = Mapping[str, Any]
"""A policy statement with AWS's keys: Sid, Effect, Principal, Action, Resource, Condition."""


def document(*statements: Statement) -> pulumi.Output[str]:
    """The policy text of these statements, keys sorted; any part of them may be an Output."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)}, sort_keys=True)


def allow(sid: str, *, actions: Any, resources: Any = "*", principal: Any = None, condition: Any = None) -> Statement:
    """A statement that allows; without `principal` it is for an identity policy."""
    return _statement("Allow", sid, actions, resources, principal, condition)


def deny(sid: str, *, actions: Any, resources: Any = "*", principal: Any = None, condition: Any = None) -> Statement:
    """A statement that denies; without `principal` it is for an identity policy, an SCP or a boundary."""
    return _statement("Deny", sid, actions, resources, principal, condition)


def trust(sid: str, *, principal: Any, condition: Any, actions: Any = "sts:AssumeRole") -> Statement:
    """A statement of a role's trust policy, which may name no Resource; `condition` binds services to our account."""
    statement = _statement("Allow", sid, actions, "*", principal, condition)
    return {key: value for key, value in statement.items() if key != "Resource"}


def service(name: str) -> dict[str, str]:
    """The principal of an AWS service, as `service("logs")`; a name with a dot is taken whole."""
    return {"Service": name if "." in name else f"{name}.amazonaws.com"}


def _statement(effect: str, sid: str, actions: Any, resources: Any, principal: Any, condition: Any) -> Statement:
    statement: dict[str, Any] = {"Sid": sid, "Effect": effect, "Action": actions, "Resource": resources}
    if principal is not None:
        statement["Principal"] = principal
    if condition is not None:
        statement["Condition"] = condition
    return statement
