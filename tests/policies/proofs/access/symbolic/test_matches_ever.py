"""A statement of an organization's policy that can never match is found, with the reason."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.symbolic.matches_ever import Idle, idle
from phizone_policies.proofs.access.symbolic.place import Place
from phizone_policies.views.organization import RESOURCE_CONTROL, SERVICE_CONTROL
from phizone_policies.views.policy_documents import documents as documents_of

ACCOUNT = "111111111111"
KINDS = {"scp": SERVICE_CONTROL, "rcp": RESOURCE_CONTROL}
LEAVES_OUT = "nothing that its Resource names is there to be asked of"
NO_ACTION = "none of its actions can be asked of it"


def place(kind):
    ids = frozenset({ACCOUNT})
    return Place(kind=KINDS[kind], accounts=ids, known=ids, organization_id="o-exampleorg0")


def under(operator, key, *values):
    return {"Condition": {operator: {key: list(values)}}}


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("scp", {"Action": "*"}),
        ("scp", {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}),
        ("scp", {"Action": "s3:*", "Resource": "arn:aws:s3:::a"}),
        ("scp", {"Action": "*", "Resource": "arn:aws:s3:::a/*"}),
        ("scp", {"Action": "kms:*", "Resource": "arn:aws:kms:*:*:key/*"}),
        ("scp", {"Action": "kms:*", "Resource": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/*"}),
        ("scp", {"Action": "kms:*", "Resource": "arn:aws:kms:us-east-1:<account of x>:key/*"}),
        ("scp", {"Action": "iam:*", "Resource": "arn:*:iam:*:*:role/x"}),
        ("scp", {"Action": "iam:*", "Resource": "*:role/x"}),
        ("scp", {"Action": "iam:AttachRolePolicy", **under("ArnEquals", "iam:PolicyARN", "arn:aws:iam::aws:policy/A")}),
        ("scp", {"Action": None, "NotAction": "iam:*", "Resource": None, "NotResource": "arn:aws:s3:::a"}),
        ("scp", {"Action": "s3:*", **under("StringNotEquals", "aws:RequestedRegion", "us-east-1")}),
        ("scp", {"Action": "s3:*", **under("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:root")}),
        ("scp", {"Action": "s3:*", **under("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x")}),
        ("scp", {"Action": "s3:*", **under("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::<account of x>:role/x")}),
        ("scp", {"Action": "s3:*", **under("StringNotLike", "aws:PrincipalArn", "${aws:PrincipalTag/owner}")}),
        ("scp", {"Action": "s3:*", **under("BoolIfExists", "aws:PrincipalIsAWSService", "false")}),
        (
            "scp",
            {"Action": "iam:CreateRole", **under("ArnNotLike", "iam:PermissionsBoundary", "arn:aws:iam::*:policy/b")},
        ),
        ("scp", {"Action": "iam:CreateRole", **under("Null", "iam:PermissionsBoundary", "true")}),
        ("scp", {"Action": "s3:*", **under("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}")}),
        ("rcp", {"Action": "s3:*", **under("Bool", "aws:PrincipalIsAWSService", "true")}),
        ("rcp", {"Action": "kms:*", **under("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-exampleorg0")}),
    ],
)
def test_what_can_match_is_left_alone(document, kind, statement):
    assert idle(document({"Effect": "Deny", "Sid": "S", **statement}), place(kind)) == ()


@pytest.mark.parametrize(
    ("kind", "statement", "reason"),
    [
        ("scp", {"Action": "s3:GetObjct"}, NO_ACTION),
        ("rcp", {"Action": "ec2:*"}, NO_ACTION),
        ("rcp", {"Action": "kms:RetireGrant"}, NO_ACTION),
        ("scp", {"Action": None, "NotAction": ["s3:*", "*"]}, "it leaves out every action"),
        ("scp", {"Resource": None, "NotResource": ["arn:aws:s3:::a", "*"]}, "it leaves out every resource"),
        ("scp", {"Action": "s3:*", "Resource": "arn:aws:s3::a/*"}, LEAVES_OUT),
        ("scp", {"Action": "*", "Resource": "arn:aws:s3::a/*"}, LEAVES_OUT),
        ("scp", {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::a"}, LEAVES_OUT),
        ("scp", {"Action": "kms:*", "Resource": "arn:aws:s3:::a"}, LEAVES_OUT),
        ("scp", {"Action": "sts:GetCallerIdentity", "Resource": "arn:aws:iam::*:role/x"}, LEAVES_OUT),
        (
            "scp",
            under("StringEquals", "aws:PrincipalOrgID", "o-other"),
            "aws:principalorgid so that StringEquals o-other",
        ),
        ("scp", under("Bool", "aws:PrincipalIsAWSService", "true"), "aws:principalisawsservice so that Bool true"),
        ("scp", under("ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:role/x"), "ArnLike arn:aws:iam:*:role/x"),
        ("scp", under("ArnLike", "aws:PrincipalArn", "arn:aws:iam::2*:role/x"), "ArnLike arn:aws:iam::2*:role/x"),
        ("rcp", under("StringEquals", "aws:ResourceAccount", "222222222222"), "StringEquals 222222222222"),
        ("scp", {"Action": "s3:*", **under("StringEquals", "sagemaker:VpcSubnets", "x")}, "key sagemaker:vpcsubnets"),
        ("scp", under("NumericLessThan", "aws:MultiFactorAuthAge", "-1"), "NumericLessThan -1"),
        (
            "scp",
            {"Condition": {"StringEquals": {"aws:SourceVpce": "a"}, "StringLike": {"aws:SourceVpce": "b*"}}},
            "no request it could meet has aws:sourcevpce so that StringEquals a and StringLike b*",
        ),
    ],
)
def test_a_statement_that_never_matches_is_found_with_its_reason(document, kind, statement, reason):
    found = [each for each in idle(document({"Effect": "Deny", "Sid": "S", **statement}), place(kind)) if each.whole]
    assert [each.statement for each in found] == ['"S"']
    assert reason in found[0].reason


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("arn:aws:kms:us-east-1:111111111111", "an ARN has six parts, divided by colons"),
        ("arm:aws:kms:us-east-1:111111111111:key/x", "an ARN begins with arn:"),
        ("arn:aws-cn:kms:us-east-1:111111111111:key/x", "the accounts are of the partition aws"),
        ("arn:aws:kms:us-esat:111111111111:key/x", "us-esat is no Region"),
        ("arn:aws:kms:us-east-1:222222222222:key/x", "222222222222 is no account of the organization"),
        ("arn:aws:kms:us-east-1:111111111111:kee/x", "what its actions take are resources of kms in another form"),
    ],
)
def test_a_part_that_never_matches_leaves_the_rest(document, pattern, reason):
    found = idle(document({"Action": "kms:*", "Resource": [pattern, "arn:aws:kms:*:*:key/y"]}), place("scp"))
    assert found == (Idle("number 1", False, f"{pattern} names nothing: {reason}"),)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            {"Action": "s3:*", **under("StringNotEquals", "sagemaker:VpcSubnets", "x")},
            "no action it names has the condition key sagemaker:VpcSubnets, so that StringNotEquals always says",
        ),
        (
            {"Action": "sagemaker:CreateModel", **under("Null", "sagemaker:VpcSubnet", "true")},
            "no action it names has the condition key sagemaker:VpcSubnet, so that Null always says",
        ),
        (
            under("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::role/x"),
            "nothing that it could meet has arn:aws:iam::role/x as aws:PrincipalArn, which ArnNotLike asks for",
        ),
        (
            under("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x", "arn:aws:iam::222222222222:role/x"),
            "nothing that it could meet has arn:aws:iam::222222222222:role/x as aws:PrincipalArn",
        ),
        (
            under("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-other"),
            "nothing that it could meet has o-other as aws:PrincipalOrgID, which StringNotEqualsIfExists asks for",
        ),
        (
            {"Action": "iam:CreateRole", **under("ArnNotLike", "iam:PermissionsBoundary", "arn:aws:iam::2*:policy/b")},
            "nothing that it could meet has arn:aws:iam::2*:policy/b as iam:PermissionsBoundary",
        ),
    ],
)
def test_a_test_that_decides_nothing_is_a_part_that_never_matches(document, statement, reason):
    found = idle(document({"Action": "*", **statement}), place("scp"))
    assert [(each.whole, each.reason[: len(reason)]) for each in found] == [(False, reason)]


def test_an_action_that_is_none_leaves_the_rest(document):
    found = idle(document({"Action": ["s3:GetObject", "s3:GetObjct", "nosuch:*"]}), place("scp"))
    assert [each.reason for each in found] == ["s3:GetObjct is no action of AWS", "nosuch:* is no action of AWS"]
    found = idle(document({"Action": ["s3:*", "ec2:*"]}), place("rcp"))
    assert [each.reason for each in found] == ["no resource control policy reaches ec2:*"]


def test_another_kind_of_policy_is_refused(document):
    elsewhere = Place(kind="TAG_POLICY", accounts=frozenset({ACCOUNT}))
    with pytest.raises(ValueError, match="TAG_POLICY is neither"):
        idle(document(under("StringEquals", "aws:SourceVpce", "a")), elsewhere)


def test_every_statement_of_the_zones_own_policies_can_match(captured):
    ids = frozenset(node.account for node in captured) - {""}
    held = {
        kind: [
            found
            for node in captured.of_type("aws_organizations_policy")
            if node.get("type") == kind
            for _, found in documents_of(captured, node)
        ]
        for kind in (SERVICE_CONTROL, RESOURCE_CONTROL)
    }
    assert {kind: bool(found) for kind, found in held.items()} == {SERVICE_CONTROL: True, RESOURCE_CONTROL: True}
    places = {kind: Place(kind=kind, accounts=ids, known=ids, organization_id="o-exampleorg0") for kind in held}
    assert [each for kind, found in held.items() for one in found for each in idle(one, places[kind])] == []
