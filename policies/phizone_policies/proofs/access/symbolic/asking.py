"""One question made ready: what is pinned, what is free, and statements as options and clauses of a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.access.caller import Caller
from phizone_policies.proofs.access.layers import Layer
from phizone_policies.proofs.access.naming import Naming
from phizone_policies.proofs.access.symbolic.domains import usual
from phizone_policies.proofs.access.symbolic.keys import Held, KeyTest, solve
from phizone_policies.proofs.access.symbolic.search import Clause, Option
from phizone_policies.proofs.access.symbolic.statements import ACTION, RESOURCE, Literal, Rule, certain, speaking
from phizone_policies.proofs.access.symbolic.values import Undecidable
from phizone_policies.proofs.access.symbolic.variables import Free
from phizone_policies.views.documents import Document

Documents = tuple[Document, ...]
_NONE: frozenset[KeyTest] = frozenset()


@dataclass(slots=True)
class Asking:
    """Requests by one caller for actions of one kind, and what is already certain about each of them."""

    who: Caller
    """Who asks."""
    bounded: bool
    """Whether who asks has a permissions boundary."""
    pinned: dict[str, Held]
    """Keys whose values are known."""
    absent: tuple[str, ...]
    """Beginnings of keys that are in no request."""
    base: Mapping[str, frozenset[KeyTest]]
    """Tests that every request passes beside those of a key's type, by variable."""
    used: dict[int, Rule] = field(default_factory=dict)
    """Statements that may have a say."""
    _settled: dict[tuple[str, KeyTest], bool | None] = field(default_factory=dict)

    def lookup(self, key: str) -> Held | Free:
        """What a key holds."""
        if key in self.pinned:
            return self.pinned[key]
        return None if key.startswith(self.absent) else Free.ANY

    def domain(self, name: str) -> frozenset[KeyTest]:
        """The tests that a variable passes in every request."""
        base = self.base.get(name, _NONE)
        return base if name in (ACTION, RESOURCE) else base | usual(name)

    def settled(self, literal: Literal) -> bool | None:
        """Whether a test is certain to hold, or not to; None where requests differ in it."""
        name, test = literal.name, literal.test
        if name in (ACTION, RESOURCE):
            return certain(self.domain(name), test)
        held = self.lookup(name)
        if held is not Free.ANY:
            return self._holds(test, held)
        if not self.domain(name):
            return None
        known = (name, test)
        if known not in self._settled:
            self._settled[known] = self._solved(literal)
        return self._settled[known]

    def _holds(self, test: KeyTest, held: Held) -> bool | None:
        try:
            return test.holds(held)
        except Undecidable:
            return None

    def _solved(self, literal: Literal) -> bool | None:
        try:
            # A key that is certain by its type has to be in the witness all the same.
            return False if solve(self.domain(literal.name) | {literal.test}, literal.several) is None else None
        except Undecidable:
            return None

    def option(self, literals: Iterable[Literal], then: tuple[Clause, ...] = ()) -> Option | None:
        """A way that needs these tests, without those that are certain; None where one certainly fails."""
        open_ones = []
        for literal in literals:
            known = self.settled(literal)
            if known is False:
                return None
            if known is None:
                open_ones.append(literal)
        return Option(tuple(open_ones), then)

    def _speaking(self, layer: Layer, documents: Documents, *, allows: bool) -> Iterator[Rule]:
        """The statements of one effect that some of these actions and resources meet."""
        for document in documents:
            for rule in speaking(document, layer.name, self.domain(ACTION)):
                if rule.statement.allows == allows and (layer.without_resource or not rule.omits_resource):
                    yield rule

    def allows(
        self, layer: Layer, documents: Documents, least: Naming = Naming.ACCOUNT, then: tuple[Clause, ...] = ()
    ) -> tuple[Option, ...]:
        """The ways in which a layer allows it to who asks, named at least so."""
        found = []
        for rule in self._speaking(layer, documents, allows=True):
            unnamed = not layer.by_principal or rule.principals is None
            naming = layer.unnamed if unnamed or rule.principals is None else rule.principals.allowed(self.who)
            if naming < least:
                continue
            option = self.option(rule.compiled(self.lookup).matches, then)
            if option is not None:
                self.used[id(rule)] = rule
                found.append(option)
        return tuple(found)

    def denials(self, layer: Layer, documents: Documents, spared: tuple[Option, ...] = ()) -> Iterator[Clause]:
        """A clause for each Deny of a layer that can meet it; `spared` are ways in which it is beyond the layer."""
        for rule in self._speaking(layer, documents, allows=False):
            if not self._is_meant(layer, rule):
                continue
            if rule.variables:
                self.used[id(rule)] = rule
            options = list(spared)
            for literal in rule.compiled(self.lookup).misses:
                known = self.settled(literal)
                if known:
                    break
                if known is None:
                    options.append(Option((literal,)))
            else:
                self.used[id(rule)] = rule
                yield Clause(tuple(options), f"{rule.label} denies it")

    def _is_meant(self, layer: Layer, rule: Rule) -> bool:
        if not layer.by_principal or rule.principals is None:
            return layer.unnamed is not Naming.NOT
        return rule.principals.denied(self.who, self.bounded)

    @property
    def free(self) -> frozenset[str]:
        """Keys whose values stand in statements that may have a say, and are free."""
        named = frozenset(key for rule in self.used.values() for key in rule.variables)
        return frozenset(key for key in named if self.lookup(key) is Free.ANY)
