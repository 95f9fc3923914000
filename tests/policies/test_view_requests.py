"""A denial counts only where it certainly meets the request."""

from __future__ import annotations

import json

import pytest

from phizone_policies.views.documents import parse
from phizone_policies.views.requests import Request, certainly_denied

ROLE = "arn:aws:iam::777777777777:role/anybody"


def deny(**more):
    statement = {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*", **more}
    return parse(json.dumps({"Version": "2012-10-17", "Statement": [statement]})).statements


def asked(**context):
    keys = {key.replace("_", ":"): value for key, value in context.items()}
    return Request(action="s3:GetObject", resource="arn:aws:s3:::raw/key", context=keys)


@pytest.mark.parametrize(
    ("statement", "context"),
    [
        ({}, {}),
        ({"Action": "S3:getobject"}, {}),
        ({"Action": None, "NotAction": ["iam:*"]}, {}),
        ({"Resource": "arn:aws:s3:::raw/*"}, {}),
        ({"Resource": None, "NotResource": "arn:aws:s3:::other/*"}, {}),
        ({"Principal": "*"}, {}),
        ({"Principal": {"AWS": "*"}}, {}),
        ({"Condition": {"StringNotEquals": {"aws:SourceVpce": "a"}}}, {"aws_sourcevpce": None}),
        ({"Condition": {"StringNotEquals": {"aws:SourceVpce": ["a", "b"]}}}, {"aws_sourcevpce": ("c",)}),
        ({"Condition": {"StringEqualsIfExists": {"aws:SourceVpce": "a"}}}, {"aws_sourcevpce": None}),
        ({"Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}}, {"aws_tagkeys": None}),
        ({"Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"}}}, {"aws_tagkeys": ("a", "b")}),
        ({"Condition": {"Null": {"aws:SourceVpce": True}}}, {"aws_sourcevpce": None}),
        ({"Condition": {"NumericLessThan": {"s3:TlsVersion": 1.2}}}, {"s3_tlsversion": ("1.1",)}),
        ({"Condition": {"Bool": {"AWS:viaAWSService": False}}}, {"aws_viaawsservice": ("false",)}),
        (
            {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*-deploy"}}},
            {"aws_principalarn": (ROLE,)},
        ),
    ],
)
def test_a_denial_that_holds_for_every_value_left_open_is_certain(statement, context):
    statement = {key: value for key, value in {"Action": "s3:Get*", "Resource": "*", **statement}.items() if value}
    statements = parse(json.dumps({"Statement": {"Effect": "Deny", **statement}})).statements
    assert certainly_denied(statements, asked(**context))


@pytest.mark.parametrize(
    ("statement", "context"),
    [
        ({"Effect": "Allow"}, {}),
        ({"Action": "s3:Put*"}, {}),
        ({"Resource": "arn:aws:s3:::other/*"}, {}),
        ({"Principal": {"AWS": ROLE}}, {}),
        ({"NotPrincipal": {"AWS": ROLE}}, {}),
        ({"Condition": {"StringNotEquals": {"aws:SourceVpce": "a"}}}, {}),
        ({"Condition": {"StringNotEquals": {"aws:SourceVpce": ["a", "b"]}}}, {"aws_sourcevpce": ("b",)}),
        ({"Condition": {"StringEquals": {"aws:SourceVpce": "a"}}}, {"aws_sourcevpce": None}),
        ({"Condition": {"StringNotEquals": {"aws:SourceVpce": "${aws:x}"}}}, {"aws_sourcevpce": ("c",)}),
        ({"Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"}}}, {"aws_tagkeys": None}),
        ({"Condition": {"NumericLessThan": {"s3:TlsVersion": 1.2}}}, {"s3_tlsversion": ("1.2",)}),
        ({"Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}}}, {"s3_tlsversion": None}),
        ({"Condition": {"DateLessThan": {"aws:CurrentTime": "2026-01-01"}}}, {"aws_currenttime": ("2025-01-01",)}),
        ({"Action": None, "NotAction": ["s3:GetObject"]}, {}),
        ({"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}}, {"aws_principalarn": (ROLE,)}),
        ({"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:role/anybody"}}}, {"aws_principalarn": (ROLE,)}),
    ],
)
def test_a_denial_that_some_value_escapes_is_not_certain(statement, context):
    assert not certainly_denied(deny(**statement), asked(**context))


def test_a_denial_about_some_resources_does_not_meet_a_request_about_any():
    assert not certainly_denied(deny(Resource="arn:aws:s3:::raw/*"), Request(action="s3:GetObject"))
    assert certainly_denied(deny(), Request(action="s3:GetObject"))
