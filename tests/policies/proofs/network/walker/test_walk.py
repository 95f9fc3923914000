"""The walker inside a VPC: groups, network ACLs, local routes, middleboxes, firewalls, what is not known."""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.network.model import ANY, ICMP, TCP, UDP, AclRule, Block, Kind, Traffic, Unmodelled, Via

WHOLE = Block(4, 0, 2**32 - 1)


def test_a_packet_arrives_in_another_subnet_and_its_answer_comes_back(network, sent):
    walk = sent(network, "a1-host", "a2-host")
    assert (walk.end, walk.returns, walk.conditional, walk.unknown) == ("a2-host", True, False, "")
    assert [hop.at for hop in walk.hops] == [
        "a1-host-open",
        "a1-host",
        "a1-local",
        "open",
        "open",
        "a2-host-open",
        "a2-host",
    ]


def test_groups_are_a_union(network, sent, changed):
    closed = changed(network, "groups", "a1-host-group", egress=())
    assert sent(closed, "a1-host", "a2-host").end == ""
    both = changed(closed, "interfaces", "a1-host", groups=("a1-host-group", "a1-other-group"))
    assert sent(both, "a1-host", "a2-host").end == "a2-host"


def test_an_interface_without_groups_takes_nothing(network, sent, changed):
    assert sent(changed(network, "interfaces", "a2-host", groups=()), "a1-host", "a2-host").end == ""


def test_a_group_whose_rules_are_not_known_makes_the_walk_unknown(network, sent, changed):
    walk = sent(changed(network, "interfaces", "a2-host", groups=("strange",)), "a1-host", "a2-host")
    assert (walk.end, walk.unknown) == ("", "a2-host has group strange, whose rules are not known")


def test_a_rule_opens_only_the_dimension_that_it_names(network, sent, changed):
    opened = network.groups["a2-host-group"].ingress[0]
    udp = changed(network, "groups", "a2-host-group", ingress=(replace(opened, traffic=Traffic(UDP)),))
    assert sent(udp, "a1-host", "a2-host").end == ""
    assert sent(udp, "a1-host", "a2-host", protocol=UDP).end == "a2-host"
    port = changed(network, "groups", "a2-host-group", ingress=(replace(opened, traffic=Traffic(TCP, (80, 442))),))
    assert sent(port, "a1-host", "a2-host").end == ""
    assert sent(port, "a1-host", "a2-host", port=442).end == "a2-host"
    kind = changed(network, "groups", "a2-host-group", ingress=(replace(opened, traffic=Traffic(ICMP, (8, 8))),))
    assert sent(kind, "a1-host", "a2-host", protocol=ICMP, port=8, source_port=0).end == "a2-host"
    assert sent(kind, "a1-host", "a2-host", protocol=ICMP, port=0, source_port=0).end == ""


def test_a_rule_that_names_a_group_lets_in_who_holds_it(network, sent, changed, rule):
    named = changed(network, "groups", "a2-host-group", ingress=rule("a1-host-group"))
    assert sent(named, "a1-host", "a2-host").end == "a2-host"
    assert sent(named, "a1-other", "a2-host").end == ""


def test_a_rule_that_names_a_group_lets_out_to_who_holds_it(network, sent, changed, rule):
    named = changed(network, "groups", "a1-host-group", egress=rule("a2-host-group"))
    assert sent(named, "a1-host", "a2-host").end == "a2-host"
    walk = sent(named, "a1-host", "a1-other")
    assert walk.end == ""
    assert walk.hops[-1].does == "has no group that lets it out of a1-host"


def test_the_lowest_entry_of_an_acl_decides(network, sent, changed):
    deny = AclRule("no https", 50, False, Traffic(TCP, (443, 443)), WHOLE)
    first = changed(network, "acls", "a1-acl", egress=(deny, *network.acls["a1-acl"].egress))
    walk = sent(first, "a1-host", "a2-host")
    assert (walk.end, walk.hops[-1].at) == ("", "no https")
    late = changed(network, "acls", "a1-acl", egress=(*network.acls["a1-acl"].egress, replace(deny, number=200)))
    assert sent(late, "a1-host", "a2-host").end == "a2-host"


def test_no_entry_of_an_acl_means_no(network, sent, changed):
    assert sent(changed(network, "acls", "a2-acl", ingress=()), "a1-host", "a2-host").end == ""


def test_an_acl_is_not_asked_inside_a_subnet(network, sent, changed):
    closed = changed(network, "acls", "a1-acl", ingress=(), egress=())
    assert sent(closed, "a1-host", "a1-other").end == "a1-other"


