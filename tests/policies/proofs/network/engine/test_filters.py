"""What security groups and network ACLs let through."""

from __future__ import annotations

from phizone_policies.proofs.network.model import ANY, ICMP, TCP, UDP, Kind, Traffic
from phizone_policies.proofs.network.question import Answer

HTTPS = Traffic(TCP, (443, 443))


def test_what_no_group_lets_out_goes_nowhere(pair, ask):
    pair.group("closed", "a", ingress=[(ANY, ["0.0.0.0/0"], [])])
    pair.interface("x", "a1", "10.1.1.10/32", groups=["closed"])
    assert ask(pair, "x", "y").answer is Answer.ISOLATED


def test_what_no_group_lets_in_does_not_arrive(pair, ask):
    pair.group("closed", "a", egress=[(ANY, ["0.0.0.0/0"], [])])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["closed"])
    assert ask(pair, "x", "y").answer is Answer.ISOLATED


def test_the_union_of_all_groups_lets_through(pair, ask):
    pair.group("https", "a", egress=[(HTTPS, ["10.1.0.0/16"], [])])
    pair.group("all", "a", egress=[(ANY, ["0.0.0.0/0"], [])])
    pair.interface("x", "a1", "10.1.1.10/32", groups=["https", "all"])
    assert ask(pair, "x", "y", Traffic(UDP, (53, 53))).answer is Answer.REACHABLE


def test_a_rule_opens_its_ports_only(pair, ask):
    pair.group("https", "a", ingress=[(HTTPS, ["0.0.0.0/0"], [])])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["https"])
    assert ask(pair, "x", "y", HTTPS).way.packet.port == 443
    assert ask(pair, "x", "y", Traffic(TCP, (0, 442))).answer is Answer.ISOLATED
    assert ask(pair, "x", "y", Traffic(UDP, (443, 443))).answer is Answer.ISOLATED


def test_a_rule_for_every_protocol_has_no_ports(pair, ask):
    pair.group("odd", "a", ingress=[(Traffic(None, (443, 443)), ["0.0.0.0/0"], [])])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["odd"])
    assert ask(pair, "x", "y", Traffic(UDP, (53, 53))).answer is Answer.REACHABLE


def test_a_rule_for_pings_opens_no_other_type(pair, ask):
    pair.group("ping", "a", ingress=[(Traffic(ICMP, (8, 8)), ["0.0.0.0/0"], [])])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["ping"])
    assert ask(pair, "x", "y").way.packet.protocol == ICMP
    assert ask(pair, "x", "y", Traffic(ICMP, (0, 7))).answer is Answer.ISOLATED


def test_an_ipv4_rule_says_nothing_of_ipv6(pair, ask):
    pair.group("v6", "a", ingress=[(ANY, ["::/0"], [])])
    pair.group("v4", "a", egress=[(ANY, ["0.0.0.0/0"], [])])
    pair.interface("x", "a1", "10.1.1.10/32", "2600:1:0:1::10/128", groups=["v4"])
    pair.interface("y", "a2", "10.1.2.10/32", "2600:1:0:2::10/128", groups=["v6"])
    assert ask(pair, "x", "y").answer is Answer.ISOLATED


def test_a_rule_that_names_a_group_lets_its_holders_in(pair, ask):
    pair.group("clients", "a", egress=[(ANY, ["0.0.0.0/0"], [])])
    pair.group("server", "a", ingress=[(HTTPS, [], ["clients"])])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["server"])
    assert ask(pair, "x", "y").answer is Answer.ISOLATED
    pair.interface("x", "a1", "10.1.1.10/32", groups=["clients"])
    assert ask(pair, "x", "y").answer is Answer.REACHABLE


def test_a_rule_that_names_a_group_lets_out_to_its_holders(pair, ask):
    pair.group("servers", "a", ingress=[(ANY, ["0.0.0.0/0"], [])])
    pair.group("client", "a", egress=[(HTTPS, [], ["servers"])])
    pair.interface("x", "a1", "10.1.1.10/32", groups=["client"])
    assert ask(pair, "x", "y").answer is Answer.ISOLATED
    pair.interface("y", "a2", "10.1.2.10/32", groups=["servers"])
    assert ask(pair, "x", "y").answer is Answer.REACHABLE


