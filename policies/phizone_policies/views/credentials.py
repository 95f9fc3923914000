"""Whether a text that stands in a program is a credential; no message repeats the text itself."""

from __future__ import annotations

import re

_AWS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
_NAMED = re.compile(
    r"(^|[_.-])(password|passwd|pwd|passphrase|secret|secret_?key|token|api_?key|private_?key|access_?key|credentials?)$",
    re.IGNORECASE,
)
# What names a secret instead of being one: an ARN, an id that AWS assigns, a dynamic reference, a path, an address,
# a number or a switch.
_NAMES_ONE = re.compile(
    r"arn:|<\S+ of |\{\{resolve:|\$[({A-Z]|\./|/|https?://[^@]*$|[\d.]+$|true$|false$|$", re.IGNORECASE
)
_KINDS = {
    "an AWS access key": re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a GitHub token": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{30,}"),
    "a Slack token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "an address with a password": re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@<]*:[^/\s@<$]+@"),
}


def credential(name: str, value: str) -> str:
    """What kind of credential a named value is, as `an AWS access key`; empty for none."""
    kind = kind_of(value)
    if kind:
        return kind
    if _NAMES_ONE.match(value):
        return ""
    return "a credential by its name" if name in _AWS or _NAMED.search(name) else ""


def kind_of(text: str) -> str:
    """What kind of credential stands somewhere in a text, as `a private key`; empty for none."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(text)), "")
