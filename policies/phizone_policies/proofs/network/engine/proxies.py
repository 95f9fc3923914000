"""Ways over things that take requests at one place and make their own at another; no packet crosses them.

Whoever is named, or whose subnet or VPC is, can use a proxy. One proxy uses another where it is named itself or by an
interface of its own; an interface that merely receives requests does not pass them on.
"""

from __future__ import annotations

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.model import Network, Proxy
from phizone_policies.proofs.network.question import INTERNET, Ends


def places(network: Network, ends: Ends) -> set[str]:
    """Names under which a proxy may know some ends: interfaces, their subnets and VPCs, the internet."""
    found = set(ends.interfaces)
    for name in ends.interfaces:
        subnet = network.subnets[network.interfaces[name].subnet]
        found |= {subnet.name, subnet.vpc}
    if ends.outside:
        found.add(INTERNET)
    return found


def proxy_hops(network: Network, origins: set[str], wanted: set[str]) -> tuple[Hop, ...]:
    """The shortest chain of proxies between places of either name; empty where there is none."""
    reached: list[tuple[Proxy, tuple[Hop, ...]]] = [
        (each, (_hop(each),)) for each in network.proxies if origins & set(each.origins)
    ]
    seen = {each.name for each, _ in reached}
    for proxy, hops in reached:
        if wanted & set(proxy.targets):
            return hops
        for further in network.proxies:
            if further.name not in seen and _uses(network, proxy, further):
                seen.add(further.name)
                reached.append((further, (*hops, _hop(further))))
    return ()


def _uses(network: Network, proxy: Proxy, further: Proxy) -> bool:
    owners = {network.interfaces[name].owner for name in proxy.targets if name in network.interfaces}
    return further.name in proxy.targets or further.name in owners


def _hop(proxy: Proxy) -> Hop:
    guard = f"; {proxy.guard}" if proxy.guard else ""
    return Hop(proxy.name, f"{proxy.label}: takes requests and makes its own{guard}", proxy.source)
