"""How values and lists of values read in an error: on one line, short, and with nothing a terminal would obey."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches

from phizone_environments.secret_text import without_secrets

LONGEST_SHOWN = 60
"""Characters of a given value that an error shows; the rest is cut off."""


def shown(value: object) -> str:
    """Return a given scalar as one short printable text, and nothing for a mapping, a list or an empty value."""
    if value is None or isinstance(value, dict | list):
        return ""
    # Before the cut, which could leave the recognizable half of a secret behind.
    text = without_secrets(str(value))
    cut = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return cut if cut.strip() and cut.isprintable() else json.dumps(cut)


def either(values: Iterable[str]) -> str:
    """Return values as they are said in a choice: `a, b or c`."""
    *first, last = values
    return f"{', '.join(first)} or {last}" if first else last


def hint(given: str, known: Iterable[str], otherwise: str) -> str:
    """Return `did you mean x?` for the known name nearest to what was given, else another piece of advice."""
    by_lower_case = {name.lower(): name for name in known}
    nearest = get_close_matches(given.lower(), by_lower_case, n=1)
    return f"did you mean {by_lower_case[nearest[0]]}?" if nearest else otherwise


def field_name(path: Iterable[str | int]) -> str:
    """Return a path of keys and positions as a reader writes it: `teams[0].owner`."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{shown(step)}"
    return name.removeprefix(".")
