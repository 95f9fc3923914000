"""Patterns of actions, resources and ARNs, and how a statement names who asks."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.matching import acts, any_of, arn_like, matcher
from phizone_policies.proofs.access.naming import Naming, names

ROLE = "arn:aws:iam::111111111111:role/analyst"
PATHED = "arn:aws:iam::111111111111:role/team/analyst"
SESSION = "arn:aws:sts::111111111111:assumed-role/analyst/ada"
USER = "arn:aws:iam::111111111111:user/ada"
ROOT = "arn:aws:iam::111111111111:root"
FEDERATED = "arn:aws:sts::111111111111:federated-user/ada"


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*", "", True),
        ("a*", "a", True),
        ("a*c", "abbc", True),
        ("a*c", "abb", False),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("arn:aws:s3:::b/*/x", "arn:aws:s3:::b/1/2/x", True),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b/k:v\nw", True),
        ("arn:aws:s3:::B", "arn:aws:s3:::b", False),
        ("a.c", "abc", False),
        ("[ab]", "a", False),
        ("a*?", "a", False),
    ],
)
def test_a_pattern_of_a_resource(pattern, text, expected):
    assert matcher(pattern)(text) is expected
    assert any_of((pattern, "other", "o?h*r"))(text) is expected


@pytest.mark.parametrize(
    ("actions", "not_actions", "expected"),
    [
        (("s3:GetObject",), (), True),
        (("S3:getobject",), (), True),
        (("s3:Get*", "ec2:*"), (), True),
        (("s?:GetObject",), (), True),
        (("*",), (), True),
        (("*:*",), (), True),
        (("s3:GetObjectAcl",), (), False),
        ((), (), False),
        ((), ("iam:*",), True),
        ((), ("S3:*",), False),
        ((), ("iam:*", "s3:getobject"), False),
    ],
)
def test_an_action_is_compared_without_case(actions, not_actions, expected):
    assert acts(actions, not_actions)("s3:getobject") is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("arn:aws:iam::*:role/analyst", True),
        ("arn:aws:iam::*:role/*", True),
        ("arn:*:*:*:*:*", True),
        ("*", True),
        ("arn:aws:iam::1111111?1111:role/analyst", True),
        ("arn:aws:iam:*:role/analyst", False),
        ("arn:aws:iam::*", False),
        ("arn:aws:*", False),
        ("arn:aws:iam::*:ROLE/analyst", False),
    ],
)
def test_an_arn_is_compared_part_by_part(pattern, expected):
    assert arn_like(pattern)(ROLE) is expected


@pytest.mark.parametrize(
    ("kind", "named", "who", "context", "expected"),
    [
        ("*", "*", "*", {}, Naming.ITSELF),
        ("AWS", "*", USER, {}, Naming.ITSELF),
        ("AWS", "*", "*", {}, Naming.ITSELF),
        ("AWS", USER, USER, {}, Naming.ITSELF),
        ("AWS", USER, FEDERATED, {}, Naming.NOT),
        ("AWS", "arn:aws:iam::111111111111:user/Ada", USER, {}, Naming.NOT),
        ("AWS", "arn:aws:iam::111111111111:user/*", USER, {}, Naming.NOT),
        ("AWS", "111111111111", USER, {}, Naming.ACCOUNT),
        ("AWS", ROOT, SESSION, {}, Naming.ACCOUNT),
        ("AWS", ROOT, ROOT, {}, Naming.ITSELF),
        ("AWS", "222222222222", USER, {}, Naming.NOT),
        ("AWS", "arn:aws-cn:iam::111111111111:root", USER, {}, Naming.NOT),
        ("AWS", ROLE, ROLE, {}, Naming.ROLE),
        ("AWS", ROLE, SESSION, {}, Naming.ROLE),
        ("AWS", PATHED, SESSION, {}, Naming.ROLE),
        ("AWS", PATHED, SESSION, {"aws:principalarn": (PATHED,)}, Naming.ROLE),
        ("AWS", ROLE, SESSION, {"aws:principalarn": (PATHED,)}, Naming.NOT),
        ("AWS", PATHED, ROLE, {}, Naming.NOT),
        ("AWS", SESSION, SESSION, {}, Naming.ITSELF),
        ("AWS", SESSION, ROLE, {}, Naming.NOT),
        ("AWS", FEDERATED, FEDERATED, {}, Naming.ITSELF),
        ("AWS", "AIDAOLDOLDOLDOLDOLD01", USER, {"aws:userid": ("AIDAOLDOLDOLDOLDOLD01",)}, Naming.ITSELF),
        ("AWS", "AIDAOLDOLDOLDOLDOLD01", USER, {}, Naming.NOT),
        ("AWS", "AROAOLDOLDOLDOLDOLD01", SESSION, {"aws:userid": ("AROAOLDOLDOLDOLDOLD01:ada",)}, Naming.ROLE),
        ("Service", "logs.amazonaws.com", "logs.amazonaws.com", {}, Naming.ITSELF),
        ("Service", "logs.amazonaws.com", "config.amazonaws.com", {}, Naming.NOT),
        ("Service", "logs.amazonaws.com", USER, {}, Naming.NOT),
        ("AWS", "*", "logs.amazonaws.com", {}, Naming.ITSELF),
        ("Federated", "accounts.google.com", "accounts.google.com", {}, Naming.ITSELF),
        ("CanonicalUser", "79a59df900b949e55d96a1e698fb", USER, {}, Naming.NOT),
    ],
)
def test_how_a_principal_is_named(caller_of, kind, named, who, context, expected):
    assert names(((kind, named),)).name(caller_of(who, context)) is expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("*", {"aws:userid": "anonymous", "aws:principaltype": "Anonymous"}),
        (
            USER,
            {
                "aws:principalarn": USER,
                "aws:principalaccount": "111111111111",
                "aws:principaltype": "User",
                "aws:principalisawsservice": "false",
                "aws:username": "ada",
            },
        ),
        (
            SESSION,
            {
                "aws:principalarn": ROLE,
                "aws:principalaccount": "111111111111",
                "aws:principaltype": "AssumedRole",
                "aws:principalisawsservice": "false",
            },
        ),
        (
            ROOT,
            {
                "aws:principalarn": ROOT,
                "aws:principalaccount": "111111111111",
                "aws:principaltype": "Account",
                "aws:principalisawsservice": "false",
                "aws:userid": "111111111111",
            },
        ),
        (
            FEDERATED,
            {
                "aws:principalarn": FEDERATED,
                "aws:principalaccount": "111111111111",
                "aws:principaltype": "FederatedUser",
                "aws:principalisawsservice": "false",
                "aws:userid": "111111111111:ada",
            },
        ),
        (
            "logs.amazonaws.com",
            {"aws:principalisawsservice": "true", "aws:principalservicename": "logs.amazonaws.com"},
        ),
        ("arn:aws:iam::111111111111:saml-provider/idp", {}),
    ],
)
def test_the_keys_that_follow_from_who_asks(implied, who, expected):
    assert implied(who) == {**expected, "aws:resourceaccount": "222222222222"}


def test_what_is_given_goes_before_what_follows(implied):
    assert implied(SESSION, {"aws:principalarn": (PATHED,)})["aws:principalarn"] == PATHED
    assert "aws:principalarn" not in implied(SESSION, {"aws:principalarn": ()})


def test_services_have_the_account_under_names_of_their_own(implied):
    assert implied(USER, action="kms:Decrypt")["kms:calleraccount"] == "111111111111"
    assert implied(USER, action="s3:GetObject")["s3:resourceaccount"] == "222222222222"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "111111111111",
        "arn:aws:s3:::b",
        "arn:aws:iam::111111111111:group/a",
        "arn:aws:iam::111111111111:user",
    ],
)
def test_what_is_no_principal_is_refused(caller_of, text):
    with pytest.raises(ValueError, match="principal"):
        caller_of(text, {})
