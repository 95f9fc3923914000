"""Policy variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for those characters themselves.

Source: IAM User Guide, "IAM policy elements: Variables and tags".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from phizone_policies.proofs.access.matching import literal

Context = Mapping[str, tuple[str, ...]]
"""Values by condition key in lower case; no values are no key."""
VERSION = "2012-10-17"
"""The only version whose documents have variables; under any other a text stands for itself."""
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_KEY = re.compile(r"\s*(?P<key>[^,']+?)\s*(?:,\s*'(?P<default>[^']*)'\s*)?")
_CHARACTERS = ("*", "?", "$")


def has_variables(text: str) -> bool:
    """Whether a text holds a variable."""
    return "${" in text


def expand(text: str, context: Context) -> str | None:
    """A pattern with its variables' values, which match only themselves; None where one has no value.

    A key with several values has none for this purpose: only keys of one value can be variables.
    """
    parts = _VARIABLE.split(text)
    for place in range(1, len(parts), 2):
        value = _value(parts[place], context)
        if value is None:
            return None
        parts[place] = literal(value)
    return "".join(parts)


def _value(inside: str, context: Context) -> str | None:
    if inside in _CHARACTERS:
        return inside
    found = _KEY.fullmatch(inside)
    if found is None:
        return None
    values = context.get(found["key"].lower(), ())
    if len(values) > 1:
        return None
    return values[0] if values and values[0] else found["default"]
