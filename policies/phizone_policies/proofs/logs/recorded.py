"""Whether every read of patients' data in an environment is in the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from phizone_environments.environment import DataClass
from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.access.world import ASSUMPTIONS, world_of
from phizone_policies.proofs.logs.arrival import archive_of, does_not_arrive
from phizone_policies.proofs.logs.reads import ASSUMPTION, RUN_TIME, recorded_as, records_reads
from phizone_policies.views.data_classes import PHI
from phizone_policies.views.tags import tag
from phizone_policies.views.trails import organization_trails, records_all_of
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.types import taggable

_CLASS = "DataClassification"


def reads_are_recorded(view: View) -> Proof:
    """The proof for the environment: over its PHI, or that it holds none."""
    open_: list[str] = []
    classified = list(_classified(view, open_))
    phi = [node for node, value in classified if value == PHI]
    if not phi and view.environment.data is not DataClass.PHI:
        what = f"nothing of {view.environment.name} is tagged PHI, so no read of it has to be recorded"
        return conclude(what, {"resources with a class of data": len(classified)}, unknown=open_)
    return _over(view, phi, open_)


def _over(view: View, phi: Sequence[Node], open_: list[str]) -> Proof:
    trails = organization_trails(view.graph, view.organization)
    refutation = _not_recorded(view, trails, phi, open_)
    archives = {bucket.address for trail in trails if (bucket := archive_of(view.graph, trail)) is not None}
    return conclude(
        f"every read of PHI in {view.environment.name} is recorded and reaches the archive",
        {
            "resources with PHI": len(phi),
            "kinds made at run time": len(RUN_TIME),
            "trails": len(trails),
            "archives": len(archives),
        },
        refutation=refutation,
        unknown=open_,
        assumptions=(*ASSUMPTIONS, ASSUMPTION, "CloudTrail delivers what its selectors take"),
        inventory=Counter(node.type for node in (*phi, *trails)),
    )


def _classified(view: View, open_: list[str]) -> Iterator[tuple[Node, str]]:
    """What is made in the environment and says which class of data it holds, with the class."""
    for node in view.graph:
        if node.environment != view.environment.name or node.type.startswith("data.") or not taggable(node.type):
            continue
        try:
            value = tag(node, _CLASS)
        except UnknownValue as reason:
            open_.append(str(reason))
            continue
        if value:
            yield node, value


def _not_recorded(view: View, trails: Sequence[Node], phi: Sequence[Node], open_: list[str]) -> Refutation | None:
    found: list[Refutation] = []
    arriving = list(_arriving(view, trails, found, open_))
    for store in phi:
        events = recorded_as(store.type)
        if not events:
            open_.append(f"nothing is known of how reads of {store.address} are recorded")
        elif not _any(arriving, partial(records_reads, view.graph, store=store), open_):
            found.append(_missing(trails, store.address, events, store))
    for kind in RUN_TIME:
        if not _any(arriving, partial(records_all_of, view.graph, kind=kind), open_):
            found.append(_missing(trails, f"what is made as {kind}", f"data events {kind}"))
    return found[0] if found else None


def _any(trails: Sequence[Node], takes: Callable[[Node], bool], open_: list[str]) -> bool:
    """Whether a trail takes something, or may."""
    try:
        return any(takes(trail) for trail in trails)
    except UnknownValue as reason:
        open_.append(str(reason))
        return True


def _arriving(view: View, trails: Sequence[Node], found: list[Refutation], open_: list[str]) -> Iterator[Node]:
    """The trails whose events reach the archive."""
    world = world_of(view.graph, view.organization)
    for trail in trails:
        try:
            stopped = does_not_arrive(view, world, trail)
        except UnknownValue as reason:
            open_.append(str(reason))
            continue
        if stopped is None:
            yield trail
        else:
            found.append(stopped)


def _missing(trails: Sequence[Node], what: str, events: str, store: Node | None = None) -> Refutation:
    steps = [Hop(what, f"is read, which AWS records as {events}", store.source if store else None)]
    steps += [Hop(trail.address, f"does not take the {events} of it", trail.source) for trail in trails]
    told = f"reads of {what} are in no trail of the organization that reaches the archive"
    return Refutation(told, tuple(steps), {"store": what, "events": events}, trails[0] if trails else store)
