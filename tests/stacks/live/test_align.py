from __future__ import annotations

import pytest

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template
from phizone_stacks.live.align import Change, align, settled
from phizone_stacks.live.assemble import graph_of, linked
from phizone_stacks.live.found import Found
from phizone_stacks.live.place import Place

HERE = Place("777777777777", "us-east-1")
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
ID = KEY.rpartition("/")[2]
NAME = "alias/data"


@pytest.fixture
def program():
    """A key with an alias, and a log group under the key."""

    def node(address, **attributes):
        kind, _, name = address.rpartition("/")[2].partition(".")
        return Node(
            address=address,
            type=kind,
            name=name,
            account=HERE.account,
            region=HERE.region,
            environment="prod",
            attributes=attributes,
        )

    key = "workspace.prod/aws_kms_key.data"
    return Graph(
        [
            node(key, description="data", policy=Template(('{"Resource": "', Ref(key, "arn"), '"}'))),
            node("workspace.prod/aws_kms_alias.data", name=NAME, target_key_id=Ref(key, "key_id")),
            node("workspace.prod/aws_cloudwatch_log_group.data", name="/data", kms_key_id=Ref(key, "arn")),
        ]
    )


@pytest.fixture
def live():
    """The same as AWS has it, with what a test has otherwise: `live(aws_kms_key={"description": "x"})`."""
    known = {
        "aws_kms_key": {"id": ID, "key_id": ID, "arn": KEY, "description": "data", "policy": f'{{"Resource":"{KEY}"}}'},
        "aws_kms_alias": {"name": NAME, "target_key_id": ID},
        "aws_cloudwatch_log_group": {"name": "/data", "kms_key_id": KEY},
    }

    def made(without=(), more=(), **otherwise):
        found = [
            (HERE, Found(type=kind, name=kind, attributes=attributes | otherwise.get(kind, {})))
            for kind, attributes in known.items()
            if kind not in without
        ]
        return graph_of([*found, *((HERE, each) for each in more)], (), {HERE.account: "prod"}, "live")

    return made


def test_what_was_read_gets_the_programs_addresses_and_references(program, live):
    found = align(program, live())
    assert (found.missing, found.unmanaged, found.changes) == ((), (), ())
    group = found.graph["workspace.prod/aws_cloudwatch_log_group.data"]
    assert group.attributes == {"name": "/data", "kms_key_id": Ref("workspace.prod/aws_kms_key.data", "arn")}
    assert isinstance(found.graph["workspace.prod/aws_kms_key.data"].attributes["policy"], Template)


def test_what_aws_has_otherwise_is_told_and_judged_as_aws_has_it(program, live):
    found = align(program, live(aws_kms_key={"description": "other"}))
    assert found.changes == (Change("workspace.prod/aws_kms_key.data", "description", '"data"', '"other"'),)
    assert found.graph["workspace.prod/aws_kms_key.data"].attributes["description"] == "other"


def test_a_group_under_another_key_is_a_change(program, live):
    other = KEY.replace("1111", "9999")
    found = align(program, live(aws_cloudwatch_log_group={"kms_key_id": other}))
    assert [(each.attribute, each.seen) for each in found.changes] == [("kms_key_id", f'"{other}"')]


@pytest.mark.parametrize(("seen", "differs"), [("withheld", False), ("https://withheld", True)])
def test_a_value_that_is_withheld_is_no_change_unless_it_is_of_another_kind(seen, differs):
    def function(value, address):
        kind = "aws_lambda_function"
        return Node(
            address=address.format(kind),
            type=kind,
            name="rotate",
            account=HERE.account,
            region=HERE.region,
            attributes={"function_name": "rotate", "environment": [{"variables": {"MODE": value}}]},
        )

    program, live = function("careful", "workspace.prod/{}.rotate"), function(seen, "777777777777.us-east-1/{}.rotate")
    assert bool(align(Graph([program]), Graph([live], "live")).changes) is differs


@pytest.mark.parametrize(("left", "differs"), [(3, False), (1, False), (0, False), (4, True), (None, True)])
def test_days_that_have_gone_by_are_no_change(left, differs):
    def locked(days, address):
        kind = "aws_backup_vault_lock_configuration"
        attributes = {"backup_vault_name": "prod", "changeable_for_days": days}
        return Node(
            address=address.format(kind),
            type=kind,
            name="prod",
            account=HERE.account,
            region=HERE.region,
            attributes=attributes,
        )

    program, live = locked(3, "workspace.prod/{}.lock"), locked(left, "777777777777.us-east-1/{}.prod")
    assert bool(align(Graph([program]), Graph([live], "live")).changes) is differs


def test_what_is_gone_is_missing_and_what_is_new_is_unmanaged(program, live):
    new = Found(type="aws_sns_topic", name="new", attributes={"name": "new"})
    found = align(program, live(without=("aws_cloudwatch_log_group",), more=(new,)))
    assert found.missing == ("workspace.prod/aws_cloudwatch_log_group.data",)
    assert found.unmanaged == ("777777777777.us-east-1/aws_sns_topic.new",)


def test_what_aws_attaches_by_itself_is_judged_and_not_unmanaged(program, live):
    attached = {"policy_id": "p-FullAWSAccess", "target_id": "r-demo"}
    new = Found(type="aws_organizations_policy_attachment", name="r-demo/p-FullAWSAccess", attributes=attached)
    found = align(program, live(more=(new,)))
    assert found.unmanaged == ()
    (node,) = found.graph.of_type("aws_organizations_policy_attachment")
    assert (node.layer, node.attributes) == ("live", attached)


def test_ids_and_arns_join_what_was_read():
    key = Node(address="a/aws_kms_key.k", type="aws_kms_key", name="k", attributes={"arn": KEY, "id": ID, "key_id": ID})
    user = Node(address="a/aws_kms_alias.u", type="aws_kms_alias", name="u", attributes={"target_key_id": ID})
    found = {node.address: node for node in linked([key, user])}
    assert found["a/aws_kms_alias.u"].attributes == {"target_key_id": Ref("a/aws_kms_key.k", "id")}
    assert found["a/aws_kms_key.k"].attributes == {"arn": KEY, "id": ID, "key_id": ID}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"Action": ["a"], "Effect": "Allow"}', '{"Effect":"Allow","Action":"a"}'),
        (["b", "a"], ["a", "b"]),
        ([], None),
        ({"x": None, "y": 1}, {"y": "1"}),
        ("", None),
    ],
)
def test_what_means_the_same_is_the_same(one, other):
    assert settled(one) == settled(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), (["a"], ["a", "b"]), (True, False), (False, None)])
def test_what_means_something_else_is_not_the_same(one, other):
    assert settled(one) != settled(other)
