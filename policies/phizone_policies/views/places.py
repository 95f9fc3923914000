"""The accounts and regions in which an environment's safeguards must stand, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from phizone_policies.check import View
from phizone_stacks.graph.node import Node


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """An account in a region."""

    account: str
    """Twelve-digit id of the account."""
    region: str
    """An allowed region."""

    def __str__(self) -> str:
        return f"account {self.account}, {self.region}"


def accounts(view: View) -> tuple[str, ...]:
    """Ids of the accounts that an environment answers for: its own and those of no environment, sorted."""
    shared = view.organization.accounts
    fixed = (shared.management, shared.log_archive, shared.audit, shared.network)
    return tuple(sorted(account.id for account in (*fixed, view.environment.account)))


def places(view: View) -> tuple[Place, ...]:
    """Each of these accounts in each allowed region, sorted."""
    regions = view.organization.allowed_regions
    return tuple(sorted(Place(account, region) for account in accounts(view) for region in regions))


def standing(view: View, kind: str, place: Place) -> tuple[Node, ...]:
    """The resources of a type that are made in a place, by address."""
    return tuple(
        node for node in view.graph.of_type(kind) if (node.account, node.region) == (place.account, place.region)
    )
