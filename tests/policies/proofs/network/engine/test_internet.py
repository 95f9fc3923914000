"""The internet: gateways, public addresses, NAT, VPC Block Public Access."""

from __future__ import annotations

from phizone_policies.proofs.network.engine import internet_addresses
from phizone_policies.proofs.network.model import (
    ANY,
    IPV4,
    TCP,
    UDP,
    Block,
    InternetGateway,
    ManagedEgress,
    Mode,
    Network,
    Traffic,
    Via,
    Vpc,
)
from phizone_policies.proofs.network.question import Answer


def test_private_and_reserved_addresses_are_not_on_the_internet(number):
    found = internet_addresses(Network())
    outside = [
        number(each) for each in ("10.0.0.1", "172.31.0.1", "192.168.1.1", "100.64.0.1", "169.254.0.1", "240.0.0.1")
    ]
    assert [each for each in outside if any(block.first <= each <= block.last for block in found)] == []


def test_addresses_of_aws_services_are_on_the_internet():
    services = {"s3/us-east-1": (Block(IPV4, 240 << 24, (240 << 24) + 255),)}
    assert Block(IPV4, 240 << 24, (240 << 24) + 255) in internet_addresses(Network(services=services))


def test_a_vpcs_own_ipv6_addresses_are_not_on_the_internet(number):
    block = Block(6, number("2600:1::"), number("2600:1:0:ff:ffff:ffff:ffff:ffff"))
    vpc = Vpc("a", "1", "us-east-1", "prod", (block,))
    inside = [each for each in internet_addresses(Network(vpcs={"a": vpc})) if each.first <= block.first <= each.last]
    assert inside == []


def test_a_public_address_and_a_route_reach_the_internet_both_ways(public, ask):
    assert ask(public, "x", "internet").answer is Answer.REACHABLE
    assert ask(public, "internet", "x").answer is Answer.REACHABLE


def test_without_a_route_nothing_leaves_and_nothing_comes_in(public, ask):
    public.table("a1-table", "a")
    assert ask(public, "x", "internet").answer is Answer.ISOLATED
    found = ask(public, "internet", "x")
    assert (found.answer, [hop.at for hop in found.blockers]) == (Answer.ISOLATED, ["a1-table"])


def test_without_a_public_address_ipv4_stays_inside(public, ask):
    public.interface("x", "a1", "10.1.1.10/32")
    assert ask(public, "x", "internet").answer is Answer.ISOLATED
    assert ask(public, "internet", "x").answer is Answer.ISOLATED


def test_ipv6_is_public(pair, ask):
    pair.routes("a1-table", pair.route("v6", "::/0", Via.INTERNET, "a-igw"))
    assert ask(pair, "x", "internet").answer is Answer.REACHABLE
    assert ask(pair, "internet", "x").answer is Answer.REACHABLE


def test_an_egress_only_gateway_lets_nothing_in(pair, ask):
    pair.set(internet_gateways={"eigw": InternetGateway("eigw", "a", egress_only=True)})
    pair.routes("a1-table", pair.route("v6", "::/0", Via.EGRESS_ONLY, "eigw"))
    assert ask(pair, "x", "internet").answer is Answer.REACHABLE
    assert ask(pair, "internet", "x").answer is Answer.ISOLATED


def test_an_egress_only_gateway_carries_no_ipv4(public, ask):
    public.put("internet_gateways", InternetGateway("eigw", "a", egress_only=True))
    public.table("a1-table", "a", [("0.0.0.0/0", Via.EGRESS_ONLY, "eigw")])
    assert ask(public, "x", "internet").answer is Answer.ISOLATED


def test_a_gateway_of_another_vpc_takes_nothing(public, ask):
    public.vpc("b", "10.2.0.0/16")
    public.table("a1-table", "a", [("0.0.0.0/0", Via.INTERNET, "b-igw")])
    assert ask(public, "x", "internet").answer is Answer.ISOLATED


