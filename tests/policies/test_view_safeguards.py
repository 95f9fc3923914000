"""Policies keep a safeguard where they refuse, leave open and leave out what it says."""

from __future__ import annotations

import json

import pytest

from phizone_policies.views.documents import parse
from phizone_policies.views.safeguards import Ask, Must, Safeguard, Statements

OURS = {"StringEqualsIfExists": {"aws:ResourceOrgID": "o-exampleorg0"}}


def statement(effect, **more):
    return {"Effect": effect, "Action": "s3:Get*", "Resource": "*", **more}


def statements(*given):
    return Statements(parse(json.dumps({"Statement": list(given)})).statements)


def safeguard(must, **context):
    keys = {key.replace("_", ":"): value for key, value in context.items()}
    return Safeguard("s", frozenset({"all"}), frozenset(), (Ask(must, ("s3:ListBucket", "s3:GetObject"), "*", keys),))


def gap(given, must, *names, **context):
    found = statements(*given).gap(safeguard(must, **context), names or [{}])
    return found and found.request.action


@pytest.mark.parametrize(
    ("given", "must", "context"),
    [
        ([statement("Deny", Action="s3:*")], Must.REFUSED, {}),
        ([statement("Deny"), statement("Deny", Action="s3:List*")], Must.REFUSED, {}),
        ([statement("Deny", Action="s3:PutObject")], Must.OPEN, {}),
        ([statement("Deny", Condition=OURS)], Must.OPEN, {"aws_ResourceOrgID": "o-stranger00"}),
        ([statement("Allow")], Must.OPEN, {}),
        ([], Must.OPEN, {}),
        ([statement("Deny")], Must.BEYOND, {}),
        ([statement("Allow", Action="s3:PutObject")], Must.BEYOND, {}),
        ([statement("Allow", Condition=OURS)], Must.BEYOND, {"aws_ResourceOrgID": "o-stranger00"}),
    ],
)
def test_what_is_decided_as_it_must_be_is_no_gap(given, must, context):
    assert gap(given, must, **context) is None


def test_a_gap_is_the_first_action_that_is_decided_in_the_wrong_way():
    assert gap([statement("Deny")], Must.REFUSED) == "s3:ListBucket"
    assert gap([statement("Deny", Action="s3:ListBucket")], Must.REFUSED) == "s3:GetObject"
    assert gap([statement("Deny")], Must.OPEN) == "s3:GetObject"
    assert gap([statement("Allow")], Must.BEYOND) == "s3:GetObject"


def test_an_allow_whose_condition_may_hold_does_not_leave_out():
    assert gap([statement("Allow", Condition=OURS)], Must.BEYOND) == "s3:GetObject"
    assert gap([statement("Allow", Condition=OURS)], Must.BEYOND, aws_ResourceOrgID="o-exampleorg0") == "s3:GetObject"
    variable = {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}
    assert gap([statement("Allow", Condition=variable)], Must.BEYOND, aws_ResourceOrgID="o-x") == "s3:GetObject"


def test_names_in_braces_stand_for_several_things_of_an_account():
    """What is refused is so for each of them, what is open for some."""
    names = [{"key": "ours"}, {"key": "theirs"}]
    given = [statement("Deny", Action="s3:*", Condition={"StringEquals": {"s3:key": "theirs"}})]
    assert gap(given, Must.OPEN, *names, s3_key="{key}") is None
    assert gap(given, Must.OPEN, *names[1:], s3_key="{key}") == "s3:ListBucket"
    assert gap(given, Must.REFUSED, *names, s3_key="{key}") == "s3:ListBucket"
    assert gap(given, Must.REFUSED, *names[1:], s3_key="{key}") is None


def test_a_gap_is_shown_with_every_key_of_its_request():
    found = statements().gap(safeguard(Must.REFUSED, s3_a="x", s3_b=None), [{}])
    assert found.shown == {"action": "s3:ListBucket", "resource": "*", "s3:a": "x", "s3:b": "(none)"}
