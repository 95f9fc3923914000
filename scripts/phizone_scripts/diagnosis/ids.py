"""Whether AWS Organizations has the accounts that `environments/` names, under the same ids."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_environments.zone import Zone
from phizone_scripts.accounts.adoption import accounts_found, organization_found
from phizone_scripts.accounts.seen import read
from phizone_scripts.at_hand import FAILURES, told
from phizone_scripts.diagnosis.entering import Entered
from phizone_scripts.diagnosis.finding import FAIL, NOTE, Finding
from phizone_scripts.exits import Misuse

_WHAT = "account ids"


def ids(zone: Zone, entered: Entered) -> Iterator[Finding]:
    """What the management account tells of the organization and its accounts; every id of `environments/` among it."""
    management = zone.organization.accounts.management.id
    given = entered.into.get(management)
    if given is None:
        yield Finding(NOTE, _WHAT, f"not compared: nothing leads into the management account, {management}")
        return
    try:
        seen = read(entered.at_hand.client("organizations", zone.organization.home_region, given))
    except FAILURES as failure:
        yield Finding(NOTE, _WHAT, f"not compared: {told(failure)}")
        return
    except Misuse as wrong:
        yield Finding(FAIL, _WHAT, str(wrong))
        return
    yield from organization_found(zone, seen)
    yield from accounts_found(zone, seen)
