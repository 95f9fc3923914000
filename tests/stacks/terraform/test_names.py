"""Names inside roots lead back to addresses, and no two are the same."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from phizone_stacks.graph.node import Node
from phizone_stacks.terraform.names import node_address, output_name, resource_address, resource_name, stack_of

TYPES = st.sampled_from(["aws_s3_bucket", "aws_s3", "data.aws_ami"])
NAMES = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1)
PATHS = st.from_regex(r"[a-z_]+(\.[0-9a-zA-Z_-]+)*", fullmatch=True)
LEGAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def node(kind: str, name: str) -> Node:
    return Node(address=f"workspace.dev/{kind}.{name}", type=kind, name=name)


@given(TYPES, NAMES)
def test_a_name_is_legal_and_leads_back(kind, name):
    made = node(kind, name)
    assert LEGAL.fullmatch(resource_name(made))
    assert node_address(stack_of(made.address), kind, resource_name(made)) == made.address


def test_a_name_of_letters_digits_and_hyphens_stays_as_it_is():
    assert resource_address(node("aws_s3_bucket", "cardiology-raw")) == "aws_s3_bucket.cardiology-raw"


def test_a_name_that_stands_twice_keeps_its_components():
    address = "workspace.dev/aws_kms_key.Team cardiology/Storage raw/data"
    made = Node(address=address, type="aws_kms_key", name="data")
    assert node_address("workspace.dev", "aws_kms_key", resource_name(made)) == address


def test_a_hyphen_of_an_attribute_is_none_of_the_name():
    assert output_name(node("aws_vpc", "a"), "tags.x-b") == "aws_vpc-a-tags_2ex_2db"
    assert output_name(node("aws_vpc", "a-tags_x"), "b") != output_name(node("aws_vpc", "a"), "tags_x-b")


@given(TYPES, NAMES, PATHS, TYPES, NAMES, PATHS)
def test_two_attributes_have_two_outputs(kind, name, path, other_kind, other_name, other_path):
    one, other = (kind, name, path), (other_kind, other_name, other_path)
    names = output_name(node(kind, name), path), output_name(node(other_kind, other_name), other_path)
    assert (one == other) == (names[0] == names[1])
    assert LEGAL.fullmatch(names[0])
