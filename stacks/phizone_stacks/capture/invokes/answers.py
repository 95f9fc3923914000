"""What a provider function answers, as far as its arguments and its provider fix it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from phizone_stacks.capture import invokes

Arguments = Mapping[str, Any]
"""What a function is called with, in Pulumi's words; unknown values are tokens."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The account and region of the provider that a function is called with; empty where not fixed."""

    account: str
    """Twelve digits."""
    region: str
    """As `us-east-1`."""


Answer = dict[str, Any]
"""Results by Pulumi name, or a function that makes one of its symbol; what is left out is not known before apply."""
Function = Callable[[Caller, Arguments], Answer | None]
"""Answers a call, or gives None where caller and arguments do not fix the answer."""


class RefusedCall(ValueError):
    """The provider itself would refuse these arguments; the message is its own."""


@cache
def _functions(table: str) -> Mapping[str, Function]:
    found: dict[str, Function] = {}
    for module in pkgutil.iter_modules(invokes.__path__):
        found.update(getattr(importlib.import_module(f"{invokes.__name__}.{module.name}"), table, {}))
    return found


def answer(token: str, caller: Caller, arguments: Arguments) -> Answer | None:
    """All that AWS would answer, or None where a program alone does not tell. Raises: RefusedCall."""
    function = _functions("WHOLE").get(token)
    return function(caller, arguments) if function else None


def known_part(token: str, caller: Caller, arguments: Arguments) -> Answer | None:
    """What is fixed of an answer that nobody knows as a whole; None for a function that no file here names.

    Raises: RefusedCall.
    """
    function = _functions("PART").get(token) or _functions("WHOLE").get(token)
    return None if function is None else function(caller, arguments) or {}
