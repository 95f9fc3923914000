"""What `environments/` says of the organization before the first apply, and of what is read of it."""

from __future__ import annotations

from phizone_environments.zone import Zone
from phizone_stacks.emulator.organization import Before, Member


def before(zone: Zone) -> Before:
    """The accounts of a zone."""
    organization = zone.organization
    shared = organization.accounts
    members = [
        Member(id=account.id, name=name, email=account.email)
        for name, account in (
            ("log-archive", shared.log_archive),
            ("audit", shared.audit),
            ("network", shared.network),
            *((each.name, each.account) for each in zone.environments),
        )
    ]
    return Before(
        id=organization.id,
        root=organization.root_id,
        management=shared.management.id,
        email=shared.management.email,
        members=tuple(members),
        regions=tuple(
            dict.fromkeys((organization.home_region, organization.recovery_region, *organization.allowed_regions))
        ),
    )
