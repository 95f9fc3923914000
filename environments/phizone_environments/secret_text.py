"""What a secret looks like, so that one written into a file is refused and never printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKENS = {
    "an AWS access key id": r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    "an AWS secret access key": (
        # Forty base64 characters of all three kinds: a commit id or a path has not all of them.
        r"(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[0-9])"
        r"[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])"
    ),
    "a PEM block": r"-----BEGIN [A-Z0-9 ]+-----",
    "a GitHub token": r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})",
    "a GitLab token": r"(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,}",
    "a Slack token": r"(?<![A-Za-z0-9])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}",
    "a JSON web token": r"(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
    "a password in a URL": r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:[^\s/@]+@",
}
# An action or ARN of Secrets Manager is none: the service's name stands right before the colon and what follows it.
_WORDS = (
    r"(?:pass(?:word|wd|phrase)|pwd|secret(?!smanager:\S)|(?:api|private|access)[_-]?key|credentials?"
    r"|(?:auth|access)[_-]?token)"
)

_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _TOKENS.items()}
_ASSIGNMENT = re.compile(rf"{_WORDS}\w*[\"']?\s*[:=]\s*\S.*", re.IGNORECASE)
_KEY = re.compile(rf"{_WORDS}|^token$|_token$", re.IGNORECASE)


def tokens_in(text: str) -> Iterator[str]:
    """Yield the kind of every token that stands in a text; a token is known by its own form."""
    return (kind for kind, pattern in _PATTERNS.items() if pattern.search(text))


def secrets_in(key: str, value: str) -> Iterator[str]:
    """Yield the kinds of secret in one field: tokens, `password=…`, and any value under a key such as `password`."""
    yield from tokens_in(value)
    if value and (_KEY.search(key) or _ASSIGNMENT.search(value)):
        yield "a password"


def without_secrets(text: str) -> str:
    """Return a text with each secret in it replaced by the word `[secret]`."""
    for pattern in (*_PATTERNS.values(), _ASSIGNMENT):
        text = pattern.sub("[secret]", text)
    return text
