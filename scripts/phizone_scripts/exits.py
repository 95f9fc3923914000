"""Exit codes, and the error for what the user did wrong."""

from __future__ import annotations

PROVED = 0
"""Everything asked for is proved."""
NOT_PROVED = 1
"""Something is not proved, a program among it that cannot be captured."""
MISUSE = 2
"""The command was used wrongly: a wrong word, a wrong file, an invalid environment."""


class Misuse(Exception):
    """The command was used wrongly; the message says what was given, what is allowed and what to do."""
