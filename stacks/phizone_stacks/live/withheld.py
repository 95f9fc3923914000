"""What is told in the place of a value that may be a secret: of what kind it is, and nothing of it."""

from __future__ import annotations

import re
from typing import Any

_TEXT = "withheld"
_KINDS = (
    # What holds a secret, by the public beginning of its format.
    (r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", "AKIAWITHHELDWITHHELD"),
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----", f"-----BEGIN PRIVATE KEY-----{_TEXT}"),
    (r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})", f"ghp_{_TEXT * 5}"),
    (r"\bxox[abprs]-[\w-]{10,}", f"xoxb-{_TEXT * 2}"),
    (r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{5,}", f"eyJ{_TEXT * 2}.eyJ{_TEXT * 2}.{_TEXT}"),
    (r"\b[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]+:[^/\s@]+@", f"scheme://{_TEXT}:{_TEXT}@{_TEXT}"),
    # What names one, or is none.
    (r"^\{\{", f"{{{{{_TEXT}}}}}"),
    (r"^\$\{", f"${{{_TEXT}}}"),
    (r"^(?:https?|s3)://", f"https://{_TEXT}"),
    (r"^/", f"/{_TEXT}"),
    (r"^<", f"<{_TEXT}>"),
    (r"^(?i:\d+|true|false|none|null)?$", "0"),
)
_ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d*:[\w/.:+=,@-]+")


def withheld(value: str) -> str:
    """The text in the place of a value; an ARN, which names a resource, stays as it is."""
    looks = next((text for pattern, text in _KINDS if re.search(pattern, value)), None)
    if looks is not None:
        return looks
    return value if _ARN.fullmatch(value) else _TEXT


_NAMED = frozenset(
    {"container_environment_variables", "environment", "hyper_parameters", "static_hyper_parameters", "variables"}
)


def without_secrets(value: Any, named: bool = False) -> Any:
    """The same with every text withheld that somebody gave a program under a name of their own."""
    if isinstance(value, dict):
        return {key: without_secrets(item, named or key in _NAMED) for key, item in value.items()}
    if isinstance(value, list):
        return [without_secrets(item, named) for item in value]
    return withheld(value) if named and isinstance(value, str) else value
