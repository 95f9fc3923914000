"""Nothing that computes in an environment reaches the internet."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.network.claim import (
    Asked,
    at_worst,
    beside,
    decide,
    holding,
    network,
    own,
    sizes_of,
)
from phizone_policies.proofs.network.question import Question
from phizone_policies.proofs.network.sets_of import internet, of_environment


@proof(claim=Claim.ISOLATION, severity=Severity.CRITICAL, profile=Profile.ZONE)
def phi_subnets_reach_no_internet(view: View) -> Iterator[Proof]:
    """No packet gets from an environment's workload subnets to the internet, whatever filters and routes it has there.

    Why: one way out is enough to lose every patient's record, and it need not be a way back.
    Fix: take away the route, propagation or endpoint policy that the witness names; what calls AWS goes by endpoints.
    Source: 45 CFR 164.312(e)(1); Amazon VPC User Guide, "Route tables" and "NAT gateways".
    """
    built, vpcs = network(view), own(view)
    sources = of_environment(built, view.environment.name)
    asked = (
        Asked(each, Question(beside(sources, each, vpcs), internet(built)), given)
        for each, given in at_worst(built, vpcs)
    )
    what = f"no path from {holding(view)}, to the internet"
    yield decide(view, what, sizes_of(view.graph, built, sources.interfaces), asked)
