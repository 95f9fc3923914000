"""How a statement of a resource's policy names who asks; it decides which other layers cap what it allows.

Source: IAM User Guide, "AWS JSON policy elements: Principal", "NotPrincipal", and "Policy evaluation logic".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from phizone_policies.proofs.access.caller import Caller, Kind, pathless
from phizone_policies.views.documents import Statement

EVERYBODY = "*"
"""The only pattern among principals."""


class Naming(IntEnum):
    """How a statement names somebody, the weakest first."""

    NOT = 0
    """It does not."""
    ACCOUNT = 1
    """By the account, which only lets that account's own policies decide."""
    ROLE = 2
    """By the role, whose permissions boundary and session policies cap it."""
    ITSELF = 3
    """As itself, a user, a session, a service, or as everybody: nothing caps it but a Deny."""


@dataclass(frozen=True, slots=True)
class Names:
    """The principals of one element, read once; there is no pattern among them but `*` for everybody."""

    everybody: bool
    """Whether everybody is meant."""
    aws: frozenset[str]
    """ARNs, unique ids, and accounts by id."""
    roles: frozenset[str]
    """ARNs of roles without their path."""
    others: frozenset[str]
    """Services, providers and canonical users."""

    def name(self, who: Caller) -> Naming:
        """The strongest way in which they name somebody."""
        if self.everybody or self.is_itself(who):
            return Naming.ITSELF
        if self.is_role(who):
            return Naming.ROLE
        return Naming.ACCOUNT if self.is_account(who) else Naming.NOT

    def is_itself(self, who: Caller) -> bool:
        """Whether they name exactly the principal, not the role behind a session."""
        if not who.kind.has_account:
            return who.text in self.others or EVERYBODY in self.others
        if who.kind is Kind.ROLE and not who.is_session:
            return False
        if who.kind is Kind.ROOT:
            return self.is_account(who)
        return who.text in self.aws or (who.kind is Kind.USER and who.unique_id in self.aws)

    def is_role(self, who: Caller) -> bool:
        """Whether they name the role."""
        if who.kind is not Kind.ROLE:
            return False
        known = self.aws if who.path_known else self.roles
        return who.role in known or who.unique_id in self.aws

    def is_account(self, who: Caller) -> bool:
        """Whether they name the account."""
        return who.kind.has_account and (
            who.account in self.aws or f"arn:{who.partition}:iam::{who.account}:root" in self.aws
        )


@lru_cache(maxsize=65536)
def names(given: tuple[tuple[str, str], ...]) -> Names:
    """The principals of an element, from its (type, value) pairs."""
    aws = frozenset(value for kind, value in given if kind == "AWS")
    return Names(
        everybody=any(value == EVERYBODY and kind in (EVERYBODY, "AWS") for kind, value in given),
        aws=aws,
        roles=frozenset(pathless(value) for value in aws),
        others=frozenset(value for kind, value in given if kind not in ("AWS", EVERYBODY)),
    )


@dataclass(frozen=True, slots=True)
class Principals:
    """The principals of a statement."""

    named: Names
    """Of Principal."""
    spared: Names | None
    """Of NotPrincipal; None where the statement has none."""

    def allowed(self, who: Caller) -> Naming:
        """How an Allow names somebody; one with NotPrincipal means everybody else, those without credentials too."""
        if self.spared is None:
            return self.named.name(who)
        return Naming.NOT if self.spared.name(who) else Naming.ITSELF

    def denied(self, who: Caller, bounded: bool) -> bool:
        """Whether a Deny means somebody.

        One with NotPrincipal spares a user or role only by its own name and its account's, a session only by all
        three names, and nobody who has a permissions boundary.
        """
        if self.spared is None:
            return self.named.name(who) is not Naming.NOT
        return not (self.spared.everybody or _is_spared(self.spared, who, bounded))


def _is_spared(spared: Names, who: Caller, bounded: bool) -> bool:
    if not who.kind.has_account or who.kind is Kind.ROOT:
        return spared.is_itself(who)
    by_name = spared.is_itself(who) or (who.kind is Kind.ROLE and not who.is_session)
    by_role = who.kind is not Kind.ROLE or spared.is_role(who)
    return by_name and by_role and spared.is_account(who) and not bounded


def principals_of(statement: Statement) -> Principals | None:
    """The principals of a statement; None where it names none, as in a policy of a principal's own."""
    if not statement.principals and not statement.not_principals:
        return None
    spared = names(statement.not_principals) if statement.not_principals else None
    return Principals(names(statement.principals), spared)
