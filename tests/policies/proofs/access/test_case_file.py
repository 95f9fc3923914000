"""A case file is read as it is written, and every mistake in it is told at once with its place."""

from __future__ import annotations

import json

from phizone_policies.proofs.access.case import answer, read_case
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Policies, Request

ROLE = "arn:aws:iam::111111111111:role/analyst"
ASKED = {"principal": ROLE, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
READ = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}


def test_a_layer_that_is_left_out_is_not_there():
    request, policies = read_case(json.dumps({"request": ASKED}), "case.json")
    assert request == Request(
        principal=ROLE, action="s3:GetObject", resource="arn:aws:s3:::b/k", resource_account="111111111111"
    )
    assert policies == Policies()


def test_a_layer_that_is_empty_is_there():
    _, policies = read_case(json.dumps({"request": ASKED, "boundary": [], "endpoint_policy": []}), "case.json")
    assert (policies.boundary, policies.endpoint) == ((), ())


def test_the_resource_s_account_is_that_of_its_arn_before_the_principal_s():
    asked = {**ASKED, "action": "kms:Decrypt", "resource": "arn:aws:kms:us-east-1:222222222222:key/1"}
    assert read_case(json.dumps({"request": asked}), "case.json")[0].resource_account == "222222222222"
    given = {**asked, "resource_account": "333333333333"}
    assert read_case(json.dumps({"request": given}), "case.json")[0].resource_account == "333333333333"


def test_values_are_one_or_many_of_texts_numbers_and_truths():
    context = {"aws:SecureTransport": True, "s3:max-keys": 10, "aws:TagKeys": ["a", 1], "aws:SourceIp": None, "x": 1.5}
    request, _ = read_case(json.dumps({"request": {**ASKED, "context": context}}), "case.json")
    assert request.context == {
        "aws:securetransport": ("true",),
        "s3:max-keys": ("10",),
        "aws:tagkeys": ("a", "1"),
        "aws:sourceip": (),
        "x": ("1.5",),
    }


def test_a_policy_is_an_object_or_its_text():
    as_object = read_case(json.dumps({"request": ASKED, "identity": [READ]}), "case.json")
    as_text = read_case(json.dumps({"request": ASKED, "identity": [json.dumps(READ)]}), "case.json")
    assert as_object == as_text
    assert answer(decide(*as_text)) == {
        "decision": "Allowed",
        "because": ["statement number 1 of the identity policies allows it"],
    }


def test_a_condition_s_values_are_read_as_aws_reads_them():
    statement = {**READ["Statement"][0], "Condition": {"Bool": {"aws:SecureTransport": False}}}
    _, policies = read_case(json.dumps({"request": ASKED, "identity": [{"Statement": statement}]}), "case.json")
    assert policies.identity[0].version == ""
    assert policies.identity[0].statements[0].conditions == (("Bool", "aws:SecureTransport", ("false",)),)


def test_every_mistake_is_told_with_its_place(mistakes):
    wrong = {
        "request": {"principal": "ada", "action": "GetObject", "resource": "b", "resource_account": 1},
        "identity": [
            {"Version": "2012", "Statement": [{"Effect": "Permit", "Action": "x", "Resource": "*"}]},
            {"Statement": [READ["Statement"][0], {"Effect": "Allow", "Actions": "s3:*", "Resource": "*"}]},
            "{",
        ],
        "session": [{"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}],
        "scp": [{"Statement": []}],
        "resource_policy": {"Statement": [{"Effect": "Allow", "Principal": "x", "Action": "s3:*"}]},
        "endpoint_policy": [{"Statement": []}],
        "grants": [{"grantee": ROLE}],
        "boundaries": [],
    }
    assert [line.split(";")[0] for line in mistakes(wrong)] == [
        "case.json: request.principal: 'ada' is no principal",
        "case.json: request.action: 'GetObject' is no action",
        "case.json: request.resource: 'b' is no ARN of six parts",
        "case.json: request.resource_account: 1 is no text",
        "case.json: identity.0.Version: '2012' is not allowed here",
        "case.json: identity.0.Statement.0.Effect: 'Permit' is not allowed here",
        "case.json: identity.0.Statement.0.Action.0: 'x' is no action",
        "case.json: identity.1.Statement.1.Actions: 's3:*' is not known here",
        "case.json: identity.2: '{' is a text that is no JSON: Expecting property name enclosed in double quotes",
        "case.json: session.0.Statement.0: has neither Resource nor NotResource",
        "case.json: scp.0: is no list",
        "case.json: resource_policy.Statement.0.Principal: 'x' is no principal",
        "case.json: endpoint_policy.0.Statement: is empty",
        "case.json: grants.0.operations: is not there, and is needed",
        "case.json: boundaries: is not known here",
    ]


def test_elements_that_exclude_each_other_are_told(mistakes):
    both = {"Effect": "Allow", "Action": "s3:*", "NotAction": "s3:*", "Resource": "*"}
    named = {**READ["Statement"][0], "Principal": "*"}
    unknown = {**READ["Statement"][0], "Condition": {"StringEqual": {"a": "b"}, "NullIfExists": {"a": "true"}}}
    nobody = {"Statement": READ["Statement"]}
    case = {"request": ASKED, "identity": [{"Statement": [both, named, unknown]}], "resource_policy": nobody}
    assert [line.split(";")[0] for line in mistakes(case)] == [
        "case.json: identity.0.Statement.0: takes exactly one of Action and NotAction",
        "case.json: identity.0.Statement.1: names a principal, which only policies on resources do",
        "case.json: identity.0.Statement.2.Condition.StringEqual: 'StringEqual' is no condition operator",
        "case.json: identity.0.Statement.2.Condition.NullIfExists: 'NullIfExists' is no condition operator",
        "case.json: resource_policy.Statement.0: has neither Principal nor NotPrincipal",
    ]


def test_a_file_that_is_no_json_and_no_object_is_told(mistakes):
    assert mistakes('{"request":\n}') == ["case.json:2: is no JSON: Expecting value"]
    assert mistakes([]) == ["case.json: the file: is no object"]
