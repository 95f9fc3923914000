"""Peering connections and transit gateways."""

from __future__ import annotations

from phizone_policies.proofs.network.model import ANY, Mode, Origin, Traffic, Via
from phizone_policies.proofs.network.question import Answer


def test_peers_with_routes_on_both_sides_reach_one_another(peers, ask):
    assert ask(peers, "x", "y").answer is Answer.REACHABLE


def test_without_a_route_back_packets_still_arrive(peers, ask):
    peers.table("b1-table", "b")
    assert ask(peers, "x", "y").answer is Answer.ONE_WAY
    assert ask(peers, "y", "x").answer is Answer.ISOLATED


def test_a_peering_that_is_not_accepted_carries_nothing(peers, ask):
    peers.peering("ab", "a", "b", active=False)
    assert ask(peers, "x", "y").answer is Answer.ISOLATED


def test_nothing_passes_through_a_peer_to_a_third_vpc(peers, ask):
    peers.vpc("c", "10.3.0.0/16")
    peers.subnet("c1", "c", "10.3.1.0/24", routes=[("10.0.0.0/8", Via.PEERING, "bc")])
    peers.interface("z", "c1", "10.3.1.10/32")
    peers.peering("bc", "b", "c")
    peers.table("a1-table", "a", [("10.3.0.0/16", Via.PEERING, "ab")])
    peers.table("b1-table", "b", [("10.3.0.0/16", Via.PEERING, "bc")])
    assert ask(peers, "x", "z").answer is Answer.ISOLATED


