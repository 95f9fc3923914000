"""References of the proved graph held to the values the engine has for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase, translate
from typing import Any

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.physical import Identity, Pattern, Symbol, physical
from phizone_stacks.graph.values import Ref, Template

_ENDS_A_VALUE = '", \t\n'
"""What no id, name or ARN of AWS holds: a symbol in a text ends before it."""
_OWN = ("id", "arn")
"""Attributes that differ from one resource of a type to the next."""


class Uses:
    """Which value each reference had so far: what AWS assigns is not in the graph, yet every use must read the same.

    Two resources of one type never have one id or ARN, and an ARN lies in the account and region of its resource.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._values: dict[Ref, Any] = {}
        self._holders: dict[tuple[str, str, str], str] = {}

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """What is learned inside is forgotten."""
        values, holders = dict(self._values), dict(self._holders)
        try:
            yield
        finally:
            self._values, self._holders = values, holders

    def wanted(self, ref: Ref) -> Identity:
        """What a reference will read, as far as the graph fixes it."""
        node = self._graph.find(ref.address)
        return physical(node, ref.attribute) if node is not None else Symbol(ref)

    def differs(self, ref: Ref, value: Any) -> str:
        """What the proved graph wants in the place of a value; empty where the value is right."""
        wanted = self.wanted(ref)
        if isinstance(wanted, str):
            return "" if value == wanted else f"{_words(ref)}, which is {wanted}"
        if isinstance(wanted, Pattern):
            return "" if isinstance(value, str) and fnmatchcase(value, wanted.glob) else f"{_words(ref)}, as {wanted}"
        return self._symbol(ref, value)

    def _symbol(self, ref: Ref, value: Any) -> str:
        if ref in self._values:
            return "" if self._values[ref] == value else f"{_words(ref)}, which has another value where it is used too"
        node = self._graph.find(ref.address)
        kind = node.type if node is not None else ""
        if isinstance(value, str) and ref.attribute in _OWN:
            holder = self._holders.setdefault((kind, ref.attribute, value), ref.address)
            if holder != ref.address:
                return f"{_words(ref)}; it is the {ref.attribute} of {holder}"
        if isinstance(value, str) and ref.attribute == "arn" and node is not None:
            _, _, _, region, account, *_ = [*value.split(":"), "", "", "", "", ""]
            if (account or node.account) != node.account or region not in ("", node.region):
                return f"{_words(ref)}, which lies in account {node.account}, region {node.region}"
        self._values[ref] = value
        return ""

    def differs_text(self, wanted: Template, value: Any) -> str:
        """As `differs`, for text that holds references."""
        if not isinstance(value, str):
            return _template_words(wanted)
        groups: dict[str, Ref] = {}
        match = re.fullmatch(self._expression(wanted, groups), value, re.DOTALL)
        if match is None:
            return _template_words(wanted)
        reasons = (self.differs(ref, match.group(name)) for name, ref in groups.items())
        return next((reason for reason in reasons if reason), "")

    def _expression(self, wanted: Template, groups: dict[str, Ref]) -> str:
        pieces: list[str] = []
        for index, part in enumerate(wanted.parts):
            following = wanted.parts[index + 1] if index + 1 < len(wanted.parts) else None
            pieces.append(re.escape(part) if isinstance(part, str) else self._part(part, following, groups))
        return "".join(pieces)

    def _part(self, ref: Ref, following: str | Ref | None, groups: dict[str, Ref]) -> str:
        """What matches a reference in a text; a symbol whose end the text does not show is matched, not learned."""
        known = self._values.get(ref, self.wanted(ref))
        if isinstance(known, str):
            return re.escape(known)
        if isinstance(known, Pattern):
            return translate(known.glob).removesuffix(r"\Z")
        for name, same in groups.items():
            if same == ref:
                return f"(?P={name})"
        ends = following is None or (isinstance(following, str) and following[0] in _ENDS_A_VALUE)
        if not ends:
            return f"[^{_ENDS_A_VALUE}]+?"
        name = f"r{len(groups)}"
        groups[name] = ref
        return f"(?P<{name}>[^{_ENDS_A_VALUE}]+)"


def _words(ref: Ref) -> str:
    return f"the {ref.attribute} of {ref.address}"


def _template_words(wanted: Template) -> str:
    return "".join(part if isinstance(part, str) else f"<{_words(part)}>" for part in wanted.parts)
