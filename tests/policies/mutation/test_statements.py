"""A policy document loses statements and conditions, and gains what it must not allow; references stay references."""

from __future__ import annotations

import json

from phizone_policies.mutation.statements import broken_statements, is_policy
from phizone_stacks.graph.values import Ref, Template

DENY = {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": ["a:B", "a:C"], "Resource": "*"}
DENY_IF = {**DENY, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
ALLOW = {"Sid": "Use1", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:::key/x"}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def test_what_a_denial_loses_is_tried_one_by_one():
    found = [(operator, path) for operator, path, _ in broken_statements(document(DENY_IF))]
    assert found == [
        ("delete statement", "Deny.Tls"),
        ("delete condition", "Deny.Tls.Bool.aws:SecureTransport"),
        ("flip effect", "Deny.Tls"),
        ("narrow", "Deny.Tls.Action"),
        ("narrow", "Deny.Tls.Action"),
        ("add statement", ""),
    ]


def test_what_an_allowance_gains_is_tried_one_by_one():
    found = {path: json.loads(text)["Statement"][:1] for operator, path, text in broken_statements(document(ALLOW))}
    assert found == {
        "Allow.Use": [],
        "Allow.Use.Action": [{**ALLOW, "Action": "*"}],
        "Allow.Use.Resource": [{**ALLOW, "Resource": "*"}],
        "": [ALLOW],
    }


def test_the_statement_that_is_added_fits_the_kind_of_document():
    trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::777777777777:root"}, "Action": "sts:AssumeRole"}
    added = [
        json.loads(list(broken_statements(document(each)))[-1][2])["Statement"][-1] for each in (ALLOW, DENY, trust)
    ]
    assert added == [
        {"Sid": "Everything", "Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Sid": "Everything", "Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"},
        {"Sid": "Everything", "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"},
    ]


def test_references_in_a_document_stay_where_they_are():
    vpce, other = Ref("w/aws_vpc_endpoint.s3", "id"), Ref("w/aws_kms_key.data", "arn")
    text = document({**DENY_IF, "Resource": ["<1>", "<2>"]})
    head, middle, tail = text.replace("<2>", "<1>").split("<1>")
    whole = Template((head, vpce, middle, other, tail))
    by_operator = {operator: changed for operator, _, changed in broken_statements(whole)}
    assert is_policy(whole)
    assert [part for part in by_operator["delete condition"].parts if isinstance(part, Ref)] == [vpce, other]
    assert isinstance(by_operator["delete statement"], str)


def test_other_text_is_no_policy():
    assert [is_policy(text) for text in ("", "{}", '{"rules": []}', "Statement")] == [False] * 4
