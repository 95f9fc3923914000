"""Applying an environment to an emulated AWS: what is missing is made, what differs is put right or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from phizone_environments.zone import Zone
from phizone_scripts import emulator_process
from phizone_scripts.applied import Act, Engine, Outcome, Refusal, StackApplied, Step
from phizone_scripts.exits import Misuse
from phizone_scripts.live_source import read_accounts
from phizone_scripts.output import progress
from phizone_stacks.emulator.adapter import Outputs
from phizone_stacks.emulator.apply import apply
from phizone_stacks.emulator.changeable import remove
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.running import entry_of
from phizone_stacks.emulator.standing import Standing, standing
from phizone_stacks.emulator.validated import validated
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.graph import Graph
from phizone_stacks.layers.order import LAYERS
from phizone_stacks.live.align import Change
from phizone_stacks.live.entry import Clients
from phizone_stacks.live.place import Place
from phizone_stacks.live.zone import names_of

_NAME_IT = "it would have to be removed and made again: put it right by hand, or give --allow-replacement {address}"
_CANNOT = (
    "it would have to be removed and made again, which this engine does to no {type}: put it right by hand, or begin "
    "again with `phizone emulator stop` and `phizone emulator start`"
)


def endpoint_of(given: str, root: Path) -> str:
    """The emulator that is meant: the one given, else the one that was started for this checkout. Raises: Misuse."""
    if given:
        return given
    found = emulator_process.running(root)
    if found is None:
        raise Misuse(
            "no emulator of this checkout runs: start one with `phizone emulator start`, which prints its URL and "
            "keeps running until `phizone emulator stop`, or name another with --endpoint URL"
        )
    return found.url


def apply_to_emulator(
    zone: Zone, graph: Graph, environment: str, endpoint: str, named: Collection[str], preview: bool
) -> Outcome:
    """Applies what an environment's view of the zone's graph holds, layer by layer. Raises: Misuse."""
    view = graph.for_environment(environment)
    _hold_named(view, named)
    clients = Clients(entry_of(before(zone), endpoint), validated)
    _hold_organization(zone, clients, endpoint)
    live = read_accounts(zone, endpoint=endpoint, profile="", role="", others=(), save=None)
    _hold_read(live, endpoint)
    found = standing(graph, live, {node.address for node in view}, named)
    if preview or found.refused:
        return _planned(view, found, preview)
    return _applied(zone, view, found, clients)


def _hold_named(view: Graph, named: Collection[str]) -> None:
    unknown = sorted(address for address in named if address not in view)
    if unknown:
        raise Misuse(
            f"--allow-replacement {', '.join(unknown)}: {view.view} has no such resource; an address reads as "
            f"workspace.{view.view}/aws_s3_bucket.name, and `phizone graph {view.view}` writes all of them"
        )


def _hold_organization(zone: Zone, clients: Any, endpoint: str) -> None:
    """That an emulator holds the zone's organization. Raises: Misuse."""
    from botocore.exceptions import BotoCoreError, ClientError

    from phizone_stacks.live.entry import NotEntered

    told = before(zone)
    try:
        clients.confirm(names_of(zone))
        seen = clients("organizations", Place(told.management, told.regions[0])).describe_organization()
        problem = "" if seen["Organization"]["Id"] == told.id else f"its own is {seen['Organization']['Id']}"
    except NotEntered as failure:
        raise Misuse(str(failure)) from None
    except (BotoCoreError, ClientError) as failure:
        problem = str(failure)
    if problem:
        raise Misuse(
            f"{endpoint} does not hold the organization {told.id} of environments/ ({problem}); `phizone emulator "
            "start` starts an emulator that does"
        )


def _hold_read(live: Graph, endpoint: str) -> None:
    """That an emulator told all that stands in it. Raises: Misuse."""
    if live.unread:
        first = live.unread[0]
        raise Misuse(
            f"{endpoint} does not tell all that stands there, so nothing is applied to it: {len(live.unread)} types "
            f"gave no answer, first {first.type} in {first.account} {first.region}: {first.reason}"
        )


def _planned(view: Graph, found: Standing, preview: bool) -> Outcome:
    """What would be done; nothing is."""
    stacks = {address.partition("/")[0] for address in (*found.outputs, *found.missing)}
    steps = _steps(found)
    names = _in_order(stacks)
    if not preview:
        return Outcome(
            engine=Engine.EMULATOR, stacks=(), refused=_refusals(view, found), not_reached=names, preview=False
        )
    return Outcome(
        engine=Engine.EMULATOR,
        stacks=tuple(_stack(name, steps, found.equal, {}) for name in names),
        refused=_refusals(view, found),
        not_emulated=_lacking(view),
        preview=True,
        accounts=len({view[address].account for address in steps}),
    )


def _applied(zone: Zone, view: Graph, found: Standing, clients: Any) -> Outcome:
    home = zone.organization.home_region
    known: dict[str, Outputs] = dict(found.equal)
    steps, failures = _steps(found), dict[str, str]()
    for address in sorted(found.replaced, reverse=True):
        remove(view[address], found.outputs[address], clients, home)
    for layer in LAYERS:
        todo = {address for address in steps if view[address].layer == layer.name}
        with progress(f"applying {layer.name}", len(todo)) as report:
            done = apply(view, clients, home, not_emulated(), report, known, todo)
        known |= done.outputs
        failures |= done.failures
    made = {address: step for address, step in steps.items() if address in known}
    names = _in_order({node.address.partition("/")[0] for node in view})
    return Outcome(
        engine=Engine.EMULATOR,
        stacks=tuple(_stack(name, made, found.equal, failures) for name in names),
        not_emulated=_lacking(view),
        accounts=len({view[address].account for address in made}),
    )


def _steps(found: Standing) -> dict[str, Step]:
    """What is to be done, by address."""
    steps = {address: Step(act=Act.MAKE, address=address) for address in found.missing}
    for act, changed in ((Act.UPDATE, found.overwritten), (Act.REPLACE, found.replaced)):
        steps |= {
            address: Step(act=act, address=address, differs=_differs(changes)) for address, changes in changed.items()
        }
    return dict(sorted(steps.items()))


def _differs(changes: Collection[Change]) -> tuple[str, ...]:
    return tuple(f"{each.attribute}: the programs say {each.wanted}, there it is {each.seen}" for each in changes)


def _refusals(view: Graph, found: Standing) -> tuple[Refusal, ...]:
    from phizone_stacks.emulator.changeable import changeable

    return tuple(
        Refusal(
            address=address,
            why=(_NAME_IT if view[address].type in changeable().removed else _CANNOT).format(
                address=address, type=view[address].type
            ),
            source=str(view[address].source or ""),
            differs=_differs(changes),
        )
        for address, changes in found.refused.items()
    )


def _stack(name: str, steps: Mapping[str, Step], equal: Collection[str], failures: Mapping[str, str]) -> StackApplied:
    def of_it(address: str) -> bool:
        return address.partition("/")[0] == name

    return StackApplied(
        name=name,
        steps=tuple(step for address, step in steps.items() if of_it(address)),
        unchanged=sum(of_it(address) for address in equal),
        failures={address: why for address, why in failures.items() if of_it(address)},
    )


def _in_order(names: Collection[str]) -> tuple[str, ...]:
    """Stacks in the order of their layers."""
    order = {layer.name: number for number, layer in enumerate(LAYERS)}
    return tuple(sorted(names, key=lambda name: (order[name.partition(".")[0]], name)))


def _lacking(view: Graph) -> Mapping[str, int]:
    types = not_emulated()
    return dict(sorted(Counter(node.type for node in view if node.type in types).items()))
