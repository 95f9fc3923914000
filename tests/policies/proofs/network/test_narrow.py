"""A CIDR that is a part of a subnet means its own addresses alone, as sources and as targets."""

from __future__ import annotations

import pytest

from phizone_policies.cases import graph_of
from phizone_policies.proofs.network.build import network_of
from phizone_policies.proofs.network.ends import ends_of
from phizone_policies.proofs.network.engine import reach
from phizone_policies.proofs.network.model import ANY
from phizone_policies.proofs.network.narrow import narrowed
from phizone_policies.proofs.network.question import Answer, Question
from phizone_policies.proofs.network.replay import replay


def ref(address: str, attribute: str = "id"):
    return {"$ref": {"address": address, "attribute": attribute}}


def group(cidr: str):
    rule = {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [cidr]}
    return {"vpc_id": ref("aws_vpc.a"), "ingress": [rule], "egress": [{**rule, "cidr_blocks": ["10.1.0.0/16"]}]}


RESOURCES = {
    "aws_vpc.a": {"cidr_block": "10.1.0.0/16"},
    "aws_subnet.a": {"vpc_id": ref("aws_vpc.a"), "cidr_block": "10.1.0.0/24", "availability_zone": "us-east-1a"},
    "aws_security_group.a": group("10.1.0.0/25"),
    "aws_instance.a": {"subnet_id": ref("aws_subnet.a"), "vpc_security_group_ids": [ref("aws_security_group.a")]},
    "aws_instance.b": {"subnet_id": ref("aws_subnet.a"), "vpc_security_group_ids": [ref("aws_security_group.a")]},
}


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("10.1.0.0/25", Answer.REACHABLE),
        ("10.1.0.128/25", Answer.ISOLATED),
        ("10.1.0.64/26", Answer.REACHABLE),
        ("10.9.0.0/24", Answer.UNKNOWN),
    ],
)
def test_only_the_addresses_asked_for_are_sources(source, answer):
    graph = graph_of(RESOURCES)
    network = network_of(graph)
    asked = Question(ends_of(graph, network, source), ends_of(graph, network, "aws_instance.b"), ANY)
    network, question = narrowed(network, asked)
    found = reach(network, question)
    assert (found.answer, replay(network, found)) == (answer, "")
