"""Accounts stand where their policies are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import eq

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.organization import account_node, path


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        "aws_organizations_account.parent_id",
        "aws_organizations_organizational_unit.name",
        "aws_organizations_organizational_unit.parent_id",
    ),
)
def account_is_in_its_organizational_unit(view: View) -> Iterator[Required]:
    """Every account is adopted by its id, and each environment's stands in the unit workloads/ENVIRONMENT.

    Why: a policy reaches the accounts of its unit; one that stands elsewhere is bound by nothing and nobody sees it.
    Fix: adopt the account with import_ and its id, with its unit as the parent.
    Source: AWS Organizations User Guide, "Managing organizational units"; 45 CFR 164.308(a)(4)(ii)(A).
    """
    accounts = view.organization.accounts
    yield _required(view, "management", accounts.management.id, lambda unit: True)
    for name in ("log_archive", "audit", "network"):
        yield _required(view, name, getattr(accounts, name).id, _is_shared)
    for environment in view.zone.environments:
        is_its_own = partial(eq, f"workloads/{environment.name}")
        yield _required(view, environment.name, environment.account.id, is_its_own)


def _required(view: View, name: str, account: str, is_right: Callable[[str], bool]) -> Required:
    what = f"account {account} of {name} in its unit"
    node = account_node(view.graph, account)
    if node is None:
        return Required(what, failed("no program adopts it"))
    unit = path(view.graph, node)
    return Required(what, passed() if is_right(unit.lower()) else failed(f"it stands in {unit or 'the root'}"), node)


def _is_shared(unit: str) -> bool:
    """Whether a unit is one of the organization's own: some unit, and none of environments."""
    return bool(unit) and not unit.startswith("workloads")
