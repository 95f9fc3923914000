from __future__ import annotations

from threading import Event

import pytest
from botocore.exceptions import ClientError

from phizone_stacks.emulator import apply as module
from phizone_stacks.emulator.adapter import Adapter
from phizone_stacks.emulator.apply import apply
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown


def node(name, **attributes):
    address = f"workspace.prod/aws_kms_key.{name}"
    return Node(
        address=address,
        type="aws_kms_key",
        name=name,
        account="777777777777",
        region="us-east-1",
        attributes=attributes,
    )


@pytest.fixture
def applied(monkeypatch):
    """Applies nodes by one function; what it was asked to make is returned too, in order."""

    def run(function, *nodes, left_out=()):
        made = []

        def make(wanted):
            made.append((wanted.node.name, dict(wanted.attributes)))
            return function(wanted)

        monkeypatch.setattr(module, "all_adapters", lambda: {"aws_kms_key": Adapter("aws_kms_key", make)})
        return apply(Graph(nodes), lambda service, place: None, "us-east-1", left_out), made

    return run


def test_a_resource_is_made_after_what_it_refers_to_and_told_what_aws_assigned(applied):
    first = Ref("workspace.prod/aws_kms_key.first", "arn")
    _, made = applied(
        lambda wanted: {"arn": f"arn:{wanted.node.name}"},
        node("a-second", policy=Template(("of ", first)), keys=[first]),
        node("first"),
    )
    assert made == [("first", {}), ("a-second", {"policy": "of arn:first", "keys": ["arn:first"]})]


def test_what_names_something_that_is_not_there_yet_is_tried_again(applied):
    seen = []

    def make(wanted):
        if wanted.node.name == "needs" and "named" not in seen:
            seen.append("tried")
            raise ClientError({"Error": {"Code": "NoSuchEntity", "Message": "not yet"}}, "Create")
        seen.append(wanted.node.name)
        return {}

    done, _ = applied(make, node("named"), node("needs"))
    assert set(done.outputs) == {"workspace.prod/aws_kms_key.named", "workspace.prod/aws_kms_key.needs"}
    assert done.failures == {}


def test_what_came_to_be_while_another_was_tried_counts_for_it(applied):
    tried, made, seen = Event(), Event(), []

    def make(wanted):
        if wanted.node.name == "named":
            tried.wait(5)
            return {}
        seen.append("tried")
        if len(seen) == 1:
            tried.set()
            made.wait(0.5)
            raise ClientError({"Error": {"Code": "NoSuchEntity", "Message": "not yet"}}, "Create")
        return {}

    done, _ = applied(make, node("named"), node("needs"))
    assert (done.failures, len(seen)) == ({}, 2)


def test_what_fails_is_told_and_what_refers_to_it_is_not_made(applied):
    def make(wanted):
        raise ClientError({"Error": {"Code": "ValidationError", "Message": "too long"}}, "CreateKey")

    done, made = applied(make, node("first"), node("second", of=Ref("workspace.prod/aws_kms_key.first", "arn")))
    assert [name for name, _ in made] == ["first"]
    assert done.failures == {
        "workspace.prod/aws_kms_key.first": (
            "An error occurred (ValidationError) when calling the CreateKey operation: too long"
        ),
        "workspace.prod/aws_kms_key.second": ("workspace.prod/aws_kms_key.first was not made, to which it refers"),
    }


def test_what_never_comes_to_be_is_a_failure(applied):
    def make(wanted):
        raise ClientError({"Error": {"Code": "NoSuchEntity", "Message": "never"}}, "Create")

    done, _ = applied(make, node("first"))
    assert set(done.failures) == {"workspace.prod/aws_kms_key.first"}


def test_an_unknown_value_is_not_made_up(applied):
    done, made = applied(lambda wanted: {}, node("first", policy=Unknown("an input")))
    assert (made, list(done.failures.values())) == ([], ["an attribute is not known before apply: an input"])


def test_a_type_without_an_adapter_is_a_failure_unless_it_is_left_out(applied, monkeypatch):
    other = Node(address="a/aws_sns_topic.t", type="aws_sns_topic", name="t", account="1", region="us-east-1")
    assert applied(lambda wanted: {}, other)[0].failures == {"a/aws_sns_topic.t": "no adapter makes aws_sns_topic"}
    assert applied(lambda wanted: {}, other, left_out={"aws_sns_topic"})[0].not_emulated == ("a/aws_sns_topic.t",)


def test_what_is_known_stands_and_is_not_made_but_referred_to(monkeypatch):
    made = []
    adapter = Adapter("aws_kms_key", lambda wanted: made.append(dict(wanted.attributes)) or {})
    monkeypatch.setattr(module, "all_adapters", lambda: {"aws_kms_key": adapter})
    first, second, third = (
        node("first"),
        node("second", of=Ref("workspace.prod/aws_kms_key.first", "arn")),
        node("third"),
    )
    graph, known = Graph([first, second, third]), {first.address: {"arn": "arn:first"}}
    done = apply(graph, lambda service, place: None, "us-east-1", known=known, only={first.address, second.address})
    assert made == [{"of": "arn:first"}]
    assert (set(done.outputs), done.failures) == ({second.address}, {})


def test_what_is_left_out_is_told_of_what_was_chosen_alone(monkeypatch):
    monkeypatch.setattr(module, "all_adapters", dict)
    first, second = node("first"), node("second")
    done = apply(
        Graph([first, second]), lambda service, place: None, "us-east-1", {"aws_kms_key"}, only={second.address}
    )
    assert done.not_emulated == (second.address,)