def test_a_route_to_a_part_of_the_internet_reaches_that_part(public, ask):
    public.table("a1-table", "a", [("52.95.0.0/16", Via.INTERNET, "a-igw")])
    assert ask(public, "x", "internet").answer is Answer.REACHABLE
    assert ask(public, "x", "52.95.1.0/24").answer is Answer.REACHABLE
    assert ask(public, "x", "8.8.8.0/24").answer is Answer.ISOLATED


def test_ipv6_of_another_vpc_is_reached_over_the_internet(pair, ask):
    pair.routes("a1-table", pair.route("v6", "::/0", Via.INTERNET, "a-igw"))
    pair.vpc("b", "2600:2::/56")
    pair.subnet("b1", "b", "2600:2:0:1::/64", routes=[("::/0", Via.INTERNET, "b-igw")])
    pair.interface("z", "b1", "2600:2:0:1::10/128")
    found = ask(pair, "x", "z")
    assert found.answer is Answer.REACHABLE
    assert {"a-igw", "b-igw"} <= {hop.at for hop in found.way.hops}


def test_two_public_addresses_may_meet_on_the_internet(public, ask):
    public.vpc("b", "10.2.0.0/16")
    public.subnet("b1", "b", "10.2.1.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "b-igw")])
    public.interface("z", "b1", "10.2.1.10/32", public=True)
    assert ask(public, "x", "z").answer is Answer.UNKNOWN
    public.group("closed", "b", ingress=[(ANY, ["10.0.0.0/8"], [])])
    public.interface("z", "b1", "10.2.1.10/32", groups=["closed"], public=True)
    assert ask(public, "x", "z").answer is Answer.ISOLATED


def test_a_nat_gateway_reaches_the_internet_and_lets_nothing_in(natted, ask):
    found = ask(natted, "x", "internet")
    assert found.answer is Answer.REACHABLE
    assert [hop.at for hop in found.way.hops if hop.at in ("nat", "a-igw")] == ["nat", "a-igw"]
    assert ask(natted, "internet", "x").answer is Answer.ISOLATED


def test_a_nat_gateway_in_a_subnet_without_a_route_is_dead(natted, ask):
    natted.table("pub-table", "a")
    assert ask(natted, "x", "internet").answer is Answer.ISOLATED


def test_an_internet_gateway_drops_what_a_private_nat_gateway_sends(natted, ask):
    natted.nat("nat", "pub", public=False)
    assert ask(natted, "x", "internet").answer is Answer.ISOLATED


def test_two_nat_gateways_that_lead_to_one_another_end(natted, ask):
    natted.table("pub-table", "a", [("0.0.0.0/0", Via.NAT, "nat")])
    assert ask(natted, "x", "internet").answer is Answer.ISOLATED


def test_a_nat_gateway_carries_tcp_udp_and_icmp_only(natted, ask):
    assert ask(natted, "x", "internet", Traffic(47)).answer is Answer.ISOLATED
    assert ask(natted, "x", "internet", Traffic(UDP)).answer is Answer.REACHABLE


def test_the_network_acl_of_a_nat_gateways_subnet_counts_on_both_legs(natted, ask):
    natted.acl("pub-acl", ingress=[(False, ANY, "10.1.1.0/24"), (True, ANY, "0.0.0.0/0")])
    assert ask(natted, "x", "internet").answer is Answer.ISOLATED
    natted.acl("pub-acl", ingress=[(True, ANY, "10.1.1.0/24")])
    assert ask(natted, "x", "internet").answer is Answer.ONE_WAY
    natted.acl("pub-acl", egress=[(True, ANY, "10.0.0.0/8")])
    assert ask(natted, "x", "internet").answer is Answer.ISOLATED


def test_answers_go_back_through_the_nat_gateway_to_the_sender(natted, ask):
    natted.acl("pub-acl", egress=[(True, ANY, "8.0.0.0/8")])
    assert ask(natted, "x", "8.8.8.0/24").answer is Answer.ONE_WAY
    natted.acl("pub-acl", egress=[(True, ANY, "8.0.0.0/8"), (True, ANY, "10.1.1.0/24")])
    assert ask(natted, "x", "8.8.8.0/24").answer is Answer.REACHABLE


def test_nat64_turns_ipv6_into_ipv4(plan, ask):
    plan.vpc("a", "10.1.0.0/16", "2600:1::/56")
    plan.subnet("a1", "a", "2600:1:0:1::/64", routes=[("64:ff9b::/96", Via.NAT, "nat")])
    plan.subnet("pub", "a", "10.1.9.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "a-igw")])
    plan.nat("nat", "pub")
    plan.interface("x", "a1", "2600:1:0:1::10/128")
    found = ask(plan, "x", "8.8.8.8/32", Traffic(TCP))
    assert found.answer is Answer.REACHABLE
    assert str(found.way.packet).endswith("to 64:ff9b::808:808:443")


def test_a_nat_gateway_takes_no_other_ipv6(plan, ask):
    plan.vpc("a", "10.1.0.0/16", "2600:1::/56")
    plan.subnet("a1", "a", "2600:1:0:1::/64", routes=[("2000::/3", Via.NAT, "nat")])
    plan.subnet("pub", "a", "10.1.9.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "a-igw")])
    plan.nat("nat", "pub")
    plan.interface("x", "a1", "2600:1:0:1::10/128")
    assert ask(plan, "x", "internet").answer is Answer.ISOLATED


def test_blocking_public_access_both_ways_stops_nat_gateways(natted, ask):
    natted.set(blocked={"a": Mode.BIDIRECTIONAL})
    assert ask(natted, "x", "internet").answer is Answer.ISOLATED
    natted.set(blocked={"a": Mode.BIDIRECTIONAL, "pub": Mode.OFF})
    assert ask(natted, "x", "internet").answer is Answer.REACHABLE


def test_blocking_ingress_leaves_nat_gateways_only(natted, ask):
    natted.set(blocked={"a": Mode.INGRESS})
    natted.interface("open", "pub", "10.1.9.10/32", public=True)
    assert ask(natted, "x", "internet").answer is Answer.REACHABLE
    assert ask(natted, "internet", "open").answer is Answer.ISOLATED
    assert ask(natted, "open", "internet").answer is Answer.ISOLATED


def test_what_computes_in_networks_of_aws_reaches_the_internet(public, ask):
    public.set(managed=(ManagedEgress("studio", "app_network_access_type is PublicInternetOnly", "prod"),))
    found = ask(public, "studio", "internet")
    assert found.answer is Answer.REACHABLE
    assert [hop.at for hop in found.hops] == ["studio", "internet"]


def test_what_computes_in_networks_of_aws_gets_where_the_internet_gets(public, ask):
    public.set(managed=(ManagedEgress("studio", "app_network_access_type is PublicInternetOnly", "prod"),))
    assert ask(public, "studio", "x").answer is Answer.REACHABLE
    public.interface("x", "a1", "10.1.1.10/32")
    assert ask(public, "studio", "x").answer is Answer.ISOLATED


def test_a_gateways_route_table_leads_what_comes_in_to_a_middlebox(public, ask):
    public.subnet("fw", "a", "10.1.8.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "a-igw")])
    public.interface("box", "fw", "10.1.8.10/32", forwards=True)
    public.table("edge", "a", [("10.1.1.0/24", Via.INTERFACE, "box")])
    public.set(
        vpcs={
            "a": Vpc("a", "1", "us-east-1", "prod", public.network.vpcs["a"].blocks, gateway_tables={"a-igw": "edge"})
        }
    )
    assert "box" in {hop.at for hop in ask(public, "internet", "x").way.hops}
    public.interface("box", "fw", "10.1.8.10/32")
    assert ask(public, "internet", "x").answer is Answer.ISOLATED
