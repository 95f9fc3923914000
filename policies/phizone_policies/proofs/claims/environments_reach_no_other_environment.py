"""Environments do not reach each other."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.network.claim import Asked, also, at_worst, decide, inside, network, own, vpcs_of
from phizone_policies.proofs.network.model import Network
from phizone_policies.proofs.network.question import Question


@proof(claim=Claim.ISOLATION, severity=Severity.CRITICAL, profile=Profile.ZONE)
def environments_reach_no_other_environment(view: View) -> Iterator[Proof]:
    """No packet gets from an environment to another or back, whatever routes and filters both have in their accounts.

    Why: dev is where code is tried and prod is where patients are; the transit gateway that joins both to the
    organization must not join them.
    Fix: take away the propagation, route or peering that the witness names: an attachment is in its own table only.
    Source: 45 CFR 164.308(a)(4); Transit Gateway guide, "Isolated VPCs".
    """
    built = network(view)
    for other in view.zone.environments:
        if other.name != view.environment.name:
            yield _between(view, built, other.name)


def _between(view: View, built: Network, other: str) -> Proof:
    here, there = own(view), vpcs_of(built, other)
    sizes = {
        f"subnets of {view.environment.name}": _subnets(built, here),
        f"subnets of {other}": _subnets(built, there),
    }
    what = f"no path between {view.environment.name} and {other}"
    return decide(view, what, sizes, _asked(built, here, there))


def _asked(built: Network, here: frozenset[str], there: frozenset[str]) -> Iterator[Asked]:
    for each, given in at_worst(built, here | there):
        ours, theirs = (also(inside(built, vpcs), each, vpcs) for vpcs in (here, there))
        yield Asked(each, Question(ours, theirs), given)
        yield Asked(each, Question(theirs, ours), given)


def _subnets(built: Network, vpcs: frozenset[str]) -> int:
    return sum(1 for each in built.subnets.values() if each.vpc in vpcs)
