"""Where an audit's graph comes from: the accounts, an emulator, or a snapshot of either."""

from __future__ import annotations

from pathlib import Path

from phizone_environments.zone import Zone
from phizone_scripts.exits import Misuse
from phizone_scripts.output import progress, write
from phizone_scripts.sources import graph_in
from phizone_stacks.graph.canonical import dumps
from phizone_stacks.graph.graph import Graph
from phizone_stacks.live.elsewhere import among, enabled
from phizone_stacks.live.entry import Clients, NotEntered
from phizone_stacks.live.read import places
from phizone_stacks.live.reading import Reader, all_readers
from phizone_stacks.live.zone import EMULATED, LIVE, asked_of, entry_of, names_of, read_zone_graph


def snapshot(file: Path) -> Graph:
    """What an audit saved. Raises: Misuse for a file that is none, as a program's graph."""
    graph = graph_in(file)
    if graph.view not in (LIVE, EMULATED):
        raise Misuse(f"{file}: is a program's graph and nothing that was read; write one with `phizone audit --save`")
    return graph


def _readers(endpoint: str) -> tuple[Reader, ...]:
    if not endpoint:
        return all_readers()
    from phizone_stacks.emulator.complete import emulated_readers

    return emulated_readers()


def read_accounts(
    zone: Zone, *, endpoint: str, profile: str, role: str, others: tuple[str, ...] | None, save: Path | None
) -> Graph:
    """What the accounts hold, saved to a file if one is named; in all their regions where no `others` are named.

    Raises: Misuse where an account cannot be entered.
    """
    clients = Clients(entry_of(zone, role=role, endpoint=endpoint, profile=profile))
    try:
        clients.confirm(names_of(zone))
    except NotEntered as failure:
        raise Misuse(str(failure)) from None
    readers = _readers(endpoint)
    asked = asked_of(zone)
    asked = enabled(asked, clients, readers) if others is None else among(asked, others)
    with progress("reading", sum(len(places(asked, reader.where)) for reader in readers)) as report:
        graph = read_zone_graph(zone, asked, clients, EMULATED if endpoint else LIVE, report, readers)
    if save is not None:
        write(save, dumps(graph))
    return graph
