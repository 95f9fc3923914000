"""No name carries data out of an environment."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof, Refutation, conclude
from phizone_policies.proofs.network.claim import network, own
from phizone_policies.proofs.network.engine import dns_channel
from phizone_policies.proofs.network.mend import to_mend
from phizone_policies.proofs.network.question import Answer


@proof(claim=Claim.ISOLATION, severity=Severity.HIGH, profile=Profile.ZONE)
def dns_is_closed(view: View) -> Iterator[Proof]:
    """The resolver of an environment's VPCs answers listed names only, none where its firewall fails, and asks nobody.

    Why: AWS's resolver asks the internet for any name past every route, group and ACL, and a name carries text.
    Fix: associate a DNS Firewall rule group that allows listed names and blocks "*", keep firewall_fail_open DISABLED
    and forward no queries.
    Source: Route 53 Developer Guide, "How Route 53 Resolver DNS Firewall works"; 45 CFR 164.312(e)(1).
    """
    built, vpcs = network(view), sorted(own(view))
    refutation, unknown = None, list[str]()
    for vpc in vpcs:
        found = dns_channel(built, vpc)
        unknown += found.unknown
        if found.answer is Answer.REACHABLE:
            decider = built.dns[vpc].by if vpc in built.dns else ""
            node = view.graph.find(decider) or to_mend(view.graph, built, found.hops)
            refutation = refutation or Refutation(f"{vpc}: {found.hops[0].does}", found.hops, {"vpc": vpc}, node)
    yield conclude(
        f"no query from the VPCs of {view.environment.name} leads out",
        {"VPCs": len(vpcs)},
        refutation=refutation,
        unknown=unknown,
        assumptions=built.assumptions,
        inventory=built.inventory,
    )
