"""Values for policy variables that are free: which to try, and whether to have tried them all decides.

Where a variable is compared as a whole, and only with literal texts, one more text than there are variables beside
those that occur is as good as any other: what two keys hold matters only by whether it is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from phizone_policies.proofs.access.symbolic.asking import Asking
from phizone_policies.proofs.access.symbolic.keys import Held
from phizone_policies.proofs.access.symbolic.search import Model
from phizone_policies.proofs.access.symbolic.statements import RESOURCE, Rule
from phizone_policies.proofs.access.symbolic.variables import Free, named

LIMIT = 256
"""Combinations of values that are tried."""
_WHOLE = re.compile(r"\$\{[^}*?$]+\}")
_EQUAL = re.compile(r"(For(All|Any)Values?:)?String(Not)?Equals(IfExists)?")
_TEXT = r"[^:/]+"


@dataclass(frozen=True, slots=True)
class Links:
    """What ties free keys to each other, in the statements that may have a say."""

    keys: tuple[str, ...]
    """The keys whose values stand in statements."""
    values: Mapping[str, tuple[Held, ...]]
    """What is tried for each."""
    decides: bool
    """Whether nothing else would do where none of these does."""

    def pins(self) -> Iterator[dict[str, Held]]:
        """The combinations, not more than `LIMIT`."""
        tried = product(*(self.values[key] for key in self.keys))
        return (dict(zip(self.keys, held, strict=True)) for held in islice(tried, LIMIT))


def links(asking: Asking, model: Model) -> Links:
    """What is tried for the free keys, seen from a model of what holds without the ties."""
    keys = tuple(sorted(asking.free))
    used = tuple(asking.used.values())
    fresh = [f"any-{number}" for number, _ in enumerate(keys, start=1)]
    tied = {*_tied(used), *keys}
    literal, whole = _literals(asking, used, tied)
    captured = {key: _captured(key, used, model) for key in keys}
    values = {key: (*((text,) for text in sorted({*literal, *captured[key]}) + fresh), None) for key in keys}
    count = 1
    for key in keys:
        count *= len(values[key])
    in_resources = any(named((*rule.statement.resources, *rule.statement.not_resources)) & set(keys) for rule in used)
    return Links(keys, values, whole and not in_resources and count <= LIMIT)


def _tied(used: Iterable[Rule]) -> Iterator[str]:
    """The keys that are compared with a variable."""
    for rule in used:
        yield from (key.lower() for _, key, values in rule.statement.conditions if named(values))


def _literals(asking: Asking, used: Iterable[Rule], tied: set[str]) -> tuple[set[str], bool]:
    """The texts that tied keys are compared with, and whether each is compared only as a whole."""
    found, whole = set[str](), True
    for key in tied:
        held = asking.lookup(key)
        found.update(held if held is not Free.ANY and held else ())
        whole = whole and not asking.domain(key)
    for rule in used:
        for operator, key, values in rule.statement.conditions:
            if key.lower() not in tied or operator.endswith("Null"):
                continue
            whole = whole and _EQUAL.fullmatch(operator) is not None
            whole = whole and all(_WHOLE.fullmatch(value) or "${" not in value for value in values)
            found.update(value for value in values if not set(value) & {"*", "?", "$"})
    return found - {""}, whole


def _captured(key: str, used: Iterable[Rule], model: Model) -> set[str]:
    """What stands for a key where a resource's pattern is laid on the resource of the model."""
    (resource,) = model.get(RESOURCE) or ("",)
    found = set[str]()
    for rule in used:
        for pattern in (*rule.statement.resources, *rule.statement.not_resources):
            if key in named((pattern,)):
                laid = _expression(pattern, key).match(resource)
                found.update(laid.groups() if laid else ())
    return found - {""}


def _expression(pattern: str, key: str) -> re.Pattern[str]:
    parts = re.split(r"(\$\{[^}]*\}|\*|\?)", pattern)
    texts = []
    for part in parts:
        if part.startswith("${"):
            texts.append(f"({_TEXT})" if key in named((part,)) else _TEXT)
        else:
            texts.append({"*": ".*", "?": "."}.get(part) or re.escape(part))
    return re.compile("".join(texts), re.DOTALL)
