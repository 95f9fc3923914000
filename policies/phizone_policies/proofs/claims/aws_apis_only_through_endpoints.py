"""AWS is asked through an environment's own endpoints."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.checks.environment_has_its_endpoints import SERVICES
from phizone_policies.proof import Hop, Proof, Refutation
from phizone_policies.proofs.network.claim import Asked, at_worst, beside, decide, network, own, sizes_of
from phizone_policies.proofs.network.mend import to_mend
from phizone_policies.proofs.network.model import ServiceEndpoint
from phizone_policies.proofs.network.question import Question
from phizone_policies.proofs.network.sets_of import internet, of_environment


@proof(claim=Claim.ISOLATION, severity=Severity.CRITICAL, profile=Profile.ZONE)
def aws_apis_only_through_endpoints(view: View) -> Iterator[Proof]:
    """What an environment's workloads ask of AWS goes through its own endpoints, whose policies hold it to our own.

    Why: an API is a way out like any other; one PutObject into a stranger's bucket carries what no packet could.
    Fix: give the endpoint that the witness names a policy with aws:ResourceOrgID and private DNS, or make it.
    Source: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; 45 CFR 164.312(e)(1).
    """
    built, vpcs = network(view), own(view)
    there = [each for each in built.endpoints.values() if each.vpc in vpcs]
    sources = of_environment(built, view.environment.name)
    asked = (
        Asked(each, Question(beside(sources, each, vpcs), internet(built)), given)
        for each, given in at_worst(built, vpcs)
    )
    sizes = {"endpoints": len(there), "services": len(SERVICES), **sizes_of(view.graph, built, sources.interfaces)}
    what = f"no way to AWS from the workload subnets of {view.environment.name} but endpoints that lead to our own"
    yield decide(view, what, sizes, asked, shown=_shortcoming(view, there))


def _shortcoming(view: View, there: list[ServiceEndpoint]) -> Refutation | None:
    """What is wrong with the endpoints themselves, by their settings; None where nothing is."""
    for each in there:
        if each.foreign:
            return _of(view, each, each.foreign[0])
        if not each.gateway and not each.private_dns and ".vpce-svc-" not in each.service:
            return _of(
                view, each, f"the name of {each.service} leads past {each.name}: private_dns_enabled is not True"
            )
    missing = [name for name in SERVICES if name not in {each.service for each in there}]
    if missing:
        hop = Hop(view.environment.name, f"has no endpoint of {missing[0]}")
        return Refutation(f"no endpoint of {view.environment.name} leads to {', '.join(missing)}", (hop,))
    return None


def _of(view: View, endpoint: ServiceEndpoint, message: str) -> Refutation:
    node = view.graph.find(endpoint.name)
    hop = Hop(endpoint.name, message.removeprefix(f"{endpoint.name} "), node.source if node else None)
    return Refutation(message, (hop,), {"service": endpoint.service}, to_mend(view.graph, network(view), (hop,)))
