"""Which principals can have anything to say to a request at all: a quick look before policies are put together."""

from __future__ import annotations

import re
from functools import lru_cache

from phizone_policies.proofs.access.request import ANONYMOUS
from phizone_policies.proofs.access.world.principals import Kind, Principal
from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.requests import acts

_OPEN = re.compile(r"[*?]|\$\{")
_ANYTHING = ("",)
_NOBODY: frozenset[str] = frozenset()


class Reach:
    """The Allow statements of principals and resources, by action, as far as where their resources begin."""

    def __init__(self) -> None:
        self._beginnings: dict[tuple[int, str], tuple[str, ...]] = {}
        self._names: dict[tuple[int, str], frozenset[str] | None] = {}

    def may(self, principal: Principal, action: str, arn: str, account: str, on_it: Document | None) -> bool:
        """Whether anything allows somebody an action on a resource, its conditions left aside; True where in doubt."""
        named = self._is_named(principal, action, on_it)
        if principal.kind in (Kind.SERVICE, Kind.FEDERATED) or principal.arn == ANONYMOUS:
            return named
        allowed = principal.kind is Kind.ROOT or self.speaks(principal, action, arn)
        if principal.account != account:
            return allowed and named
        return allowed or named

    def may_widened(
        self, principal: Principal, action: str, account: str, on_it: Document | None, is_capped: bool
    ) -> bool:
        """The same, had the principal every permission that its boundary lets it have, or any where nothing caps it."""
        capped = is_capped and principal.boundary and not self._allows(principal.boundary.document, action, "*")
        return not capped and (principal.account == account or self._is_named(principal, action, on_it))

    def speaks(self, principal: Principal, action: str, arn: str) -> bool:
        """Whether policies of its own, and its boundary, may allow it an action on a resource."""
        if principal.boundary and not self._allows(principal.boundary.document, action, arn):
            return False
        return bool(principal.unknown) or any(self._allows(each, action, arn) for each in principal.identity)

    def _allows(self, document: Document, action: str, arn: str) -> bool:
        key = (id(document), action)
        if key not in self._beginnings:
            self._beginnings[key] = _beginnings(document, action)
        head = beginning(arn)
        return any(each.startswith(head) or head.startswith(each) for each in self._beginnings[key])

    def named(self, action: str, on_it: Document | None) -> frozenset[str] | None:
        """The ARNs, services and accounts that a resource's policy allows an action; None for everybody."""
        if on_it is None:
            return _NOBODY
        key = (id(on_it), action)
        if key not in self._names:
            self._names[key] = _named(on_it, action)
        return self._names[key]

    def _is_named(self, principal: Principal, action: str, on_it: Document | None) -> bool:
        names = self.named(action, on_it)
        return names is None or not names.isdisjoint((principal.arn, principal.account or principal.arn))


@lru_cache(maxsize=65536)
def beginning(pattern: str) -> str:
    """A pattern up to where anything may stand."""
    return _OPEN.split(pattern, maxsplit=1)[0]


def _beginnings(document: Document, action: str) -> tuple[str, ...]:
    found = [_begins(each) for each in document.allows if acts(each.actions, each.not_actions, action)]
    return tuple(sorted({each for several in found for each in several}))


def _begins(statement: Statement) -> tuple[str, ...]:
    return tuple(map(beginning, statement.resources)) if not statement.not_resources else _ANYTHING


def _named(document: Document, action: str) -> frozenset[str] | None:
    """The ARNs, services and accounts that a resource's policy allows an action; None for everybody."""
    found: set[str] = set()
    for statement in document.allows:
        if not acts(statement.actions, statement.not_actions, action):
            continue
        if statement.not_principals or any(value == "*" for _, value in statement.principals):
            return None
        for _, value in statement.principals:
            found.add(value)
            # An account is named by its root; a session belongs to some role of its account.
            if value.endswith(":root") or ":sts::" in value:
                found.add(value.split(":")[4])
    return frozenset(found)
