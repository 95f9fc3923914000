"""What the walker makes of a witness, before anybody is shown it."""

from __future__ import annotations

from phizone_policies.proofs.network.model import Network
from phizone_policies.proofs.network.question import Answer, Reach, Walk, Way
from phizone_policies.proofs.network.walker import walk

ARRIVES = (Answer.REACHABLE, Answer.ONE_WAY, Answer.CONDITIONAL)
"""The answers that a packet shows."""


def replay(network: Network, reach: Reach) -> str:
    """Where the walk of the witness disagrees with the answer, in a sentence; empty where it confirms it.

    What computes in AWS's own networks, and a proxy, is no packet's way: its first step must be one that the network
    has. The other answers have no witness.
    """
    if reach.way is not None and reach.answer in ARRIVES:
        return _disagreement(walk(network, reach.way.packet, reach.way.start, reach.way.end), reach.way, reach.answer)
    if reach.answer in (*ARRIVES, Answer.PROXY):
        return _without_packet(network, reach)
    return ""


def _disagreement(found: Walk, way: Way, answer: Answer) -> str:
    said = f"{way.packet} from {way.start} to {way.end}"
    if found.end != way.end:
        last = found.hops[-1]
        return f"the witness {said} does not replay: {last.at} {last.does}"
    if found.conditional != (answer is Answer.CONDITIONAL):
        passes = "passes" if found.conditional else "does not pass"
        return f"the witness {said} is said to be {answer}, and {passes} a firewall that decides"
    if answer is not Answer.CONDITIONAL and found.returns != (answer is Answer.REACHABLE):
        comes = "comes back" if found.returns else "does not come back"
        return f"the witness {said} is said to be {answer}, and what answers it {comes}"
    return ""


def _without_packet(network: Network, reach: Reach) -> str:
    things = {one.name for one in network.managed} | {one.name for one in network.proxies} | set(network.dns)
    if reach.hops and reach.hops[0].at in things:
        return ""
    at = reach.hops[0].at if reach.hops else "nothing"
    return f"the answer {reach.answer} has no packet, and begins at {at}, which passes nothing on by itself"
