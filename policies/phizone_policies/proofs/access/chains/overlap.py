"""Which principals can have anything to say to a request at all: a quick look before policies are put together."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from phizone_policies.proofs.access.request import ANONYMOUS, Grant
from phizone_policies.proofs.access.world.principals import Kind, Principal
from phizone_policies.proofs.access.world.resources import Resource
from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.requests import acts

_OPEN = re.compile(r"[*?]|\$\{")
_ANYTHING = ("",)
SESSIONS = "/sessions"
"""What follows an account's id where a session of some role of it is named."""


class Reach:
    """The Allow statements of principals and resources, by action, as far as where their resources begin."""

    def __init__(self) -> None:
        self._beginnings: dict[tuple[int, str], tuple[str, ...]] = {}
        self._names: dict[tuple[str, str], frozenset[str] | None] = {}

    def may(self, principal: Principal, action: str, arn: str, resource: Resource) -> bool:
        """Whether anything allows somebody an action on a resource, its conditions left aside; True where in doubt.

        `arn` is the resource's, or one below it.
        """
        if any(_gives(grant, action) and _is_among(principal, _given_to(grant, resource)) for grant in resource.grants):
            return True
        names = self.named(action, resource)
        named = names is None or _is_among(principal, names)
        if principal.kind in (Kind.SERVICE, Kind.FEDERATED) or principal.arn == ANONYMOUS:
            return named
        if principal.account != resource.account:
            return named and self._holds(principal, action, arn)
        if not named and _must_be_explicit(action, resource):
            return False
        # To name the account leaves it to the principal's own policies.
        by_itself = names is None or not names.isdisjoint(("*", principal.arn, principal.account + SESSIONS))
        return by_itself or self._holds(principal, action, arn)

    def _holds(self, principal: Principal, action: str, arn: str) -> bool:
        return principal.kind is Kind.ROOT or self.speaks(principal, action, arn)

    def may_widened(self, principal: Principal, action: str, resource: Resource, is_capped: bool) -> bool:
        """The same, had the principal every permission that its boundary lets it have, or any where nothing caps it."""
        if is_capped and principal.boundary and not self._allows(principal.boundary.document, action, "*"):
            return False
        is_own = principal.account == resource.account and not _must_be_explicit(action, resource)
        return is_own or self._is_named(principal, action, resource)

    def speaks(self, principal: Principal, action: str, arn: str) -> bool:
        """Whether policies of its own, and its boundary, may allow it an action on a resource."""
        if principal.boundary and not self._allows(principal.boundary.document, action, arn):
            return False
        return bool(principal.unknown) or any(self._allows(each, action, arn) for each in principal.identity)

    def beginnings(self, principal: Principal, action: str) -> frozenset[str]:
        """How the resources begin on which policies of its own may allow somebody an action, boundary left aside."""
        if principal.kind is Kind.ROOT or principal.unknown:
            return frozenset(_ANYTHING)
        return frozenset(head for each in principal.identity for head in self._of(each, action))

    def _allows(self, document: Document, action: str, arn: str) -> bool:
        head = beginning(arn)
        return any(each.startswith(head) or head.startswith(each) for each in self._of(document, action))

    def _of(self, document: Document, action: str) -> tuple[str, ...]:
        key = (id(document), action)
        if key not in self._beginnings:
            self._beginnings[key] = _beginnings(document, action)
        return self._beginnings[key]

    def named(self, action: str, resource: Resource) -> frozenset[str] | None:
        """The ARNs, services and accounts that a resource's policy or a grant allows an action; None for everybody."""
        key = (resource.node.address, action)
        if key not in self._names:
            self._names[key] = _named(resource, action)
        return self._names[key]

    def _is_named(self, principal: Principal, action: str, resource: Resource) -> bool:
        names = self.named(action, resource)
        return names is None or _is_among(principal, names)


def _must_be_explicit(action: str, resource: Resource) -> bool:
    """Whether the resource's policy must allow it whatever the principal holds: it is about a key, or enters a role."""
    service = action[:4].lower()
    return (service == "kms:" and ":key/" in resource.arn) or (service == "sts:" and ":role/" in resource.arn)


@lru_cache(maxsize=65536)
def beginning(pattern: str) -> str:
    """A pattern up to where anything may stand."""
    return _OPEN.split(pattern, maxsplit=1)[0]


def _beginnings(document: Document, action: str) -> tuple[str, ...]:
    found = [_begins(each) for each in document.allows if acts(each.actions, each.not_actions, action)]
    return tuple(sorted({each for several in found for each in several}))


def _begins(statement: Statement) -> tuple[str, ...]:
    return tuple(map(beginning, statement.resources)) if not statement.not_resources else _ANYTHING


def _named(resource: Resource, action: str) -> frozenset[str] | None:
    found = {text for each in resource.grants if _gives(each, action) for text in _given_to(each, resource)}
    for statement in resource.policy.document.allows if resource.policy else ():
        if not acts(statement.actions, statement.not_actions, action):
            continue
        if statement.not_principals or any(value == "*" for _, value in statement.principals):
            return None
        found.update(text for _, value in statement.principals for text in _texts(value))
    return None if "*" in found else frozenset(found)


def _texts(value: str) -> tuple[str, ...]:
    """What stands for whom a value names: an account for its root, and for a session some role of its account."""
    if ":sts::" in value:
        account = value.split(":")[4]
        return value, account, account + SESSIONS
    return (value, value.split(":")[4]) if value.endswith(":root") else (value,)


def _given_to(grant: Grant, key: Resource) -> tuple[str, ...]:
    """The same of whom a grant is for; of another account all of it, since a stranger stands for everybody there."""
    account = "".join(grant.grantee.split(":")[4:5])
    return (*_texts(grant.grantee), *([account] if account != key.account else []))


def _is_among(principal: Principal, texts: Collection[str]) -> bool:
    return principal.arn in texts or (principal.account or principal.arn) in texts or "*" in texts


def _gives(grant: Grant, action: str) -> bool:
    """Whether a grant may give an operation; one with a wildcard counts for every."""
    operations = {f"kms:{each.lower()}" for each in grant.operations}
    return action.lower() in operations or any("*" in each or "?" in each for each in operations)
