"""What an organization's policies must refuse in its accounts, account by account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.check import View
from phizone_policies.views.organization import Attached, attached
from phizone_policies.views.safeguards import Denials, Gap, Names, Safeguard, safeguards

_EVERYWHERE, _WORKLOADS = "all", "workloads"


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
    shared = (Member(name, account.id, "shared") for name, account in fixed.items())
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


def gaps(view: View, file: str, kind: str) -> Iterator[tuple[Safeguard, str, Member | None, Gap | None]]:
    """(safeguard, whose, account, gap) of each safeguard of a file: the first account whose policies of a type fail it.

    Raises: UnknownValue, MalformedPolicy.
    """
    known: dict[tuple[str, ...], Denials] = {}
    reached = {each: _denials(attached(view.graph, view.organization, each.id, kind), known) for each in members(view)}
    for safeguard in safeguards(file):
        everywhere = _EVERYWHERE in safeguard.where
        asked = [each for each in reached if everywhere or each.environment != "shared"]
        found = ((each, reached[each].gap(safeguard, [names(view, each)])) for each in asked)
        member, gap = next(((each, gap) for each, gap in found if gap), (None, None))
        yield safeguard, "every account" if everywhere else "every environment", member, gap


def _denials(policies: tuple[Attached, ...], known: dict[tuple[str, ...], Denials]) -> Denials:
    """The denials of some policies; accounts in like units have the same."""
    addresses = tuple(sorted({each.policy.address for each in policies}))
    if addresses not in known:
        known[addresses] = Denials(statement for each in policies for statement in each.document.statements)
    return known[addresses]


def told(member: Member, gap: Gap) -> str:
    """What is wrong, in words."""
    action = gap.request.action
    if gap.refused:
        return f"in account {member.id} of {member.name} nothing above it always denies {action}"
    return f"in account {member.id} of {member.name} {action} is denied to those who need it"


def shown(gap: Gap) -> Mapping[str, str]:
    """The request as a witness."""
    return gap.shown
