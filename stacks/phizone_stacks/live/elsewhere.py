"""The regions that must be empty: those that accounts may use beside their organization's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from phizone_stacks.graph.graph import Unread
from phizone_stacks.live.calls import Calls, ClientOf, Unreadable
from phizone_stacks.live.entry import NotEntered
from phizone_stacks.live.place import Place
from phizone_stacks.live.read import Asked
from phizone_stacks.live.reading import Reader, Where

EVERY = "every other"
"""Region of what an account may hold in regions that it did not tell."""


def among(asked: Asked, regions: Iterable[str]) -> Asked:
    """With these regions as ones that must be empty in every account."""
    others = tuple(each for each in dict.fromkeys(regions) if each not in asked.regions)
    return replace(asked, others=dict.fromkeys(asked.accounts, others))


def enabled(asked: Asked, client_of: ClientOf, readers: Sequence[Reader]) -> Asked:
    """With every region that is enabled in an account, as AWS tells it, as one that must be empty there.

    Where an account does not tell, what the readers would have told of it is not known.
    """
    others: dict[str, tuple[str, ...]] = {}
    unread: list[Unread] = []
    for account in asked.accounts:
        try:
            told = Calls(Place(account, asked.home), client_of).all("ec2", "describe_regions", "Regions")
        except (Unreadable, NotEntered) as failure:
            kinds = sorted(kind for each in readers if each.where is Where.EVERYWHERE for kind in each.types)
            unread += [Unread(kind, account, EVERY, str(failure)) for kind in kinds]
            continue
        others[account] = tuple(sorted({each["RegionName"] for each in told} - set(asked.regions)))
    return replace(asked, others=others, unread=tuple(unread))
