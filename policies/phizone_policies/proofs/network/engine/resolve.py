"""Whether DNS queries of a VPC carry data out: AWS's resolver takes them without gateway, route or filter."""

from __future__ import annotations

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.answer import ASSUMPTIONS
from phizone_policies.proofs.network.model import Dns, Network
from phizone_policies.proofs.network.question import INTERNET, Answer, Ends, Reach


def resolve(network: Network, sources: Ends) -> Reach:
    """Whether DNS queries of any of the sources carry data out; the first in the order of `Answer` over their VPCs."""
    if sources.managed or sources.outside:
        found = Hop((*sources.managed, INTERNET)[0], "asks resolvers that are not in a VPC of the graph")
        return Reach(Answer.REACHABLE, hops=(found,), assumptions=_assumptions(network))
    subnets = (network.subnets.get(network.interfaces[name].subnet) for name in sources.interfaces)
    vpcs = sorted({subnet.vpc if subnet else "" for subnet in subnets})
    if not vpcs:
        return _unknown(network, "there are no sources, so that nothing was looked at")
    answers = [dns_channel(network, vpc) for vpc in vpcs]
    order = list(Answer)
    return min(answers, key=lambda each: order.index(each.answer))


def dns_channel(network: Network, vpc: str) -> Reach:
    """Whether a name that somebody in a VPC makes up reaches a server of a stranger's, with the data in it.

    No resolver, or only listed names answered and none of them by another network: ISOLATED. A VPC of which nothing is
    told has AWS's open resolver.
    Source: Route 53 Developer Guide, "How Route 53 Resolver DNS Firewall works".
    """
    assumptions = _assumptions(network)
    if vpc not in network.vpcs:
        return _unknown(network, f"{vpc or 'the VPC'} is not a VPC of the network")
    dns = network.dns.get(vpc, Dns(vpc))
    if not network.vpcs[vpc].resolver:
        stop = Hop(vpc, "AWS's resolver does not answer in it: enable_dns_support is off")
        return Reach(Answer.ISOLATED, blockers=(stop,), assumptions=assumptions)
    if dns.closed and not dns.unsure and not dns.forwards:
        stop = Hop(dns.firewall or vpc, "answers listed names only, and none if it fails")
        return Reach(Answer.ISOLATED, blockers=(stop,), assumptions=assumptions)
    if dns.unsure and not dns.forwards:
        return _unknown(network, dns.unsure)
    return Reach(Answer.REACHABLE, hops=_hops(dns), assumptions=assumptions)


def _hops(dns: Dns) -> tuple[Hop, ...]:
    why = dns.why or ("sends what its firewall lets through" if dns.closed else "has no DNS firewall")
    forwards = [Hop(name, "forwards queries to another network") for name in dns.forwards]
    asks = Hop(dns.vpc, f"AWS's resolver answers in it, and it {why}")
    return (asks, *forwards, Hop(INTERNET, "is asked for the name"))


def _assumptions(network: Network) -> tuple[str, ...]:
    return tuple(sorted({*network.assumptions, *ASSUMPTIONS}))


def _unknown(network: Network, what: str) -> Reach:
    return Reach(Answer.UNKNOWN, unknown=(what,), assumptions=_assumptions(network))
