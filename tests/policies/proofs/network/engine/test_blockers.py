"""Why nothing arrives: every setting that stops packets on the way that the fewest stop."""

from __future__ import annotations

from phizone_policies.proofs.network.engine import reach
from phizone_policies.proofs.network.model import ANY, TCP, Kind, Mode, Traffic, Via
from phizone_policies.proofs.network.question import Question

HTTPS = Traffic(TCP, (443, 443))


def test_every_filter_on_the_way_is_told(pair, ask):
    pair.group("closed", "a")
    pair.group("shut", "a")
    pair.interface("x", "a1", "10.1.1.10/32", groups=["closed"])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["shut"])
    pair.acl("a1-acl", egress=[(False, ANY, "10.1.2.0/24"), (True, ANY, "0.0.0.0/0")])
    pair.acl("a2-acl", ingress=[])
    assert [hop.at for hop in ask(pair, "x", "y").blockers] == ["closed", "a1-acl-out-1", "a2-acl", "shut"]


def test_what_lets_through_is_not_told(pair, ask):
    pair.acl("a2-acl", ingress=[])
    assert [hop.at for hop in ask(pair, "x", "y", HTTPS).blockers] == ["a2-acl"]


def test_a_service_that_both_ends_let_through_is_taken(pair, ask):
    pair.group("clients", "a", egress=[(Traffic(TCP, (8000, 9000)), ["0.0.0.0/0"], [])])
    pair.group("server", "a", ingress=[(Traffic(TCP, (8443, 8443)), ["0.0.0.0/0"], [])])
    pair.interface("x", "a1", "10.1.1.10/32", groups=["clients"])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["server"])
    pair.acl("a2-acl", ingress=[])
    (blocker,) = ask(pair, "x", "y").blockers
    assert "tcp 8443 from 10.1.1.10 to 10.1.2.10" in blocker.does


def test_a_missing_route_is_told(public, ask):
    public.table("a1-table", "a")
    assert [hop.at for hop in ask(public, "x", "internet").blockers] == ["a1-table"]


def test_a_missing_route_and_a_missing_public_address_are_told(public, ask):
    public.table("a1-table", "a")
    public.interface("x", "a1", "10.1.1.10/32")
    assert [hop.at for hop in ask(public, "x", "internet").blockers] == ["a1-table", "a-igw"]


def test_a_missing_gateway_is_told(public, ask):
    public.table("a1-table", "a")
    public.set(internet_gateways={})
    assert [hop.at for hop in ask(public, "x", "internet").blockers] == ["a1-table", "a"]


def test_vpcs_that_nothing_connects_are_told(peers, ask):
    peers.set(peerings={})
    peers.table("a1-table", "a")
    assert [hop.at for hop in ask(peers, "x", "y").blockers] == ["a1-table", "a"]


def test_a_table_of_the_transit_gateway_without_a_route_is_told(hub, ask):
    hub.transit("other", ("10.1.0.0/16", "a-at"))
    hub.attach("a-at", "a", "a9", table="other")
    assert [hop.at for hop in ask(hub, "x", "y").blockers] == ["other"]


def test_a_blackhole_is_told(hub, ask):
    hub.transit("main", ("10.2.1.0/24", ""))
    assert [hop.at for hop in ask(hub, "x", "y").blockers] == ["main 10.2.1.0/24"]


def test_what_blocks_public_access_is_told_by_name(natted, ask):
    natted.set(blocked={"a": Mode.BIDIRECTIONAL}, blocked_by={"a": "options"})
    assert [hop.at for hop in ask(natted, "x", "internet").blockers] == ["options"]


def test_of_two_ways_the_one_with_fewer_stops_is_told(peers, ask):
    peers.table("a1-table", "a", [("10.2.0.0/16", Via.NOWHERE, "")])
    assert [hop.at for hop in ask(peers, "x", "y").blockers] == ["a1-table 10.2.0.0/16"]


def test_blockers_are_told_on_request_only(pair):
    pair.acl("a2-acl", ingress=[])
    question = Question(pair.ends("x"), pair.ends("y"))
    assert reach(pair.network, question, explain=False).blockers == ()


def test_a_vpc_without_an_internet_gateway_is_told(public, ask):
    public.set(internet_gateways={})
    assert [hop.at for hop in ask(public, "internet", "x").blockers] == ["a"]


def test_an_endpoint_that_begins_nothing_is_told(pair, ask):
    pair.interface("eni", "a2", "10.1.2.20/32", kind=Kind.ENDPOINT, owner="kms")
    assert [hop.at for hop in ask(pair, "eni", "x").blockers] == ["eni"]


def test_a_transit_gateway_that_leads_nowhere_near_is_no_reason_to_tell_nothing(hub, ask):
    hub.vpc("c", "10.3.0.0/16")
    hub.subnet("c1", "c", "10.3.1.0/24")
    hub.interface("z", "c1", "10.3.1.10/32")
    hub.table("a1-table", "a")
    assert [hop.at for hop in ask(hub, "x", "z").blockers] == ["a1-table", "a"]


def test_an_address_that_the_senders_subnet_has_itself_is_told(plan, ask):
    plan.vpc("a", "10.1.0.0/16")
    plan.subnet("a1", "a", "10.1.1.0/24")
    plan.interface("x", "a1", "10.1.1.10/32")
    plan.vpc("b", "10.1.0.0/16")
    plan.subnet("b1", "b", "10.1.1.0/24")
    plan.interface("y", "b1", "10.1.1.11/32")
    assert [hop.at for hop in ask(plan, "x", "y").blockers] == ["a1", "a"]
