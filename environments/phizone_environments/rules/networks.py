"""Address blocks lie apart, and every Region and zone is one that the organization allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import combinations

from phizone_environments.draft import Draft
from phizone_environments.environment import Environment
from phizone_environments.errors import Problem
from phizone_environments.organization import Organization
from phizone_environments.wording import either

_CIDR = ("network", "cidr")
_ZONES = ("network", "availability_zones")


def blocks_lie_apart(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """No two environments' blocks share an address: networks that overlap cannot be joined or told apart."""
    blocks = [(draft, text, IPv4Network(text)) for draft in environments if (text := draft.get(*_CIDR))]
    for (first, given, block), (second, other_given, other_block) in combinations(blocks, 2):
        if block.overlaps(other_block):
            where = f"{first.document.file}:{first.document.line(_CIDR)}"
            message = f"overlaps {given} of {first.name} ({where}); choose a block of its own"
            yield second.problem(_CIDR, message, other_given)


def regions_are_allowed(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """Every Region in use is among `allowed_regions`."""
    if not organization.holds("allowed_regions"):
        return
    allowed = [text for _, text in organization.items("allowed_regions")]
    uses: list[tuple[Draft[Organization] | Draft[Environment], str]]
    uses = [(organization, "home_region"), (organization, "recovery_region")]
    uses += [(draft, "region") for draft in environments]
    for draft, field in uses:
        region = draft.get(field)
        if region and region not in allowed:
            yield draft.problem((field,), f"is not among allowed_regions; choose {either(allowed)}", region)


def recovery_is_elsewhere(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """Backups leave the Region that they protect against, also where an environment chose its own."""
    recovery = organization.get("recovery_region")
    if recovery and recovery == organization.get("home_region"):
        yield organization.problem(("recovery_region",), "is the home Region too; choose another Region", recovery)
        return
    for draft in environments:
        if recovery and draft.get("region") == recovery:
            message = "is the recovery Region, where its own backups go; choose another Region"
            yield draft.problem(("region",), message, recovery)


def zones_are_of_the_region(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """An environment's availability zones belong to its Region."""
    for draft in environments:
        region = draft.get("region") if draft.has("region") else organization.get("home_region")
        foreign = [zone for _, zone in draft.items(*_ZONES) if region and zone[:-1] != region]
        if foreign:
            message = f"must lie in {region}; choose zones such as {region}a"
            yield draft.problem(_ZONES, message, ", ".join(foreign))
