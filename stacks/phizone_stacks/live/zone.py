"""What of a zone is read, and how its accounts are entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from phizone_environments.zone import Zone
from phizone_modules.scope import physical_name
from phizone_stacks.graph.graph import SHARED, Graph
from phizone_stacks.live.assemble import graph_of
from phizone_stacks.live.calls import ClientOf
from phizone_stacks.live.entry import Entry
from phizone_stacks.live.read import Asked, read
from phizone_stacks.live.reading import Reader

LIVE, EMULATED = "live", "emulated"
"""Names of the views that were read of AWS and of an emulator; only the latter may lack what emulators lack."""
AUDITOR = "auditor"
"""Last word of the name of the role that reads an account."""


def asked_of(zone: Zone) -> Asked:
    """Every account of a zone in the regions of its organization."""
    organization = zone.organization
    regions = (organization.home_region, organization.recovery_region, *organization.allowed_regions)
    return Asked(
        accounts=tuple(names_of(zone)),
        management=organization.accounts.management.id,
        home=organization.home_region,
        regions=tuple(dict.fromkeys(regions)),
    )


def names_of(zone: Zone) -> Mapping[str, str]:
    """Names of a zone's accounts by id, for people."""
    shared = zone.organization.accounts
    fixed = {"management": shared.management, "log-archive": shared.log_archive, "audit": shared.audit}
    every = {**fixed, "network": shared.network, **{each.name: each.account for each in zone.environments}}
    return {account.id: name for name, account in every.items()}


def entry_of(zone: Zone, *, role: str = "", endpoint: str = "", profile: str = "") -> Entry:
    """How a zone's accounts are entered: through the audit account's auditor role into each account's own.

    With a `role` of one name everywhere, straight into that.
    """
    organization = zone.organization
    environments = {each.account.id: each.name for each in zone.environments}
    names = {
        account: role or physical_name(organization.name, environments.get(account, SHARED), AUDITOR)
        for account in names_of(zone)
    }
    roles = {account: f"arn:aws:iam::{account}:role/{name}" for account, name in names.items()}
    through = "" if role else roles[organization.accounts.audit.id]
    return Entry(roles=roles, through=through, endpoint=endpoint, region=organization.home_region, profile=profile)


def read_zone_graph(
    zone: Zone,
    asked: Asked,
    client_of: ClientOf,
    view: str,
    report: Callable[[str], None] = lambda done: None,
    readers: Sequence[Reader] | None = None,
) -> Graph:
    """What the accounts hold, as a graph; all that is read, or what some readers tell."""
    seen = read(asked, client_of, report, readers)
    environments = {each.account.id: each.name for each in zone.environments}
    return graph_of(seen.found, seen.unread, environments, view)
