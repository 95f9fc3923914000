"""Where engine and walker once disagreed, by AWS's documents: what random networks found, made small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phizone_policies.proofs.network.engine import reach
from phizone_policies.proofs.network.model import (
    ANY,
    ICMP,
    IPV4,
    Block,
    Kind,
    Origin,
    Route,
    RouteTable,
    Traffic,
    Via,
)
from phizone_policies.proofs.network.question import Answer, Ends, Question
from phizone_policies.proofs.network.replay import replay

WORLD = (Block(4, 8 << 24, (9 << 24) - 1), Block(6, 0x2A00 << 112, (0x2A01 << 112) - 1))


@pytest.fixture
def asked():
    """The engine's answer from one place to another, and what is wrong with its witness."""

    def ends(name):
        return Ends(outside=WORLD) if name == "internet" else Ends((name,))

    def asked(network, start, end, traffic=ANY):
        found = reach(network, Question(ends(start), ends(end), traffic))
        return found, replay(network, found)

    return asked


def test_two_interfaces_of_a_vpc_never_have_one_address(network, asked, changed):
    whole = network.subnets["a1"].blocks
    network = changed(network, "interfaces", "a1-host", blocks=whole, kind=Kind.HYPOTHETICAL)
    network = changed(network, "interfaces", "a1-other", blocks=whole, kind=Kind.HYPOTHETICAL)
    found, wrong = asked(network, "a1-host", "a1-other")
    assert (found.answer, wrong) == (Answer.REACHABLE, "")
    assert found.way.packet.source != found.way.packet.destination


def test_a_hypothetical_interface_never_has_the_one_address_of_another(network, asked, changed):
    second = network.interfaces["a1-other"].blocks[0]
    either = (Block(IPV4, second.first - 1, second.first),)
    network = changed(network, "interfaces", "a1-host", blocks=either, kind=Kind.HYPOTHETICAL)
    found, wrong = asked(network, "a2-host", "a1-host")
    assert (found.answer, wrong) == (Answer.REACHABLE, "")
    assert found.way.packet.destination == second.first - 1


def test_a_route_for_nat64_to_what_is_not_known_may_lead_to_the_internet(network, asked, routed):
    assert asked(routed(network, "a1", "64:ff9b::/96", Via.UNKNOWN, "a reference"), "a1-host", "internet")[
        0
    ].answer is (Answer.UNKNOWN)


def test_icmp_of_version_4_goes_over_version_4(network, asked, changed):
    found, wrong = asked(network, "a1-host", "a2-host", Traffic(ICMP))
    assert (found.answer, found.way.packet.family, wrong) == (Answer.REACHABLE, IPV4, "")
    alone = changed(network, "interfaces", "a1-host", blocks=network.interfaces["a1-host"].blocks[1:])
    assert asked(alone, "a1-host", "a2-host", Traffic(ICMP))[0].answer is Answer.ISOLATED


def test_the_local_route_goes_before_a_propagated_one_of_a_longer_prefix(network, asked, routed):
    learned = routed(network, "a1", "10.1.2.0/24 2600:1:2::/48", Via.UNKNOWN, "a VPN", origin=Origin.PROPAGATED)
    assert asked(learned, "a1-host", "a2-host")[0].answer is Answer.REACHABLE


def test_a_gateway_route_to_the_very_interface_delivers(network, asked, changed, routed):
    local = network.tables["a1-table"].routes[0]
    network = routed(network, "a1", "9.0.0.0/8", Via.INTERNET, "igw-a")
    table = RouteTable("in", "a", (local, Route("in", network.subnets["a1"].blocks, Via.INTERFACE, "a1-host")))
    network = changed(replace(network, tables={**network.tables, "in": table}), "interfaces", "a1-host", public=True)
    network = changed(network, "vpcs", "a", gateway_tables={"igw-a": "in"})
    found, wrong = asked(network, "internet", "a1-host")
    assert (found.answer, wrong) == (Answer.ONE_WAY, "")


def test_no_acl_is_asked_from_an_attachment_into_its_own_subnet(joined, asked, changed):
    same = changed(joined, "attachments", "tgw-b", subnets=("b1",))
    found, wrong = asked(changed(same, "acls", "b1-acl", ingress=()), "a1-host", "b1-host")
    assert (found.answer, wrong) == (Answer.ONE_WAY, "")  # for what answers both sides are asked
