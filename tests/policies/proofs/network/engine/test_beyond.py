"""Endpoints, proxies, DNS, what is not modelled, and questions over nothing."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.network.engine import dns_channel, reach, resolve
from phizone_policies.proofs.network.model import (
    IPV4,
    Block,
    Dns,
    Kind,
    Proxy,
    ServiceEndpoint,
    Unmodelled,
    Via,
    Vpc,
)
from phizone_policies.proofs.network.question import Answer, Ends, Question

S3 = Block(IPV4, 240 << 24, (240 << 24) + 255)
OPEN = ("its policy allows everybody's buckets",)


@pytest.fixture
def store(plan):
    """VPC `a` with `x`, whose only way out is a gateway endpoint of S3."""
    plan.set(services={"s3/us-east-1": (S3,)})
    plan.vpc("a", "10.1.0.0/16")
    plan.subnet("a1", "a", "10.1.1.0/24", routes=[("240.0.0.0/24", Via.ENDPOINT, "s3")])
    plan.interface("x", "a1", "10.1.1.10/32")
    return plan


def test_a_gateway_endpoint_with_an_open_policy_is_a_way_to_others(store, ask):
    store.put("endpoints", ServiceEndpoint("s3", "a", "s3", gateway=True, foreign=OPEN))
    assert ask(store, "x", "internet").answer is Answer.REACHABLE
    store.put("endpoints", ServiceEndpoint("s3", "a", "s3", gateway=True))
    assert ask(store, "x", "internet").answer is Answer.ISOLATED


def test_a_gateway_endpoint_serves_its_own_vpc_only(hub, ask):
    hub.set(services={"s3/us-east-1": (S3,)})
    hub.put("endpoints", ServiceEndpoint("s3", "b", "s3", gateway=True, foreign=OPEN))
    hub.table("a1-table", "a", [("240.0.0.0/24", Via.TRANSIT, "hub")])
    hub.transit("main", ("240.0.0.0/24", "b-at"))
    hub.table("b9-table", "b", [("240.0.0.0/24", Via.ENDPOINT, "s3")])
    assert ask(hub, "x", "internet").answer is Answer.ISOLATED


def test_a_subnet_without_the_endpoints_route_goes_round_its_policy(store, ask):
    store.put("endpoints", ServiceEndpoint("s3", "a", "s3", gateway=True))
    store.subnet("pub", "a", "10.1.9.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "a-igw")])
    store.interface("z", "pub", "10.1.9.10/32", public=True)
    assert ask(store, "z", "240.0.0.0/24").answer is Answer.REACHABLE
    assert ask(store, "x", "240.0.0.0/24").answer is Answer.ISOLATED


def test_an_interface_endpoint_with_an_open_policy_is_a_way_to_others(pair, ask):
    pair.put("endpoints", ServiceEndpoint("partner", "a", "com.example.partner", gateway=False, foreign=OPEN))
    pair.interface("partner-eni", "a2", "10.1.2.20/32", kind=Kind.ENDPOINT, owner="partner")
    found = ask(pair, "x", "internet")
    assert found.answer is Answer.REACHABLE
    assert found.way.end == "partner-eni"
    assert found.way.hops[-1].at == "partner"
    assert ask(pair, "x", "8.8.8.0/24").answer is Answer.ISOLATED


def test_an_interface_endpoint_sends_nothing_of_its_own(pair, ask):
    pair.interface("eni", "a2", "10.1.2.20/32", kind=Kind.ENDPOINT, owner="kms")
    assert ask(pair, "eni", "x").answer is Answer.ISOLATED
    assert ask(pair, "x", "eni").answer is Answer.REACHABLE


def test_a_proxy_passes_requests_on(public, ask):
    public.interface("x", "a1", "10.1.1.10/32")
    public.set(proxies=(Proxy("alb", "internet-facing load balancer", ("internet",), ("x",)),))
    found = ask(public, "internet", "x")
    assert found.answer is Answer.PROXY
    assert [hop.at for hop in found.hops] == ["alb"]


def test_whoever_reaches_the_internet_uses_what_faces_it(public, peers, ask):
    public.set(proxies=(Proxy("alb", "internet-facing load balancer", ("internet",), ("b1",)),))
    public.table("b1-table", "b")
    public.table("a1-table", "a")
    assert ask(public, "x", "y").answer is Answer.ISOLATED
    public.table("a1-table", "a", [("0.0.0.0/0", Via.INTERNET, "a-igw")])
    public.interface("x", "a1", "10.1.1.10/32", public=True)
    assert ask(public, "x", "y").answer is Answer.PROXY


def test_one_proxy_uses_another_that_it_names(peers, ask):
    peers.peering("ab", "a", "b", active=False)
    link, balancer = Proxy("link", "PrivateLink", ("a",), ("nlb",)), Proxy("nlb", "load balancer", ("b",), ("y",))
    peers.set(proxies=(balancer, link))
    assert [hop.at for hop in ask(peers, "x", "y").hops] == ["link", "nlb"]


def test_what_is_not_modelled_in_a_place_on_the_way_makes_the_answer_unknown(hub, ask):
    hub.table("a1-table", "a")
    hub.vpc("c", "10.3.0.0/16")
    hub.set(unmodelled=(Unmodelled("vpn", "a VPN is not modelled", ("c",)),))
    assert ask(hub, "x", "y").answer is Answer.ISOLATED
    hub.set(unmodelled=(Unmodelled("vpn", "a VPN is not modelled", ("a",)),))
    assert ask(hub, "x", "y").unknown == ("vpn: a VPN is not modelled",)
    hub.set(unmodelled=(Unmodelled("vpn", "a VPN is not modelled", ("b",)),))
    assert ask(hub, "x", "y").answer is Answer.UNKNOWN
    hub.set(unmodelled=(Unmodelled("vpn", "a VPN is not modelled"),))
    assert ask(hub, "x", "y").answer is Answer.UNKNOWN


def test_what_is_not_modelled_where_packets_to_elsewhere_get_makes_the_answer_unknown(hub, ask):
    hub.vpc("c", "10.3.0.0/16")
    hub.subnet("c1", "c", "10.3.1.0/24")
    hub.interface("z", "c1", "10.3.1.10/32")
    hub.set(unmodelled=(Unmodelled("vpn", "a VPN is not modelled", ("b1",)),))
    assert ask(hub, "x", "z").answer is Answer.UNKNOWN


def test_what_is_not_modelled_does_not_matter_to_whom_no_group_lets_out(hub, ask):
    hub.vpc("c", "10.3.0.0/16")
    hub.subnet("c1", "c", "10.3.1.0/24")
    hub.interface("z", "c1", "10.3.1.10/32")
    hub.group("closed", "a")
    hub.interface("x", "a1", "10.1.1.10/32", groups=["closed"])
    hub.set(unmodelled=(Unmodelled("vpn", "a VPN is not modelled", ("a",)),))
    assert ask(hub, "x", "z").answer is Answer.ISOLATED


def test_over_nothing_the_answer_is_unknown(pair):
    question = Question(Ends(), Ends(("y",)))
    assert reach(pair.network, question).unknown == ("there are no sources, so that nothing was looked at",)
    question = Question(Ends(("x",)), Ends())
    assert reach(pair.network, question).unknown == ("there are no targets, so that nothing was looked at",)


def test_over_what_is_not_in_the_network_the_answer_is_unknown(pair):
    question = Question(Ends(("nobody",)), Ends(("y",)))
    assert reach(pair.network, question).unknown == ("nobody is not an interface of the network",)


def test_between_two_places_on_the_internet_the_answer_is_unknown(pair, ask):
    assert ask(pair, "8.8.8.0/24", "9.9.9.0/24").answer is Answer.UNKNOWN


def test_to_addresses_that_are_nowhere_the_answer_is_unknown(pair, ask):
    assert ask(pair, "x", "192.168.0.0/16").answer is Answer.UNKNOWN


def test_what_is_cut_off_neither_sends_nor_receives(public):
    question = Question(Ends(cut_off=("job",)), public.ends("internet"))
    found = reach(public.network, question)
    assert found.answer is Answer.ISOLATED
    assert [hop.at for hop in found.blockers] == ["job"]


def test_an_open_resolver_carries_data_out(pair):
    found = dns_channel(pair.network, "a")
    assert found.answer is Answer.REACHABLE
    assert [hop.at for hop in found.hops] == ["a", "internet"]


def test_a_resolver_that_answers_listed_names_only_does_not(pair):
    pair.set(dns={"a": Dns("a", firewall="fw", closed=True)})
    assert dns_channel(pair.network, "a").answer is Answer.ISOLATED
    pair.set(dns={"a": Dns("a", why="the firewall fails open")})
    assert dns_channel(pair.network, "a").answer is Answer.REACHABLE
    pair.set(dns={"a": Dns("a", unsure="the lists are not in the graph")})
    assert dns_channel(pair.network, "a").unknown == ("the lists are not in the graph",)


def test_a_vpc_without_a_resolver_has_no_such_channel(pair):
    pair.put("vpcs", Vpc("a", "1", "us-east-1", "prod", pair.network.vpcs["a"].blocks, resolver=False))
    assert dns_channel(pair.network, "a").answer is Answer.ISOLATED


def test_forwarded_queries_stand_in_the_way(pair):
    pair.set(dns={"a": Dns("a", forwards=("rule",))})
    assert "rule" in [hop.at for hop in dns_channel(pair.network, "a").hops]


def test_of_several_vpcs_the_most_open_resolver_decides(peers):
    peers.set(dns={"a": Dns("a", closed=True)})
    assert resolve(peers.network, peers.ends("x")).answer is Answer.ISOLATED
    assert resolve(peers.network, peers.ends("x", "y")).answer is Answer.REACHABLE
    assert resolve(peers.network, peers.ends()).answer is Answer.UNKNOWN
