"""One search: what it is for, and what was seen while looking."""

from __future__ import annotations

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.flight import Flight, Step
from phizone_policies.proofs.network.engine.goals import Goals
from phizone_policies.proofs.network.engine.index import Index
from phizone_policies.proofs.network.engine.sets import Box
from phizone_stacks.graph.node import Source


class Search:
    """Looks for ways to some goals.

    `answering` holds the names on the way of the packets that are answered, or is None while looking for these: the
    security groups on that way let answers through. `relaxed` is for packets that do not arrive: filters and missing
    routes are noted in the flight and not obeyed; with `jumps` it also goes where nothing connects places.
    """

    def __init__(
        self,
        index: Index,
        goals: Goals,
        *,
        answering: frozenset[str] | None = None,
        relaxed: bool = False,
        jumps: bool = False,
    ) -> None:
        self.index = index
        self.network = index.network
        self.goals = goals
        self.answering = answering
        self.relaxed = relaxed
        self.jumps = jumps
        self.answers_internet = not index.network.internet_gateways.keys().isdisjoint(answering or ())
        """Whether what is answered went through an internet gateway."""
        self.unknown: dict[str, None] = {}
        """What is missing, a sentence each, in the order it was met."""
        self.touched: set[str] = set()
        """VPCs and subnets where packets were."""

    def note(self, what: str) -> None:
        """Says that packets come to something that is not known."""
        self.unknown[what] = None

    def block(self, flight: Flight, at: str, does: str, source: Source | None = None) -> Flight | None:
        """What is left of packets that something stops: nothing, unless it is asked what all stops them."""
        if not self.relaxed:
            return None
        return flight._replace(blockers=(*flight.blockers, Hop(at, does, source)))


def onward(flight: Flight, box: Box, step: Step) -> Flight:
    """The packets that go on, with the step that let them."""
    return flight._replace(box=box, trail=flight.by(step))


def hidden(search: Search, flight: Flight, at: str) -> Flight | None:
    """The packets behind something that hides their sender: no rule that names groups knows either end there."""
    if flight.must_hold is not None:
        names = ", ".join(sorted(flight.must_hold))
        blocked = search.block(
            flight, at, f"stands between, so that a rule that names the security group {names} is void"
        )
        if blocked is None:
            return None
        flight = blocked
    return flight._replace(must_hold=None, references=False)
