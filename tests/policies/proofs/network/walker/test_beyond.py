"""The walker beyond a VPC: gateways, NAT, endpoints, peering, transit gateways, VPC Block Public Access."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phizone_policies.proofs.network.model import IPV6, TCP, AclRule, Block, Mode, Origin, RouteTable, Traffic, Via

WHOLE = Block(4, 0, 2**32 - 1)


@pytest.fixture
def natted(network, routed):
    """The first subnet leaves by the NAT gateway of the second, and that by the internet gateway."""
    out = routed(network, "a1", "0.0.0.0/0", Via.NAT, "nat-a2")
    return routed(out, "a2", "0.0.0.0/0", Via.INTERNET, "igw-a")


@pytest.fixture
def public(network, routed, changed):
    """A host with a public address in a subnet that leads to the internet gateway."""
    out = routed(network, "a1", "0.0.0.0/0 ::/0", Via.INTERNET, "igw-a")
    return changed(out, "interfaces", "a1-host", public=True)


def test_an_internet_gateway_carries_both_ways_for_a_public_address(public, sent):
    assert (sent(public, "a1-host", "internet").end, sent(public, "a1-host", "internet").returns) == ("internet", True)
    assert (sent(public, "internet", "a1-host").end, sent(public, "internet", "a1-host").returns) == ("a1-host", True)


def test_an_internet_gateway_carries_nothing_for_a_private_address(public, sent):
    assert sent(public, "a1-other", "internet").end == ""
    assert sent(public, "internet", "a1-other").end == ""


def test_nothing_comes_into_a_subnet_without_a_route_to_an_internet_gateway(network, sent, changed):
    walk = sent(changed(network, "interfaces", "a1-host", public=True), "internet", "a1-host")
    assert (walk.end, walk.hops[-1].at) == ("", "a1-table")


def test_what_comes_in_without_a_route_back_is_one_way(network, sent, changed, routed):
    partly = routed(changed(network, "interfaces", "a1-host", public=True), "a1", "9.0.0.0/8", Via.INTERNET, "igw-a")
    walk = sent(partly, "internet", "a1-host")
    assert (walk.end, walk.returns) == ("a1-host", False)


def test_version_6_needs_no_public_address(public, sent):
    assert sent(public, "a1-other", "internet", family=IPV6).returns
    assert sent(public, "internet", "a1-other", family=IPV6).returns


def test_an_egress_only_gateway_carries_what_begins_inside(network, sent, routed, changed):
    out = routed(network, "a1", "::/0", Via.EGRESS_ONLY, "eigw-a")
    assert sent(out, "a1-host", "internet", family=IPV6).returns
    alone = replace(out, internet_gateways={"eigw-a": out.internet_gateways["eigw-a"]})
    assert sent(alone, "internet", "a1-host", family=IPV6).end == ""


def test_version_6_between_two_vpcs_over_the_internet(public, sent, routed):
    both = routed(public, "b1", "::/0", Via.INTERNET, "igw-b")
    assert sent(public, "a1-host", "b1-host", family=IPV6).end == ""
    assert sent(both, "a1-host", "b1-host", family=IPV6).returns


def test_a_gateway_route_table_leads_what_comes_in_to_a_firewall(public, sent, changed, routed):
    table = public.tables["a1-table"]
    through = replace(table.routes[0], via=Via.FIREWALL, target="fw-a2", name="ingress")
    tables = {**public.tables, "ingress-table": RouteTable("ingress-table", "a", (through,))}
    redirected = changed(replace(public, tables=tables), "vpcs", "a", gateway_tables={"igw-a": "ingress-table"})
    redirected = routed(redirected, "a2", "0.0.0.0/0", Via.INTERNET, "igw-a")
    walk = sent(redirected, "internet", "a1-host")
    assert (walk.end, walk.conditional) == ("a1-host", True)


def test_nat_leads_out_and_not_in(natted, sent):
    assert sent(natted, "a1-host", "internet").returns
    assert sent(natted, "internet", "a1-host").end == ""


def test_a_nat_gateway_asks_the_acl_of_its_subnet(natted, sent, changed):
    only = AclRule("no https", 1, False, Traffic(TCP, (443, 443)), WHOLE)
    closed = changed(natted, "acls", "a2-acl", egress=(only, *natted.acls["a2-acl"].egress))
    assert sent(closed, "a1-host", "internet").end == ""
    low = AclRule("no answers", 1, False, Traffic(TCP, (1024, 65535)), WHOLE)
    mute = changed(natted, "acls", "a2-acl", ingress=(low, *natted.acls["a2-acl"].ingress))
    assert (sent(mute, "a1-host", "internet").end, sent(mute, "a1-host", "internet").returns) == ("internet", False)


def test_a_nat_gateway_without_a_route_out_is_dead(network, sent, routed):
    assert sent(routed(network, "a1", "0.0.0.0/0", Via.NAT, "nat-a2"), "a1-host", "internet").end == ""


def test_a_private_nat_gateway_does_not_reach_the_internet(natted, sent, changed):
    assert sent(changed(natted, "nat_gateways", "nat-a2", public=False), "a1-host", "internet").end == ""


def test_a_nat_gateway_translates_tcp_udp_and_icmp_only(natted, sent):
    assert sent(natted, "a1-host", "internet", protocol=47, port=0, source_port=0).end == ""


def test_nat64_leads_version_6_to_version_4(natted, sent, routed):
    mixed = routed(natted, "a1", "64:ff9b::/96", Via.NAT, "nat-a2")
    assert sent(mixed, "a1-host", "internet", family=IPV6, to="64:ff9b::808:808").returns
    assert sent(mixed, "a1-host", "internet", family=IPV6).end == ""


def test_the_longest_prefix_decides_then_the_origin(natted, sent, routed):
    hole = routed(natted, "a1", "8.0.0.0/8", Via.NOWHERE)
    assert sent(hole, "a1-host", "internet").end == ""
    listed = routed(natted, "a1", "8.0.0.0/8", Via.NOWHERE, origin=Origin.PREFIX_LIST)
    written = routed(listed, "a1", "8.0.0.0/8", Via.NAT, "nat-a2")
    assert sent(written, "a1-host", "internet").end == "internet"
    learned = routed(listed, "a1", "8.0.0.0/8", Via.NAT, "nat-a2", origin=Origin.PROPAGATED)
    assert sent(learned, "a1-host", "internet").end == ""


def test_peering_needs_a_route_each_way(network, sent, routed):
    there = routed(network, "a1", "10.2.0.0/16", Via.PEERING, "ab")
    assert (sent(there, "a1-host", "b1-host").end, sent(there, "a1-host", "b1-host").returns) == ("b1-host", False)
    assert sent(routed(there, "b1", "10.1.0.0/16", Via.PEERING, "ab"), "a1-host", "b1-host").returns


def test_peering_leads_to_no_third_place(natted, sent, routed, changed):
    out = routed(natted, "b1", "0.0.0.0/0", Via.PEERING, "ab")
    assert sent(out, "b1-host", "internet").end == ""
    unaccepted = changed(routed(natted, "b1", "10.1.0.0/16", Via.PEERING, "ab"), "peerings", "ab", active=False)
    assert sent(unaccepted, "b1-host", "a1-host").end == ""


def test_a_rule_names_groups_over_a_peering_of_one_region(network, sent, routed, changed, rule):
    there = routed(network, "a1", "10.2.0.0/16", Via.PEERING, "ab")
    named = changed(there, "groups", "b1-host-group", ingress=rule("a1-host-group"))
    assert sent(named, "a1-host", "b1-host").end == "b1-host"
    assert sent(changed(named, "peerings", "ab", same_region=False), "a1-host", "b1-host").end == ""


def test_a_transit_gateway_joins_vpcs(joined, sent):
    assert sent(joined, "a1-host", "b1-host").returns
    assert sent(joined, "a1-host", "b2-host").end == "b2-host"


def test_a_route_in_another_table_of_a_transit_gateway_leads_nowhere(joined, sent, changed):
    assert sent(changed(joined, "attachments", "tgw-a", table="tgw-table-b"), "a1-host", "b1-host").end == ""
    assert sent(changed(joined, "attachments", "tgw-a", table=""), "a1-host", "b1-host").end == ""


def test_a_blackhole_and_the_order_of_a_transit_gateway_s_routes(joined, sent, led):
    assert sent(led(joined, "tgw-table-a", "10.2.0.0/16", ""), "a1-host", "b1-host").end == ""
    assert sent(led(joined, "tgw-table-a", "10.0.0.0/8", ""), "a1-host", "b1-host").end == "b1-host"
    assert sent(led(joined, "tgw-table-a", "10.2.1.0/24", "", Origin.PROPAGATED), "a1-host", "b1-host").end == ""


def test_a_zone_without_attachment_cannot_use_a_transit_gateway(joined, sent, changed):
    assert sent(changed(joined, "attachments", "tgw-a", subnets=("a2",)), "a1-host", "b1-host").end == ""
    unsure = changed(joined, "subnets", "a2", zone="")
    assert sent(changed(unsure, "attachments", "tgw-a", subnets=("a2",)), "a1-host", "b1-host").end == "b1-host"


def test_an_attachment_that_is_not_accepted_carries_nothing(joined, sent, changed):
    assert sent(changed(joined, "attachments", "tgw-b", accepted=False), "a1-host", "b1-host").end == ""


def test_the_acl_of_an_attachment_s_subnet_is_asked_as_aws_says(joined, sent, changed):
    apart = changed(joined, "attachments", "tgw-b", subnets=("b2",))
    assert sent(changed(apart, "acls", "b2-acl", ingress=()), "a1-host", "b1-host").end == "b1-host"
    assert sent(changed(apart, "acls", "b2-acl", egress=()), "a1-host", "b1-host").end == ""
    same = changed(joined, "attachments", "tgw-b", subnets=("b1",))
    assert sent(changed(same, "acls", "b1-acl", ingress=()), "a1-host", "b1-host").end == "b1-host"
    assert sent(changed(joined, "acls", "a1-acl", ingress=()), "a1-host", "b1-host").end == ""


def test_a_rule_names_groups_over_a_transit_gateway_where_both_attachments_support_it(joined, sent, changed, rule):
    named = changed(joined, "groups", "b1-host-group", ingress=rule("a1-host-group"))
    assert sent(named, "a1-host", "b1-host").end == ""
    one = changed(named, "attachments", "tgw-a", group_references=True)
    assert sent(one, "a1-host", "b1-host").end == ""
    assert sent(changed(one, "attachments", "tgw-b", group_references=True), "a1-host", "b1-host").end == "b1-host"


def test_a_nat_gateway_behind_a_transit_gateway_is_a_way_out(joined, sent, routed, led):
    out = routed(joined, "a2", "0.0.0.0/0", Via.TRANSIT, "tgw")
    out = led(out, "tgw-table-a", "0.0.0.0/0", "tgw-b")
    out = routed(out, "b1", "0.0.0.0/0", Via.NAT, "nat-b2")
    out = routed(routed(out, "b2", "0.0.0.0/0", Via.INTERNET, "igw-b"), "b2", "10.1.0.0/16", Via.TRANSIT, "tgw")
    assert sent(out, "a2-host", "internet").returns
    assert sent(led(out, "tgw-table-a", "8.0.0.0/8", ""), "a2-host", "internet").end == ""


def test_an_internet_gateway_carries_nothing_of_another_vpc(joined, sent, routed, led, changed):
    out = led(routed(joined, "a2", "0.0.0.0/0", Via.TRANSIT, "tgw"), "tgw-table-a", "0.0.0.0/0", "tgw-b")
    out = routed(routed(out, "b1", "0.0.0.0/0", Via.INTERNET, "igw-b"), "b2", "0.0.0.0/0", Via.INTERNET, "igw-b")
    assert sent(changed(out, "interfaces", "a2-host", public=True), "a2-host", "internet").end == ""


def test_a_peering_of_transit_gateways_leads_on(joined, sent, led, changed):
    other = joined.attachments["tgw-b"]
    pair = {
        "near": replace(other, name="near", vpc="", subnets=(), table="tgw-table-a", peer="far"),
        "far": replace(other, name="far", gateway="tgw2", vpc="", subnets=(), table="far-table", peer="near"),
    }
    tables = {**joined.transit_tables, "far-table": replace(joined.transit_tables["tgw-table-a"], name="far-table")}
    whole = replace(joined, attachments={**joined.attachments, **pair}, transit_tables=tables)
    assert sent(led(whole, "tgw-table-a", "10.2.1.0/24", "near"), "a1-host", "b1-host").end == "b1-host"
    assert sent(led(whole, "tgw-table-a", "10.2.1.0/24", "far"), "a1-host", "b1-host").end == ""


def test_no_rule_names_groups_over_a_peering_of_transit_gateways(joined, sent, led, changed, rule):
    supporting = {name: replace(one, group_references=True) for name, one in joined.attachments.items()}
    other = supporting["tgw-b"]
    supporting["near"] = replace(other, name="near", vpc="", subnets=(), peer="far")
    supporting["far"] = replace(other, name="far", gateway="tgw2", vpc="", subnets=(), table="far-table", peer="near")
    tables = {**joined.transit_tables, "far-table": replace(joined.transit_tables["tgw-table-a"], name="far-table")}
    named = changed(
        replace(joined, attachments=supporting, transit_tables=tables),
        "groups",
        "b1-host-group",
        ingress=rule("a1-host-group"),
    )
    assert sent(named, "a1-host", "b1-host").end == "b1-host"
    assert sent(led(named, "tgw-table-a", "10.2.1.0/24", "near"), "a1-host", "b1-host").end == ""


def test_a_gateway_endpoint_of_an_open_policy_is_a_way_out(network, sent, routed, changed):
    out = routed(network, "a1", "240.0.0.0/24", Via.ENDPOINT, "s3-a", origin=Origin.PREFIX_LIST)
    assert (sent(out, "a1-host", "s3").end, sent(out, "a1-host", "s3").returns) == ("internet", True)
    assert sent(changed(out, "endpoints", "s3-a", foreign=()), "a1-host", "s3").end == ""
    assert sent(changed(out, "endpoints", "s3-a", vpc="b"), "a1-host", "s3").end == ""


def test_a_service_without_an_endpoint_s_route_is_on_the_internet(natted, sent):
    assert sent(natted, "a1-host", "s3").end == "internet"


@pytest.mark.parametrize(
    ("mode", "out", "through_nat", "back"),
    [
        (Mode.OFF, "internet", "internet", "a1-host"),
        (Mode.INGRESS, "", "internet", ""),
        (Mode.BIDIRECTIONAL, "", "", ""),
    ],
)
def test_block_public_access(public, natted, sent, mode, out, through_nat, back):
    assert sent(replace(public, blocked={"a": mode}), "a1-host", "internet").end == out
    assert sent(replace(natted, blocked={"a": mode}), "a1-host", "internet").end == through_nat
    assert sent(replace(public, blocked={"a": mode}), "internet", "a1-host").end == back


def test_an_excluded_subnet_is_open_again(public, sent):
    excluded = replace(public, blocked={"a": Mode.BIDIRECTIONAL, "a1": Mode.OFF})
    assert sent(excluded, "a1-host", "internet").returns


def test_the_same_address_in_two_vpcs_is_two_places(network, sent, changed):
    twin = changed(network, "vpcs", "b", blocks=network.vpcs["a"].blocks)
    twin = changed(twin, "subnets", "b2", blocks=network.subnets["a2"].blocks)
    twin = changed(twin, "interfaces", "b2-host", blocks=network.interfaces["a2-host"].blocks)
    assert sent(twin, "a1-host", "a2-host").end == "a2-host"
    assert sent(twin, "a1-host", "b2-host", to="10.1.2.10").end == ""


def test_a_nat_instance_gives_what_it_passes_on_its_own_public_address(network, sent, routed, changed):
    out = routed(network, "a1", "0.0.0.0/0", Via.INTERFACE, "a2-host")
    out = routed(out, "a2", "0.0.0.0/0", Via.INTERNET, "igw-a")
    out = changed(out, "interfaces", "a2-host", public=True)
    assert sent(out, "a1-host", "internet").end == ""
    assert sent(changed(out, "interfaces", "a2-host", forwards=True), "a1-host", "internet").returns
