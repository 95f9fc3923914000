"""Which route decides, and what stands on the way inside a VPC."""

from __future__ import annotations

from phizone_policies.proofs.network.model import ANY, Firewall, Origin, Via
from phizone_policies.proofs.network.question import Answer


def test_a_route_in_another_family_leads_nothing(public, ask):
    public.table("a1-table", "a", [("::/0", Via.INTERNET, "a-igw")])
    assert ask(public, "x", "internet").answer is Answer.ISOLATED


def test_the_longest_prefix_decides(public, ask):
    public.table("a1-table", "a", [("0.0.0.0/0", Via.INTERNET, "a-igw"), ("8.0.0.0/8", Via.NOWHERE, "")])
    assert ask(public, "x", "8.8.8.0/24").answer is Answer.ISOLATED
    assert ask(public, "x", "9.9.9.0/24").answer is Answer.REACHABLE


def test_prefix_list_halves_are_the_internet(public, ask):
    public.table("a1-table", "a")
    halves = public.route("halves", "0.0.0.0/1,128.0.0.0/1", Via.INTERNET, "a-igw", Origin.PREFIX_LIST)
    public.routes("a1-table", halves)
    assert ask(public, "x", "internet").answer is Answer.REACHABLE


def test_of_equal_prefixes_static_goes_before_prefix_list_before_propagated(public, ask):
    public.table("a1-table", "a")
    public.routes("a1-table", public.route("learned", "8.0.0.0/8", Via.INTERNET, "a-igw", Origin.PROPAGATED))
    assert ask(public, "x", "8.8.8.0/24").answer is Answer.REACHABLE
    public.routes("a1-table", public.route("listed", "8.0.0.0/8", Via.NOWHERE, "", Origin.PREFIX_LIST))
    assert ask(public, "x", "8.8.8.0/24").answer is Answer.ISOLATED
    public.routes("a1-table", public.route("written", "8.0.0.0/8", Via.INTERNET, "a-igw"))
    assert ask(public, "x", "8.8.8.0/24").answer is Answer.REACHABLE


def test_a_propagated_route_never_goes_before_local(pair, ask):
    pair.routes("a1-table", pair.route("learned", "10.1.2.0/24", Via.NOWHERE, "", Origin.PROPAGATED))
    assert ask(pair, "x", "y").answer is Answer.REACHABLE


def test_a_route_to_a_part_of_a_subnet_is_refused_and_one_to_the_whole_is_not(pair, ask):
    pair.interface("box", "a1", "10.1.1.20/32")
    pair.interface("y", "a2", "10.1.2.10/32")
    pair.routes("a1-table", pair.route("part", "10.1.2.0/25", Via.INTERFACE, "box"))
    assert ask(pair, "x", "y").answer is Answer.UNKNOWN
    pair.table("a1-table", "a", [("10.1.2.0/24", Via.INTERFACE, "box")])
    assert ask(pair, "x", "y").answer is Answer.ISOLATED


def test_a_secondary_block_is_local_and_in_no_rule_that_names_the_first(plan, ask):
    plan.vpc("a", "10.1.0.0/16", "10.9.0.0/16")
    plan.subnet("a1", "a", "10.9.1.0/24")
    plan.subnet("a2", "a", "10.1.2.0/24")
    plan.group("primary", "a", ingress=[(ANY, ["10.1.0.0/16"], [])])
    plan.interface("x", "a1", "10.9.1.10/32")
    plan.interface("y", "a2", "10.1.2.10/32")
    assert ask(plan, "x", "y").answer is Answer.REACHABLE
    plan.interface("y", "a2", "10.1.2.10/32", groups=["primary"])
    assert ask(plan, "x", "y").answer is Answer.ISOLATED


def test_an_interface_that_checks_destinations_forwards_nothing(public, ask):
    public.subnet("a2", "a", "10.1.2.0/24", routes=[("0.0.0.0/0", Via.INTERFACE, "x")])
    public.interface("y", "a2", "10.1.2.10/32")
    assert ask(public, "y", "internet").answer is Answer.ISOLATED
    public.interface("x", "a1", "10.1.1.10/32", public=True, forwards=True)
    assert ask(public, "y", "internet").answer is Answer.REACHABLE


