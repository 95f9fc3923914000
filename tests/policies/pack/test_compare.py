"""One resource's attributes beside its node's: what is a difference, what is none, and what a message shows of it."""

from __future__ import annotations

import pytest

from phizone_policies.pack.compare import Comparison
from phizone_policies.pack.references import Uses
from phizone_policies.pack.shown import around
from phizone_policies.pack.told import Default, Secret
from phizone_policies.pack.translated import fields_of
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Unknown

GROUP = Node(address="a/aws_security_group.g", type="aws_security_group", name="g", region="us-east-1")
RULE = {"from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]}


def compared(wanted, seen, kind="aws_security_group", preview=True, **options):
    node = Node(address="a/x.y", type=kind, name="y", attributes=wanted, **options)
    uses = Uses(Graph([node, GROUP]))
    return [str(each) for each in Comparison(uses, node, preview).differences(seen, fields_of(kind))]


def test_equal_attributes_have_no_difference():
    attributes = {"name": "g", "ingress": [RULE], "vpc_id": Ref(GROUP.address, "vpc_id")}
    assert compared(attributes, {**attributes, "vpc_id": Unknown()}) == []


def test_a_secret_of_the_graph_is_any_secret_and_no_plain_text():
    assert compared({"name": Unknown()}, {"name": Secret("hunter2")}) == []
    assert compared({"name": Unknown()}, {"name": Unknown()}) == []
    (said,) = compared({"name": Unknown()}, {"name": "hunter2"})
    assert said == "name is no secret; proved was a value that the graph does not hold, such as a secret"


def test_what_the_graph_ignores_the_changes_of_is_not_compared():
    wanted = {"name": "g", "description": "d"}
    assert compared(wanted, {"name": "g", "description": "old"}, ignore_changes=("description",)) == []
    assert compared(wanted, {"name": "h", "description": "d"}, ignore_changes=("description",)) != []


@pytest.mark.parametrize(
    ("wanted", "seen"), [(True, 1), (1, True), (443, "443"), ("true", True), ("", None), (0, False)]
)
def test_another_type_is_another_value(wanted, seen):
    assert len(compared({"description": wanted}, {"description": seen})) == 1


def test_an_attribute_of_a_block_is_told_by_its_path():
    wider = {**RULE, "cidr_blocks": ["0.0.0.0/0"]}
    (said,) = compared({"ingress": [RULE]}, {"ingress": [wider]})
    assert said == 'ingress.0.cidr_blocks.0 is "0.0.0.0/0"; proved was "10.0.0.0/8"'
    (more,) = compared({"ingress": [RULE]}, {"ingress": [RULE, wider]})
    assert more.startswith("ingress is 2: ")
    (key,) = compared({"ingress": [RULE]}, {"ingress": [{**RULE, "self": True}]})
    assert key == "ingress.0.self is true; proved was absent"


def test_the_blocks_of_a_set_have_no_order():
    other = {**RULE, "from_port": 80, "to_port": 80}
    assert compared({"ingress": [RULE, other]}, {"ingress": [other, RULE]}) == []
    assert len(compared({"ingress": [RULE, other]}, {"ingress": [other, other]})) == 2


def test_the_elements_of_a_list_have_one():
    wanted = {"ingress": [{**RULE, "cidr_blocks": ["10.0.0.0/8", "10.1.0.0/16"]}]}
    seen = {"ingress": [{**RULE, "cidr_blocks": ["10.1.0.0/16", "10.0.0.0/8"]}]}
    assert len(compared(wanted, seen)) == 2


def test_an_unknown_inside_a_list_is_taken_from_the_graph_at_preview_alone():
    wanted, seen = {"ingress": [Ref(GROUP.address, "ingress.0")]}, {"ingress": [{"from_port": Unknown()}]}
    assert compared(wanted, seen) == []
    assert compared(wanted, seen, preview=False) == [
        'ingress.0 is not known though it is applied; proved was {"$ref": '
        '{"address": "a/aws_security_group.g", "attribute": "ingress.0"}}'
    ]


def test_a_default_where_the_graph_says_something_is_compared():
    assert compared({"name": "g"}, {"name": Default("g")}) == []
    assert compared({"name": "g"}, {"name": Default("h")}) != []
    assert compared({}, {"name": Default("h")}) == []


def test_secrets_in_blocks_and_maps_are_withheld():
    seen = {"tags": {"a": Secret("hunter2")}, "ingress": [{**RULE, "description": Secret("hunter2")}], "name": "n"}
    told = compared({"name": "n", "ingress": [], "tags": {"a": "b"}}, seen)
    assert len(told) == 2
    assert "hunter2" not in "".join(told)


def test_long_texts_are_shown_from_where_they_part():
    one, other = f"{'a' * 300}x{'b' * 300}", f"{'a' * 300}y{'b' * 300}"
    assert around(one, other) == tuple(f'…"{"a" * 40}{mark}{"b" * 119}"…' for mark in "xy")
