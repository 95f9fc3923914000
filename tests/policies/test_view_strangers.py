"""A policy's strangers are those of no account of ours; where nobody says which are ours, they may be."""

from __future__ import annotations

import json

import pytest

from phizone_policies.check import Outcome, View
from phizone_policies.views.documents import parse
from phizone_policies.views.strangers import names_no_stranger, strangers
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node

ORGANIZATION = "data.aws_organizations_organization.ours"


def allow(principal, **condition):
    statement = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Principal": principal, "Condition": condition}
    return parse(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def program(account):
    queue = Node(address="aws_sqs_queue.one", type="aws_sqs_queue", name="one", account=account)
    read = Node(address=ORGANIZATION, type="data.aws_organizations_organization", name="ours", account=account)
    return View(Graph([queue, read]))


TOLD = program("777777777777")
UNTOLD = program(UNNAMED_ACCOUNT)


@pytest.mark.parametrize(
    ("view", "document", "outcome"),
    [
        (TOLD, allow({"AWS": "777777777777"}), Outcome.PASS),
        (TOLD, allow({"AWS": "arn:aws:iam::999999999999:root"}), Outcome.FAIL),
        (UNTOLD, allow({"AWS": "arn:aws:iam::999999999999:root"}), Outcome.UNKNOWN),
        (UNTOLD, allow("*"), Outcome.FAIL),
        (UNTOLD, allow("*", StringEquals={"aws:PrincipalAccount": "999999999999"}), Outcome.UNKNOWN),
        (TOLD, allow("*", StringEquals={"aws:PrincipalOrgID": "o-exampleorg0"}), Outcome.UNKNOWN),
        (TOLD, allow("*", StringLike={"aws:PrincipalOrgID": "o-*"}), Outcome.FAIL),
        (TOLD, allow("*", StringEquals={"aws:PrincipalOrgID": f"<id of {ORGANIZATION}>"}), Outcome.PASS),
        (TOLD, allow({"Service": "sns.amazonaws.com"}), Outcome.FAIL),
        (
            TOLD,
            allow({"Service": "sns.amazonaws.com"}, StringEquals={"aws:SourceAccount": "777777777777"}),
            Outcome.PASS,
        ),
        (
            TOLD,
            allow({"AWS": "999999999999"}, ArnLike={"aws:PrincipalArn": "arn:aws:iam::777777777777:*"}),
            Outcome.FAIL,
        ),
        (TOLD, None, Outcome.PASS),
    ],
)
def test_who_is_let_in_is_ours_a_stranger_or_cannot_be_told(view, document, outcome):
    assert names_no_stranger(view, document).outcome is outcome


def test_a_service_that_tells_no_source_is_not_asked_for_one():
    document = allow({"Service": ["events.amazonaws.com", "sns.amazonaws.com"]})
    silent = frozenset({"events.amazonaws.com", "sns.amazonaws.com"})
    assert list(strangers(TOLD, document, silent)) == []
    assert len(list(strangers(TOLD, document, frozenset({"events.amazonaws.com"})))) == 1


def test_a_certain_stranger_is_told_before_one_who_may_be_ours():
    statements = [*allow({"AWS": "999999999999"}).statements, *allow("*").statements]
    document = parse('{"Statement": []}')
    both = type(document)(document.version, tuple(statements))
    result = names_no_stranger(UNTOLD, both)
    assert (result.outcome, result.message) == (
        Outcome.FAIL,
        "statement number 2 of its policy lets in everybody",
    )
