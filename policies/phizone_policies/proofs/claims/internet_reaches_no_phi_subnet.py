"""Nothing on the internet reaches an environment."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.network.claim import Asked, also, at_worst, decide, holding, inside, network, own, sizes_of
from phizone_policies.proofs.network.question import Question
from phizone_policies.proofs.network.sets_of import internet


@proof(claim=Claim.ISOLATION, severity=Severity.CRITICAL, profile=Profile.ZONE)
def internet_reaches_no_phi_subnet(view: View) -> Iterator[Proof]:
    """No packet and no proxy gets from the internet into an environment's VPC, whatever its filters and routes are.

    Why: what answers the internet is attacked from it, and a load balancer brings requests where no packet goes.
    Fix: take away the gateway, route or proxy that the witness names; people come in through Studio's presigned URLs.
    Source: 45 CFR 164.312(e)(1); Amazon VPC User Guide, "Internet gateways".
    """
    built, vpcs = network(view), own(view)
    targets = inside(built, vpcs)
    asked = (
        Asked(each, Question(internet(built), also(targets, each, vpcs)), given)
        for each, given in at_worst(built, vpcs)
    )
    what = f"no path from the internet to {holding(view)}"
    yield decide(view, what, sizes_of(view.graph, built, targets.interfaces), asked)
