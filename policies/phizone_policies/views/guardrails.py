"""What an organization's policies must refuse in its accounts, account by account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.check import Result, View, failed, passed
from phizone_policies.views.organization import Attached, attached
from phizone_policies.views.safeguards import Gap, Must, Names, Statements, safeguards

_EVERYWHERE, _SHARED = "all", "shared"


@dataclass(frozen=True, slots=True)
class Member:
    """An account that the organization's policies reach."""

    name: str
    """`audit`, or the environment's name."""
    id: str
    """Its id."""
    environment: str
    """The environment, or `shared` for an account of the organization's own."""


def members(view: View) -> tuple[Member, ...]:
    """Every account but the management account, whatever the environment that is judged."""
    accounts = view.organization.accounts
    fixed = {"log_archive": accounts.log_archive, "audit": accounts.audit, "network": accounts.network}
    shared = (Member(name, account.id, _SHARED) for name, account in fixed.items())
    own = (Member(each.name, each.account.id, each.name) for each in view.zone.environments)
    return (*shared, *own)


def names(view: View, member: Member) -> Names:
    """What stands for the names in braces where an account is asked about."""
    return {
        "account": member.id,
        "environment": member.environment,
        "organization": view.organization.name,
        "organization_id": view.organization.id,
        "region": view.organization.home_region,
    }


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A safeguard, and the first account whose policies fail it."""

    what: str
    """What must hold, for which accounts."""
    member: Member | None
    """The account; None where there is none."""
    gap: Gap | None
    """The request that its policies decide in the wrong way."""

    @property
    def result(self) -> Result:
        """The answer."""
        if self.member is None or self.gap is None:
            return passed()
        where, action = f"in account {self.member.id} of {self.member.name}", self.gap.request.action
        if self.gap.must == Must.REFUSED:
            return failed(f"{where} nothing always denies {action}", **self.gap.shown)
        return failed(f"{where} {action} is denied to those who need it", **self.gap.shown)


def guardrails(view: View, file: str, kind: str) -> Iterator[Guardrail]:
    """The safeguards of a file in `data/` as the policies of a type above the accounts keep them.

    Raises: UnknownValue, MalformedPolicy.
    """
    known: dict[tuple[str, ...], Statements] = {}
    reached = {
        each: _statements(attached(view.graph, view.organization, each.id, kind), known) for each in members(view)
    }
    for safeguard in safeguards(file):
        everywhere = _EVERYWHERE in safeguard.where
        asked = [each for each in reached if everywhere or each.environment != _SHARED]
        found = ((each, reached[each].gap(safeguard, [names(view, each)])) for each in asked)
        member, gap = next(((each, gap) for each, gap in found if gap), (None, None))
        whose = "every account" if everywhere else "every environment"
        yield Guardrail(f"a guardrail above {whose}: {safeguard.name}", member, gap)


def _statements(policies: tuple[Attached, ...], known: dict[tuple[str, ...], Statements]) -> Statements:
    """The statements of some policies; accounts in like units have the same."""
    addresses = tuple(sorted({each.policy.address for each in policies}))
    if addresses not in known:
        known[addresses] = Statements(statement for each in policies for statement in each.document.statements)
    return known[addresses]
