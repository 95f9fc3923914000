"""Passwords are long, mixed, new and not old."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_LENGTH = 14
_REMEMBERED = 24
_DAYS = 90
_CLASSES = (
    "require_lowercase_characters",
    "require_numbers",
    "require_symbols",
    "require_uppercase_characters",
)
_NUMBERS = ("max_password_age", "minimum_password_length", "password_reuse_prevention")


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_iam_account_password_policy",),
    reads=tuple(f"aws_iam_account_password_policy.{name}" for name in (*_CLASSES, *_NUMBERS)),
)
def password_policy_is_strong(policy: Node, view: View) -> Result:
    """Passwords have 14 characters of all classes, differ from the last 24, and expire after 90 days.

    Why: short and old passwords are in lists; whoever signs in with one is whoever read the list.
    Fix: set minimum_password_length=14, password_reuse_prevention=24, max_password_age=90 and all require_ settings.
    Source: AWS Config, HIPAA conformance pack, IAM_PASSWORD_POLICY; CIS AWS Foundations Benchmark 1.7 and 1.8.
    """
    wrong = [f"{name} is not True" for name in _CLASSES if policy.get(name) is not True]
    days, length, remembered = (_number(policy.get(name)) for name in _NUMBERS)
    if length < _LENGTH:
        wrong.append(f"{length} characters are enough, not {_LENGTH}")
    if remembered < _REMEMBERED:
        wrong.append(f"{remembered} earlier passwords are remembered, not {_REMEMBERED}")
    if not 0 < days <= _DAYS:
        wrong.append(f"a password expires after {days} days, not {_DAYS}" if days else "a password never expires")
    return failed("; ".join(wrong)) if wrong else passed()


def _number(value: Value) -> int:
    """A whole number, 0 for none: text is how some programs write numbers."""
    return int(value) if isinstance(value, (int, str)) and not isinstance(value, bool) and str(value).isdigit() else 0