def test_nothing_leaves_by_a_peers_gateways(peers, ask):
    peers.subnet("pub", "b", "10.2.9.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "b-igw")])
    peers.nat("nat", "pub")
    peers.table("a1-table", "a", [("0.0.0.0/0", Via.PEERING, "ab")])
    peers.table("b1-table", "b", [("0.0.0.0/0", Via.NAT, "nat")])
    assert ask(peers, "x", "internet").answer is Answer.ISOLATED


def test_rules_name_groups_of_a_peer_in_the_same_region_only(peers, ask):
    peers.group("server", "b", ingress=[(ANY, [], ["a-open"])])
    peers.interface("y", "b1", "10.2.1.10/32", groups=["server"])
    assert ask(peers, "x", "y").answer is Answer.REACHABLE
    peers.peering("ab", "a", "b", same_region=False)
    assert ask(peers, "x", "y").answer is Answer.ISOLATED


def test_the_same_addresses_in_two_vpcs_are_two_places(plan, ask):
    for vpc in ("a", "b"):
        plan.vpc(vpc, "10.1.0.0/16")
        plan.subnet(f"{vpc}1", vpc, "10.1.1.0/24")
        plan.interface(f"in {vpc}"[-1], f"{vpc}1", "10.1.1.10/32")
    plan.interface("near", "a1", "10.1.1.11/32")
    assert ask(plan, "near", "a").answer is Answer.REACHABLE
    assert ask(plan, "near", "b").answer is Answer.ISOLATED


def test_what_propagates_into_the_associated_table_is_reached(hub, ask):
    found = ask(hub, "x", "y")
    assert found.answer is Answer.REACHABLE
    assert [hop.at for hop in found.way.hops if hop.at in ("a-at", "main 10.2.0.0/16", "b-at")] == [
        "a-at",
        "main 10.2.0.0/16",
        "b-at",
    ]


def test_the_table_of_the_source_attachment_decides(hub, ask):
    hub.transit("other", ("10.1.0.0/16", "a-at"))
    hub.attach("a-at", "a", "a9", table="other")
    assert ask(hub, "x", "y").answer is Answer.ISOLATED


def test_an_attachment_without_a_table_sends_nothing(hub, ask):
    hub.attach("a-at", "a", "a9", table="")
    assert ask(hub, "x", "y").answer is Answer.ISOLATED


def test_an_attachment_that_is_not_accepted_carries_nothing(hub, ask):
    hub.attach("b-at", "b", "b9", accepted=False)
    assert ask(hub, "x", "y").answer is Answer.ISOLATED


def test_a_blackhole_drops(hub, ask):
    hub.transit("main", ("10.2.1.0/24", ""))
    assert ask(hub, "x", "y").answer is Answer.ISOLATED


def test_the_longest_prefix_goes_before_a_static_route(hub, ask):
    hub.transit("main", ("10.0.0.0/8", ""))
    assert ask(hub, "x", "y").answer is Answer.REACHABLE


def test_a_static_route_goes_before_a_propagated_one(hub, ask):
    hub.transit("main", ("10.2.0.0/16", ""))
    assert ask(hub, "x", "y").answer is Answer.ISOLATED


def test_a_subnet_in_a_zone_without_the_attachment_does_not_use_it(hub, ask):
    hub.subnet("a5", "a", "10.1.5.0/24", zone="z5", routes=[("10.0.0.0/8", Via.TRANSIT, "hub")])
    hub.interface("far", "a5", "10.1.5.10/32")
    assert ask(hub, "far", "y").answer is Answer.ISOLATED
    assert ask(hub, "y", "far").answer is Answer.ONE_WAY


def test_the_network_acl_of_an_attachments_subnet_counts(hub, ask):
    hub.acl("a9-acl", ingress=[], egress=[(True, ANY, "0.0.0.0/0")])
    assert ask(hub, "x", "y").answer is Answer.ISOLATED
    hub.acl("a9-acl", ingress=[(True, ANY, "0.0.0.0/0")], egress=[])
    assert ask(hub, "x", "y").answer is Answer.ONE_WAY


def test_in_the_subnet_of_the_attachment_both_sides_of_its_acl_count_on_the_way_out_only(hub, ask):
    hub.subnet("a9", "a", "10.1.9.0/24", routes=[("10.0.0.0/8", Via.TRANSIT, "hub")])
    hub.interface("near", "a9", "10.1.9.10/32")
    hub.acl("a9-acl", ingress=[])
    assert ask(hub, "near", "y").answer is Answer.ISOLATED
    assert ask(hub, "y", "near").answer is Answer.ONE_WAY


def test_rules_name_groups_over_a_transit_gateway_where_both_attachments_allow_it(hub, ask):
    hub.group("server", "b", ingress=[(ANY, [], ["a-open"])])
    hub.interface("y", "b1", "10.2.1.10/32", groups=["server"])
    hub.attach("a-at", "a", "a9", group_references=True)
    assert ask(hub, "x", "y").answer is Answer.ISOLATED
    hub.attach("b-at", "b", "b9", group_references=True)
    assert ask(hub, "x", "y").answer is Answer.REACHABLE


def test_the_internet_is_reached_through_another_vpcs_nat_gateway(hub, ask):
    hub.table("a1-table", "a", [("0.0.0.0/0", Via.TRANSIT, "hub")])
    hub.transit("main", ("0.0.0.0/0", "b-at"))
    hub.subnet(
        "pub", "b", "10.2.8.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "b-igw"), ("10.0.0.0/8", Via.TRANSIT, "hub")]
    )
    hub.nat("nat", "pub")
    assert ask(hub, "x", "internet").answer is Answer.ISOLATED
    hub.table("b9-table", "b", [("0.0.0.0/0", Via.NAT, "nat")])
    assert ask(hub, "x", "internet").answer is Answer.REACHABLE
    hub.set(blocked={"a": Mode.BIDIRECTIONAL})
    assert ask(hub, "x", "internet").answer is Answer.REACHABLE


def test_what_comes_over_a_transit_gateway_does_not_leave_by_an_internet_gateway(hub, ask):
    hub.interface("x", "a1", "10.1.1.10/32", public=True)
    hub.table("a1-table", "a", [("0.0.0.0/0", Via.TRANSIT, "hub")])
    hub.transit("main", ("0.0.0.0/0", "b-at"))
    hub.table("b9-table", "b", [("0.0.0.0/0", Via.INTERNET, "b-igw")])
    assert ask(hub, "x", "internet").answer is Answer.ISOLATED


def test_two_transit_gateways_that_peer_lead_on_by_static_routes(hub, ask):
    hub.attach("b-at", "b", "b9", gateway="far", table="far")
    hub.table("b1-table", "b", [("10.0.0.0/8", Via.TRANSIT, "far")])
    hub.attach("here", "", gateway="hub", table="main", peer="there")
    hub.attach("there", "", gateway="far", table="far", peer="here")
    hub.transit("far", ("10.2.0.0/16", "b-at"), ("10.1.0.0/16", "there"), gateway="far")
    hub.set(transit_tables={"far": hub.network.transit_tables["far"]})
    hub.transit("main", ("10.2.0.0/16", "here"), origin=Origin.PROPAGATED)
    hub.transit("main", ("10.1.0.0/16", "a-at"))
    assert ask(hub, "x", "y").answer is Answer.ISOLATED
    hub.transit("main", ("10.2.0.0/16", "here"))
    assert ask(hub, "x", "y").answer is Answer.REACHABLE


def test_transit_gateways_that_send_in_a_circle_end(hub, ask):
    hub.table("b9-table", "b", [("10.3.0.0/16", Via.TRANSIT, "hub")])
    hub.transit("main", ("10.3.0.0/16", "b-at"))
    hub.vpc("c", "10.3.0.0/16")
    hub.subnet("c1", "c", "10.3.1.0/24")
    hub.interface("z", "c1", "10.3.1.10/32")
    assert ask(hub, "x", "z", Traffic(6)).answer is Answer.ISOLATED
