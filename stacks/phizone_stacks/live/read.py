"""Reading accounts: every reader in every place it is asked in, several at once, and what gave no answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from phizone_stacks.graph.graph import Unread
from phizone_stacks.graph.types import regional
from phizone_stacks.live.calls import Calls, ClientOf, Unreadable
from phizone_stacks.live.entry import NotEntered
from phizone_stacks.live.found import Found
from phizone_stacks.live.place import Place
from phizone_stacks.live.reading import Reader, Where, all_readers

GLOBAL = "global"
"""Region of what has none."""
WORKERS = 12
"""Readers at once; more get throttled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is read."""

    accounts: tuple[str, ...]
    """Ids of the accounts."""
    management: str
    """Id of the management account."""
    home: str
    """Region in which what has no region is asked for."""
    regions: tuple[str, ...]
    """Regions of the organization, the home region among them."""
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Regions that must be empty, by account."""
    unread: tuple[Unread, ...] = ()
    """What is not known because an account did not tell its regions."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What reading gave."""

    found: tuple[tuple[Place, Found], ...]
    """Every resource with its account and region, `global` where it has none."""
    unread: tuple[Unread, ...]
    """What gave no answer."""
    calls: int
    """Calls that were made."""


def read(
    asked: Asked,
    client_of: ClientOf,
    report: Callable[[str], None] = lambda done: None,
    readers: Sequence[Reader] | None = None,
) -> Seen:
    """Everything that the readers find; `report` is told of each reader in each place."""
    chosen = all_readers() if readers is None else readers
    jobs = [(reader, place) for reader in chosen for place in places(asked, reader.where)]
    calls = {place: Calls(place, client_of) for place in dict.fromkeys(place for _, place in jobs)}
    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(lambda job: _told(job[0], calls[job[1]], report), jobs))
    found = [(_place(place, each), each) for (_, place), (told, _) in zip(jobs, results, strict=True) for each in told]
    unread = [*asked.unread, *(each for _, missing in results for each in missing)]
    return Seen(tuple(found), tuple(sorted(set(unread))), sum(each.count for each in calls.values()))


def places(asked: Asked, where: Where) -> list[Place]:
    """The places in which a reader is asked."""
    if where is Where.MANAGEMENT:
        return [Place(asked.management, asked.home)]
    if where is Where.ACCOUNT:
        return [Place(account, asked.home) for account in asked.accounts]
    others = asked.others if where is Where.EVERYWHERE else {}
    return [
        Place(account, region) for account in asked.accounts for region in (*asked.regions, *others.get(account, ()))
    ]


def _told(reader: Reader, calls: Calls, report: Callable[[str], None]) -> tuple[list[Found], list[Unread]]:
    """What a reader tells of a place; what it found before a call failed counts too, beside what is not known then."""
    found: list[Found] = []
    unread: list[Unread] = []
    try:
        # What was told before a call failed stays in the list.
        found.extend(reader.function(calls))
    except (Unreadable, NotEntered) as failure:
        unread = _unread(reader, calls.place, str(failure))
    except Exception as failure:  # noqa: BLE001 - an answer in another shape than AWS documents tells nothing
        unread = _unread(
            reader, calls.place, f"{reader.name} cannot read the answer: {type(failure).__name__}: {failure}"
        )
    report(f"{reader.name} {calls.place}")
    return found, unread


def _unread(reader: Reader, place: Place, reason: str) -> list[Unread]:
    return [Unread(kind, place.account, _region(kind, place.region), reason) for kind in reader.types]


def _place(place: Place, each: Found) -> Place:
    return Place(place.account, each.region or _region(each.type, place.region))


def _region(kind: str, region: str) -> str:
    return GLOBAL if regional(kind) is False else region