def test_a_rule_that_names_a_group_does_not_open_its_holders_subnet(pair, ask):
    pair.group("ours", "a", ingress=[(ANY, ["0.0.0.0/0"], [])], egress=[(ANY, [], ["ours"])])
    pair.group("theirs", "a", ingress=[(ANY, ["0.0.0.0/0"], [])])
    pair.interface("app", "a2", "10.1.2.0/24", groups=["ours"], kind=Kind.HYPOTHETICAL)
    pair.interface("other", "a2", "10.1.2.0/24", groups=["theirs"], kind=Kind.HYPOTHETICAL)
    pair.interface("x", "a1", "10.1.1.10/32", groups=["ours"])
    assert ask(pair, "x", "app").answer is Answer.REACHABLE
    assert ask(pair, "x", "other").answer is Answer.ISOLATED


def test_a_hypothetical_interface_sends_to_others_like_it(pair, ask):
    pair.group("self", "a", ingress=[(ANY, [], ["self"])], egress=[(ANY, [], ["self"])])
    pair.interface("app", "a1", "10.1.1.0/24", groups=["self"], kind=Kind.HYPOTHETICAL)
    assert ask(pair, "app", "app").answer is Answer.REACHABLE


def test_an_interface_does_not_send_to_itself(pair, ask):
    assert ask(pair, "x", "x").answer is Answer.ISOLATED


def test_a_group_that_is_not_in_the_graph_makes_the_answer_unknown(pair, ask):
    pair.interface("y", "a2", "10.1.2.10/32", groups=["elsewhere"])
    found = ask(pair, "x", "y")
    assert found.answer is Answer.UNKNOWN
    assert found.unknown == ("security group elsewhere of y is not in the graph",)


def test_the_lowest_number_of_a_network_acl_decides(pair, ask):
    pair.acl("a1-acl", egress=[(False, HTTPS, "0.0.0.0/0"), (True, ANY, "0.0.0.0/0")])
    assert ask(pair, "x", "y", HTTPS).answer is Answer.ISOLATED
    pair.acl("a1-acl", egress=[(True, ANY, "0.0.0.0/0"), (False, HTTPS, "0.0.0.0/0")])
    assert ask(pair, "x", "y", HTTPS).answer is Answer.REACHABLE


def test_a_network_acl_without_an_entry_denies(pair, ask):
    pair.acl("a2-acl", ingress=[(True, Traffic(UDP), "0.0.0.0/0")])
    assert ask(pair, "x", "y", HTTPS).answer is Answer.ISOLATED


def test_a_network_acl_says_nothing_within_a_subnet(pair, ask):
    pair.acl("a1-acl", egress=[], ingress=[])
    pair.interface("z", "a1", "10.1.1.11/32")
    assert ask(pair, "x", "z").answer is Answer.REACHABLE


def test_answers_pass_network_acls_too(pair, ask):
    pair.acl("a1-acl", ingress=[(False, Traffic(TCP, (1024, 65535)), "0.0.0.0/0"), (True, ANY, "0.0.0.0/0")])
    assert ask(pair, "x", "y", Traffic(TCP)).answer is Answer.ONE_WAY
    pair.acl("a1-acl", ingress=[(True, Traffic(TCP, (50000, 50001)), "0.0.0.0/0")])
    assert ask(pair, "x", "y", Traffic(TCP)).way.packet.source_port == 50000


def test_answers_pass_security_groups_that_name_nobody(pair, ask):
    pair.group("out", "a", egress=[(ANY, ["0.0.0.0/0"], [])])
    pair.group("in", "a", ingress=[(ANY, ["0.0.0.0/0"], [])])
    pair.interface("x", "a1", "10.1.1.10/32", groups=["out"])
    pair.interface("y", "a2", "10.1.2.10/32", groups=["in"])
    assert ask(pair, "x", "y").answer is Answer.REACHABLE


def test_the_one_address_of_an_interface_is_nobody_elses(pair, ask):
    pair.interface("app", "a1", "10.1.1.0/24", kind=Kind.HYPOTHETICAL)
    pair.acl("a2-acl", ingress=[(True, ANY, "10.1.1.10/32")])
    assert ask(pair, "x", "y").answer is Answer.REACHABLE
    assert ask(pair, "app", "y").answer is Answer.ISOLATED
