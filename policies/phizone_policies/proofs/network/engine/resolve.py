"""Whether DNS queries of a VPC carry data out: AWS's resolver takes them without gateway, route or filter."""

from __future__ import annotations

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.answer import ASSUMPTIONS
from phizone_policies.proofs.network.model import Dns, Network
from phizone_policies.proofs.network.question import INTERNET, Answer, Reach


def dns_channel(network: Network, vpc: str) -> Reach:
    """Whether a name that somebody in a VPC makes up reaches a server of a stranger's, with the data in it.

    No resolver, or only listed names answered: ISOLATED. A VPC of which nothing is told has AWS's open resolver.
    Source: Route 53 Developer Guide, "How Route 53 Resolver DNS Firewall works".
    """
    assumptions = tuple(sorted({*network.assumptions, *ASSUMPTIONS}))
    if vpc not in network.vpcs:
        return Reach(Answer.UNKNOWN, unknown=(f"{vpc} is not a VPC of the network",), assumptions=assumptions)
    dns = network.dns.get(vpc, Dns(vpc))
    if not network.vpcs[vpc].resolver:
        stop = Hop(vpc, "AWS's resolver does not answer in it: enable_dns_support is off")
        return Reach(Answer.ISOLATED, blockers=(stop,), assumptions=assumptions)
    if dns.closed and not dns.unsure:
        stop = Hop(dns.firewall or vpc, "answers listed names only, and none if it fails")
        return Reach(Answer.ISOLATED, blockers=(stop,), assumptions=assumptions)
    if dns.unsure:
        return Reach(Answer.UNKNOWN, unknown=(dns.unsure,), assumptions=assumptions)
    return Reach(Answer.REACHABLE, hops=_hops(dns), assumptions=assumptions)


def _hops(dns: Dns) -> tuple[Hop, ...]:
    why = dns.why or "no DNS Firewall filters names"
    forwards = [Hop(name, "forwards queries to another network") for name in dns.forwards]
    return (Hop(dns.vpc, f"AWS's resolver answers in it, and {why}"), *forwards, Hop(INTERNET, "is asked for the name"))
