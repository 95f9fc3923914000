"""Policy variables: what `${aws:PrincipalTag/team}` stands for, where that is known, free, or not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import Enum

from phizone_policies.proofs.access.symbolic.globs import ANYTHING
from phizone_policies.proofs.access.symbolic.keys import Held

VERSION = "2012-10-17"
"""The only version of policies that has variables."""
_VARIABLE = re.compile(r"\$\{\s*([A-Za-z][^},]*?)\s*(?:,\s*'([^']*)'\s*)?\}")
_SPECIAL = re.compile(r"[*?$]")


class Free(Enum):
    """What a key holds that is not known."""

    ANY = "any"
    """Anything, or nothing."""


Lookup = Callable[[str], Held | Free]
"""What a key in lower case holds."""


def named(texts: Iterable[str]) -> frozenset[str]:
    """The keys, in lower case, whose values stand in some texts."""
    return frozenset(found[1].lower() for text in texts if "${" in text for found in _VARIABLE.finditer(text))


def substituted(text: str, lookup: Lookup) -> str | None:
    """A text with values for variables, their wildcards escaped; None where a variable has no value and no default.

    A variable whose value is free is `globs.ANYTHING`. A key with several values has none as a variable.
    """
    if "${" not in text:
        return text
    missing = False

    def put(found: re.Match[str]) -> str:
        nonlocal missing
        held = lookup(found[1].lower())
        if held is Free.ANY:
            return ANYTHING
        if held is None or len(held) != 1:
            missing = missing or found[2] is None
            return found[2] or ""
        return _SPECIAL.sub(r"${\g<0>}", held[0])

    made = _VARIABLE.sub(put, text)
    return None if missing else made


def escaped(text: str) -> str:
    """A text of a version without variables, in which `${` is no more than that."""
    return text.replace("$", "${$}") if "${" in text else text