def test_a_route_to_an_interface_brings_what_is_addressed_to_it(pair, ask):
    pair.routes("a1-table", pair.route("whole", "10.1.2.0/24", Via.INTERFACE, "y"))
    pair.interface("x", "a1", "10.1.1.10/32")
    pair.interface("other", "a2", "10.1.2.11/32")
    assert ask(pair, "x", "y").answer is Answer.REACHABLE
    assert ask(pair, "x", "other").answer is Answer.ISOLATED


def test_rules_name_no_group_behind_a_middlebox(pair, ask):
    pair.subnet("a3", "a", "10.1.3.0/24")
    pair.interface("box", "a3", "10.1.3.10/32", groups=["boxes"], forwards=True)
    pair.group("boxes", "a", ingress=[(ANY, ["0.0.0.0/0"], [])], egress=[(ANY, ["0.0.0.0/0"], [])])
    pair.group("server", "a", ingress=[(ANY, [], ["a-open"])])
    pair.interface("x", "a1", "10.1.1.10/32")
    pair.interface("y", "a2", "10.1.2.10/32", groups=["server"])
    assert ask(pair, "x", "y").answer is Answer.REACHABLE
    pair.routes("a1-table", pair.route("whole", "10.1.2.0/24", Via.INTERFACE, "box"))
    assert ask(pair, "x", "y").answer is Answer.ISOLATED
    pair.group("server", "a", ingress=[(ANY, ["10.1.1.0/24"], [])])
    assert ask(pair, "x", "y").answer is Answer.REACHABLE


def test_a_firewall_decides_unless_it_drops_all(pair, ask):
    pair.subnet("a3", "a", "10.1.3.0/24")
    pair.put("firewalls", Firewall("fw", "a3"))
    pair.interface("y", "a2", "10.1.2.10/32")
    pair.routes("a1-table", pair.route("whole", "10.1.2.0/24", Via.FIREWALL, "fw"))
    assert ask(pair, "x", "y").answer is Answer.CONDITIONAL
    pair.put("firewalls", Firewall("fw", "a3", drops=True))
    assert ask(pair, "x", "y").answer is Answer.ISOLATED


def test_what_is_surely_stopped_behind_a_firewall_is_isolated(pair, ask):
    pair.subnet("a3", "a", "10.1.3.0/24")
    pair.put("firewalls", Firewall("fw", "a3"))
    pair.group("closed", "a")
    pair.interface("y", "a2", "10.1.2.10/32", groups=["closed"])
    pair.routes("a1-table", pair.route("whole", "10.1.2.0/24", Via.FIREWALL, "fw"))
    assert ask(pair, "x", "y").answer is Answer.ISOLATED


def test_a_route_to_what_is_not_known_makes_the_answer_unknown(public, ask):
    public.table("a1-table", "a", [("0.0.0.0/0", Via.UNKNOWN, "a stack reference")])
    found = ask(public, "x", "internet")
    assert found.answer is Answer.UNKNOWN
    assert found.unknown == ("where a1-table 0.0.0.0/0 leads is not known: a stack reference",)


def test_a_route_to_what_is_not_known_elsewhere_does_not_matter(pair, ask):
    pair.group("closed", "a")
    pair.interface("y", "a2", "10.1.2.10/32", groups=["closed"])
    pair.routes("a1-table", pair.route("out", "0.0.0.0/0", Via.UNKNOWN, "a stack reference"))
    assert ask(pair, "x", "y").answer is Answer.ISOLATED


def test_a_gateway_that_is_not_in_the_graph_makes_the_answer_unknown(public, ask):
    public.table("a1-table", "a", [("0.0.0.0/0", Via.NAT, "elsewhere")])
    assert ask(public, "x", "internet").answer is Answer.UNKNOWN


def test_a_subnets_table_that_is_not_in_the_graph_makes_the_answer_unknown(pair, ask):
    pair.set(tables={})
    assert ask(pair, "x", "y").answer is Answer.UNKNOWN
