"""Who changes the tags of a role or user meets every condition on them."""

from __future__ import annotations

import json

import pytest

from phizone_policies.proofs.access.world.managed import aws_arns, aws_policy

ACCOUNT = "777777777777"
DEV, OTHER = "aws_iam_role.dev", "aws_iam_role.other"
BY_TEAM = {"Action": "s3:GetObject", "Condition": {"StringEquals": {"aws:PrincipalTag/Team": "cardiology"}}}
ITSELF = f"arn:aws:iam::{ACCOUNT}:role/dev"
TAGGED = f"arn:aws:iam::{ACCOUNT}:role/other"


def other(trusts="ec2.amazonaws.com", kind="Service", action="sts:AssumeRole"):
    """A role that reads where its team is cardiology, and is radiology's."""
    trust = {"Statement": [{"Effect": "Allow", "Principal": {kind: trusts}, "Action": action}]}
    reads = {"Statement": [{"Effect": "Allow", "Resource": "*", **BY_TEAM}]}
    role = {"name": "other", "assume_role_policy": json.dumps(trust), "tags": {"Team": "radiology"}}
    return json.dumps({OTHER: role, "aws_iam_role_policy.other": {"role": "other", "policy": json.dumps(reads)}})


@pytest.mark.parametrize("action", ["iam:TagRole", "iam:UntagRole", "iam:Tag*"])
def test_a_role_that_changes_its_own_tags_reads_what_they_let_it(who, action):
    assert who([BY_TEAM]) == {}
    assert who([BY_TEAM, {"Action": action, "Resource": ITSELF}]) == {DEV: True}
    assert who([BY_TEAM, {"Action": action, "Resource": TAGGED}]) == {}


def test_a_deny_by_tag_is_gone_with_the_tag(who):
    denied = {"Effect": "Deny", "Action": "s3:*", "Condition": {"StringNotEquals": {"aws:PrincipalTag/Team": "x"}}}
    assert who([{"Action": "s3:GetObject"}, denied]) == {}
    assert who([{"Action": "s3:GetObject"}, denied, {"Action": "iam:TagRole"}]) == {DEV: True}


def test_who_changes_the_tags_of_a_role_that_it_enters_reads_as_that(who):
    enters, tags = {"Action": "sts:AssumeRole"}, {"Action": "iam:TagRole", "Resource": TAGGED}
    assert who([enters], other(ITSELF, "AWS")) == {}
    assert who([enters, tags], other(ITSELF, "AWS")) == {DEV: True}
    assert who([enters, tags], other()) == {}


def test_who_lets_itself_into_a_role_brings_tags_of_its_own(who):
    enters = {"Action": ["sts:AssumeRole", "sts:TagSession"]}
    assert who([enters, {"Action": "iam:UpdateAssumeRolePolicy", "Resource": TAGGED}], other()) == {DEV: True}
    assert who([enters, {"Action": "iam:UpdateAssumeRolePolicy", "Resource": ITSELF}], other()) == {}


def test_who_enters_a_role_that_lets_tags_be_brought_reads_by_them(who):
    enters = {"Action": ["sts:AssumeRole", "sts:TagSession"]}
    assert who([enters], other(ITSELF, "AWS", ["sts:AssumeRole", "sts:TagSession"])) == {DEV: True, OTHER: True}


WALLS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Deny",
            "Action": "s3:*",
            "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:PrincipalTag/Team": "cardiology"}},
        },
    }
)
WALLED = f"""
aws_organizations_organization.all: {{$account: "111111111111", enabled_policy_types: [SERVICE_CONTROL_POLICY]}}
aws_organizations_account.prod:
  $import_id: "{ACCOUNT}"
  parent_id: {{$ref: {{address: aws_organizations_organization.all, attribute: roots.0.id}}}}
aws_organizations_policy.walls: {{type: SERVICE_CONTROL_POLICY, content: '{WALLS}'}}
aws_organizations_policy_attachment.walls:
  policy_id: {{$ref: {{address: aws_organizations_policy.walls, attribute: id}}}}
  target_id: {{$ref: {{address: aws_organizations_account.prod, attribute: id}}}}
"""


def test_the_organization_keeps_nobody_by_tags_that_they_may_change(who):
    reads, tags = {"Action": "s3:GetObject"}, {"Action": "iam:TagRole", "Resource": ITSELF}
    assert who([reads], WALLED) == {}
    assert who([reads, tags], WALLED) == {DEV: True}


def test_no_policy_of_awss_that_is_held_here_asks_for_tags():
    names = sorted(set(aws_arns("aws").values()))
    assert len(names) > 10
    assert [name for name in names if "principaltag/" in repr(aws_policy(name)).lower()] == []


def test_a_tag_in_the_text_of_a_resource_is_changed_as_well(who):
    reads = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::phi-${aws:PrincipalTag/Kind}/*"}
    assert who([reads, {"Action": "iam:TagRole"}]) == {DEV: True}
    assert who([reads, {"Action": "iam:TagUser"}]) == {}
