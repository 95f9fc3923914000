"""A policy document reads as the Terraform provider writes it.

The expected texts are those of its own acceptance tests, policy_document_data_source_test.go.
"""

from __future__ import annotations

import json

import pytest

from phizone_stacks.capture.invokes.answers import Caller, RefusedCall, answer

TOKEN = "aws:iam/getPolicyDocument:getPolicyDocument"


def document(**arguments):
    return answer(TOKEN, Caller("", ""), arguments)


def test_a_document_of_every_kind_of_statement():
    statements = [
        {"sid": "1", "actions": ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], "resources": ["arn:aws:s3:::*"]},
        {
            "actions": ["s3:ListBucket"],
            "resources": ["arn:aws:s3:::foo"],
            "conditions": [
                {"test": "StringLike", "variable": "s3:prefix", "values": ["home/", "", "home/&{aws:username}/"]}
            ],
            "notPrincipals": [{"type": "AWS", "identifiers": ["arn:blahblah:example"]}],
        },
        {
            "actions": ["s3:*"],
            "resources": ["arn:aws:s3:::foo/home/&{aws:username}", "arn:aws:s3:::foo/home/&{aws:username}/*"],
            "principals": [{"type": "AWS", "identifiers": ["arn:blahblah:example", "arn:blahblahblah:example"]}],
        },
        {"effect": "Deny", "notActions": ["s3:*"], "notResources": ["arn:aws:s3:::*"]},
        {"actions": ["kinesis:*"], "principals": [{"type": "AWS", "identifiers": ["*"]}]},
        {"actions": ["firehose:*"], "principals": [{"type": "*", "identifiers": ["*"]}]},
    ]
    assert document(policyId="policy_id", statements=statements)["json"] == EVERYTHING


EVERYTHING = """{
  "Version": "2012-10-17",
  "Id": "policy_id",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": [
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation"
      ],
      "Resource": "arn:aws:s3:::*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::foo",
      "NotPrincipal": {
        "AWS": "arn:blahblah:example"
      },
      "Condition": {
        "StringLike": {
          "s3:prefix": [
            "home/",
            "",
            "home/${aws:username}/"
          ]
        }
      }
    },
    {
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": [
        "arn:aws:s3:::foo/home/${aws:username}/*",
        "arn:aws:s3:::foo/home/${aws:username}"
      ],
      "Principal": {
        "AWS": [
          "arn:blahblahblah:example",
          "arn:blahblah:example"
        ]
      }
    },
    {
      "Effect": "Deny",
      "NotAction": "s3:*",
      "NotResource": "arn:aws:s3:::*"
    },
    {
      "Effect": "Allow",
      "Action": "kinesis:*",
      "Principal": {
        "AWS": "*"
      }
    },
    {
      "Effect": "Allow",
      "Action": "firehose:*",
      "Principal": "*"
    }
  ]
}"""


def test_sources_come_first_and_overrides_take_the_place_of_their_sid():
    first = json.dumps({"Statement": [{"Sid": "keep", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
    override = json.dumps({"Id": "new", "Statement": {"Sid": "own", "Effect": "Deny", "Action": "*", "Resource": "*"}})
    found = document(
        sourcePolicyDocuments=[first],
        statements=[{"sid": "own", "actions": ["s3:PutObject"]}, {"actions": ["s3:ListBucket"]}],
        overridePolicyDocuments=[override],
    )
    assert json.loads(found["json"]) == {
        "Version": "2012-10-17",
        "Id": "new",
        "Statement": [
            {"Sid": "keep", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
            {"Sid": "own", "Effect": "Deny", "Action": "*", "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:ListBucket"},
        ],
    }
    assert json.loads(found["minifiedJson"]) == json.loads(found["json"])
    assert "\n" not in found["minifiedJson"]


def test_conditions_on_one_key_are_joined_and_principals_of_one_type_too():
    statement = {
        "actions": ["sts:AssumeRole"],
        "principals": [{"type": "AWS", "identifiers": ["b"]}, {"type": "AWS", "identifiers": ["a", "c"]}],
        "conditions": [
            {"test": "StringEquals", "variable": "aws:PrincipalTag/x", "values": ["1"]},
            {"test": "StringEquals", "variable": "aws:PrincipalTag/x", "values": ["2"]},
            {"test": "Bool", "variable": "aws:MultiFactorAuthPresent", "values": ["true"]},
        ],
    }
    (written,) = json.loads(document(statements=[statement])["json"])["Statement"]
    assert (written["Principal"], written["Condition"]) == (
        {"AWS": ["b", "c", "a"]},
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"aws:PrincipalTag/x": ["1", "2"]}},
    )


def test_html_is_escaped_as_go_does():
    text = document(statements=[{"sid": "a<b>&c", "actions": ["s3:GetObject"]}])["minifiedJson"]
    assert '"Sid":"a\\u003cb\\u003e\\u0026c"' in text


def test_one_sid_twice_is_refused_as_the_provider_does():
    same = {"sid": "a", "actions": ["s3:GetObject"]}
    with pytest.raises(RefusedCall, match=r"duplicate Sid \(a\); remove the Sid or make it unique"):
        document(statements=[same, same])
    source = json.dumps({"Statement": [{"Sid": "a"}]})
    with pytest.raises(RefusedCall, match=r"duplicate Sid \(a\) in source_policy_documents"):
        document(sourcePolicyDocuments=[source, source])


def test_a_source_that_is_not_known_leaves_the_whole_unknown():
    assert document(sourcePolicyDocuments=["zq1qz"], statements=[{"actions": ["s3:GetObject"]}]) is None
