"""Terraform addresses are legal, and lead back to the node's address."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phizone_stacks.graph.node import Node
from phizone_stacks.plan.names import node_address, plan_address, plan_name, writable

NAMES = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1)
STACKS = st.from_regex(r"[a-z0-9-]+\.[a-z]+", fullmatch=True)


@given(STACKS, NAMES, st.sampled_from(["aws_s3_bucket", "data.aws_ami"]))
def test_any_name_becomes_a_legal_one_that_leads_back(stack, name, kind):
    node = Node(address=f"{stack}/{kind}.{name}", type=kind, name=name)
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", plan_name(node))
    assert node_address(plan_address(node)) == node.address


def test_a_name_that_stands_twice_keeps_its_components():
    address = "workspace.prod/aws_kms_key.Team cardiology/Storage raw/data"
    node = Node(address=address, type="aws_kms_key", name="data")
    assert node_address(plan_address(node)) == address


@pytest.mark.parametrize("address", ["aws_s3_bucket.logs", "aws.account-555555555555", "module.vpc.aws_vpc.this[0]"])
def test_an_address_of_another_plan_is_refused(address):
    with pytest.raises(ValueError, match="no address of a plan that Phizone wrote"):
        node_address(address)


@pytest.mark.parametrize(
    ("kind", "legal"), [("aws_s3_bucket", True), ("data.aws_ami", True), ("random:index:Id", False), ("awsx", True)]
)
def test_a_pulumi_token_is_no_type_of_terraform_s(kind, legal):
    assert writable(Node(address=f"a.b/{kind}.x", type=kind, name="x")) is legal
