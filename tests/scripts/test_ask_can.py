"""`phizone ask can` and `phizone ask who-can` answer from a graph in a file."""

from __future__ import annotations

import json

import pytest

from phizone_policies.cases import graph_of
from phizone_stacks.graph.canonical import dumps

TRUST = {"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}
MIDDLE = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::777777777777:role/first"}, "Action": "sts:AssumeRole"}
READS = {"Sid": "Reads", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}
ONLY_OURS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "arn:aws:s3:::data/*",
    "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}},
}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


RESOURCES = {
    "aws_s3_bucket.data": {"bucket": "data"},
    "aws_s3_bucket_policy.data": {"bucket": "data", "policy": document(ONLY_OURS)},
    "aws_iam_role.first": {"name": "first", "assume_role_policy": document(TRUST)},
    "aws_iam_role.reader": {
        "name": "reader",
        "assume_role_policy": document(TRUST, MIDDLE),
        "inline_policy": [{"policy": document(READS)}],
    },
    "aws_iam_role.unknown": {
        "name": "unknown",
        "assume_role_policy": document(TRUST),
        "managed_policy_arns": ["arn:aws:iam::777777777777:policy/elsewhere"],
    },
}


@pytest.fixture
def ask(phizone, tmp_path):
    """The exit code and the JSON that the verb prints about a small graph."""
    file = tmp_path / "graph.json"
    file.write_text(dumps(graph_of(RESOURCES)), encoding="utf-8")

    def run(*words):
        done = phizone("ask", *words, "--graph", str(file), "--json", "--directory", str(tmp_path))
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    return run


@pytest.mark.parametrize(
    ("who", "verdict", "code"),
    [
        ("aws_iam_role.reader", "ALLOWED", 0),
        ("arn:aws:iam::777777777777:role/first", "CHAIN", 0),
        ("unknown", "UNKNOWN", 1),
        ("*", "DENIED", 0),
    ],
)
def test_can_tells_whether_somebody_can_in_any_context(ask, who, verdict, code):
    returned, told = ask("can", who, "s3:GetObject", "data")
    assert (returned, told["verdict"], told["resource"]) == (code, verdict, "arn:aws:s3:::data/?*")


def test_can_shows_the_request_and_the_statement_that_lets_it(ask):
    _, told = ask("can", "reader", "s3:GetObject", "data/key")
    assert told["request"]["aws:sourcevpce"] == "vpce-1"
    assert [hop["does"] for hop in told["hops"]] == [
        'asks for s3:GetObject of arn:aws:s3:::data/key, which statement "Reads" of aws_iam_role.reader lets it'
    ]


def test_a_context_that_is_held_may_leave_no_way(ask):
    held = ("--context", "aws:SourceVpce=")
    returned, told = ask("can", "reader", "s3:GetObject", "data/key", *held)
    assert (returned, told["verdict"]) == (0, "DENIED")


def test_who_can_lists_everybody_with_their_steps(ask):
    returned, told = ask("who-can", "s3:GetObject", "aws_s3_bucket.data")
    assert returned == 1
    assert [(each["principal"], each["certain"], each["acts_as"]) for each in told["principals"]] == [
        ("arn:aws:iam::777777777777:root", True, "arn:aws:iam::777777777777:root"),
        ("aws_iam_role.first", True, "aws_iam_role.reader"),
        ("aws_iam_role.reader", True, "aws_iam_role.reader"),
        ("aws_iam_role.unknown", False, "aws_iam_role.unknown"),
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("can", "nobody", "s3:GetObject", "data"), "nobody is no principal of the graph"),
        (("can", "reader", "s3:Fly", "data"), "s3:Fly is no action of AWS"),
        (("can", "reader", "s3:GetObject", "elsewhere"), "elsewhere is not in the graph"),
        (("who-can", "s3:GetObject", "elsewhere"), "elsewhere is not in the graph"),
        (("can", "reader", "s3:GetObject", "data", "--context", "noon"), "--context noon is not KEY=VALUE"),
    ],
)
def test_what_names_nothing_is_misuse(ask, words, message):
    returned, told = ask(*words)
    assert (returned, told.startswith(message)) == (2, True)