def test_an_acl_that_drops_answers_leaves_one_way(network, sent, changed):
    only = AclRule("https", 100, True, Traffic(TCP, (443, 443)), WHOLE)
    walk = sent(changed(network, "acls", "a1-acl", ingress=(only,)), "a1-host", "a2-host")
    assert (walk.end, walk.returns) == ("a2-host", False)


def test_an_address_that_the_sender_does_not_have_is_not_sent(network, sent, changed):
    other = changed(network, "interfaces", "a1-host", blocks=network.interfaces["a1-other"].blocks)
    assert sent(other, "a1-host", "a2-host").end == ""


def test_an_interface_endpoint_only_receives(network, sent, changed):
    endpoint = changed(network, "interfaces", "a2-host", kind=Kind.ENDPOINT)
    assert sent(endpoint, "a1-host", "a2-host").end == "a2-host"
    assert sent(endpoint, "a2-host", "a1-host").end == ""


def test_a_middlebox_passes_on_only_without_the_check(network, sent, routed, changed):
    around = routed(network, "a1", "10.2.0.0/16", Via.INTERFACE, "a2-host")
    around = routed(around, "a2", "10.2.0.0/16", Via.PEERING, "ab")
    assert sent(around, "a1-host", "b1-host").end == ""
    assert sent(changed(around, "interfaces", "a2-host", forwards=True), "a1-host", "b1-host").end == "b1-host"


def test_no_rule_names_groups_through_a_middlebox(network, sent, routed, changed, rule):
    around = routed(network, "a1", "10.1.2.0/25", Via.FIREWALL, "fw-a2")
    named = changed(around, "groups", "a2-host-group", ingress=rule("a1-host-group"))
    assert sent(named, "a1-host", "a2-host").end == ""


def test_a_firewall_makes_the_walk_conditional(network, sent, routed, changed):
    around = routed(network, "a1", "10.1.2.0/25", Via.FIREWALL, "fw-a2")
    walk = sent(around, "a1-host", "a2-host")
    assert (walk.end, walk.conditional) == ("a2-host", True)
    assert sent(changed(around, "firewalls", "fw-a2", drops=True), "a1-host", "a2-host").end == ""


def test_what_goes_round_is_dropped(network, sent, routed, changed):
    around = routed(network, "a1", "0.0.0.0/0", Via.INTERFACE, "a1-other")
    forwards = changed(around, "interfaces", "a1-other", forwards=True)
    walk = sent(forwards, "a1-host", "internet")
    assert (walk.end, walk.hops[-1].at) == ("", "a1-other")


def test_a_route_to_what_is_not_known_makes_the_walk_unknown(network, sent, routed):
    walk = sent(routed(network, "a1", "0.0.0.0/0", Via.UNKNOWN, "a stack reference"), "a1-host", "internet")
    assert (walk.end, walk.unknown) == ("", "a1 to 0.0.0.0/0 leads to what is not known: a stack reference")


def test_what_is_not_modelled_makes_a_walk_unknown_where_it_stands(network, sent, changed):
    there = replace(network, unmodelled=(Unmodelled("vpn", "it is a VPN", ("a",)),))
    assert sent(there, "a1-host", "b1-host").unknown == "vpn: it is a VPN"
    assert sent(there, "b1-host", "a1-host").unknown == ""
    assert sent(there, "internet", "a1-host").unknown == "vpn: it is a VPN"
    assert sent(there, "a1-host", "a2-host").end == "a2-host"
    silent = changed(there, "groups", "a1-host-group", egress=())
    assert sent(silent, "a1-host", "b1-host").unknown == ""
    anywhere = replace(network, unmodelled=(Unmodelled("mesh", "it is a mesh"),))
    assert sent(anywhere, "b1-host", "a1-host").unknown == "mesh: it is a mesh"


def test_a_table_that_is_not_known_makes_the_walk_unknown(network, sent, changed):
    assert "route table" in sent(changed(network, "subnets", "a1", table=""), "a1-host", "a2-host").unknown


def test_link_local_addresses_are_never_forwarded(network, sent, routed):
    open_ = routed(network, "a1", "0.0.0.0/0", Via.NAT, "nat-a2")
    out = routed(open_, "a2", "0.0.0.0/0", Via.INTERNET, "igw-a")
    assert sent(out, "a1-host", "internet").end == "internet"
    assert sent(out, "a1-host", "internet", to="169.254.169.254").end == ""


def test_traffic_of_no_protocol_is_every_packet(network, sent, changed):
    opened = network.groups["a2-host-group"].ingress[0]
    every = changed(network, "groups", "a2-host-group", ingress=(replace(opened, traffic=ANY),))
    assert sent(every, "a1-host", "a2-host", protocol=47, port=0, source_port=0).end == "a2-host"
