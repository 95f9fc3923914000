"""What the walker makes of witnesses: confirmed without a word, else told in a sentence."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address

import pytest

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.model import IPV4, TCP, ManagedEgress, Proxy, Via
from phizone_policies.proofs.network.question import Answer, Packet, Reach, Way
from phizone_policies.proofs.network.replay import replay

SAID = "the witness tcp 10.1.1.10:50000 to 10.1.2.10:443 from a1-host to a2-host"


@pytest.fixture
def witness():
    """An answer with a packet from one host of the first VPC to that of its second subnet."""
    ends = {"source": int(ip_address("10.1.1.10")), "destination": int(ip_address("10.1.2.10"))}
    packet = Packet(IPV4, protocol=TCP, port=443, source_port=50000, **ends)

    def witness(answer):
        return Reach(answer, Way(packet, "a1-host", "a2-host", (Hop("a1-host", "sends it"),)))

    return witness


def test_a_witness_that_arrives_is_confirmed(network, witness):
    assert replay(network, witness(Answer.REACHABLE)) == ""


def test_a_witness_that_is_dropped_is_told_with_what_drops_it(network, witness, changed):
    closed = changed(network, "groups", "a2-host-group", ingress=())
    told = "does not replay: a2-host has no group that lets it into a2-host"
    assert replay(closed, witness(Answer.REACHABLE)) == f"{SAID} {told}"


def test_an_answer_that_comes_back_and_one_that_does_not_are_told_apart(network, witness, changed):
    assert replay(network, witness(Answer.ONE_WAY)) == f"{SAID} is said to be ONE_WAY, and what answers it comes back"
    mute = changed(network, "acls", "a1-acl", ingress=())
    told = "is said to be REACHABLE, and what answers it does not come back"
    assert replay(mute, witness(Answer.REACHABLE)) == f"{SAID} {told}"
    assert replay(mute, witness(Answer.ONE_WAY)) == ""


def test_a_firewall_on_the_way_and_none_are_told_apart(network, witness, routed):
    told = "is said to be CONDITIONAL, and does not pass a firewall that decides"
    assert replay(network, witness(Answer.CONDITIONAL)) == f"{SAID} {told}"
    around = routed(network, "a1", "10.1.2.0/25", Via.FIREWALL, "fw-a2")
    assert replay(around, witness(Answer.CONDITIONAL)) == ""
    told = "is said to be REACHABLE, and passes a firewall that decides"
    assert replay(around, witness(Answer.REACHABLE)) == f"{SAID} {told}"


def test_what_computes_in_aws_s_networks_and_a_proxy_must_be_ones_of_the_network(network):
    things = replace(
        network,
        managed=(ManagedEgress("studio", "it is open", "prod"),),
        proxies=(Proxy("balancer", "load balancer", ("internet",), ("a",)),),
    )
    assert replay(things, Reach(Answer.REACHABLE, hops=(Hop("studio", "leaves"),))) == ""
    assert replay(things, Reach(Answer.PROXY, hops=(Hop("balancer", "asks"),))) == ""
    told = "the answer PROXY has no packet, and begins at studio-2, which passes nothing on by itself"
    assert replay(things, Reach(Answer.PROXY, hops=(Hop("studio-2", "asks"),))) == told
    assert replay(things, Reach(Answer.REACHABLE)).startswith(
        "the answer REACHABLE has no packet, and begins at nothing"
    )


def test_answers_without_a_witness_are_not_replayed(network):
    assert [replay(network, Reach(answer)) for answer in (Answer.ISOLATED, Answer.UNKNOWN)] == ["", ""]
