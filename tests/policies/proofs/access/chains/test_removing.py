"""Who takes off what denies is denied nothing by it: by deleting, detaching, overwriting or leaving a group."""

from __future__ import annotations

import pytest

ACCOUNT = "777777777777"
DEV, ANN = "aws_iam_role.dev", "aws_iam_user.ann"
READS, DENIES = {"Action": "s3:GetObject"}, {"Effect": "Deny", "Action": "s3:*"}
NOTHING_OF_S3 = '{"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}'
MIXED = (
    '{"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"},'
    ' {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
)
INLINE = f"aws_iam_role_policy.denies: {{role: dev, policy: '{NOTHING_OF_S3}'}}"
MANAGED = f"""
aws_iam_policy.denies: {{name: denies, policy: '{NOTHING_OF_S3}'}}
aws_iam_role_policy_attachment.denies: {{role: dev, policy_arn: "arn:aws:iam::{ACCOUNT}:policy/denies"}}
"""
MEMBER = """
aws_iam_user.ann: {name: ann}
aws_iam_group.staff: {name: staff}
aws_iam_user_group_membership.ann: {user: ann, groups: [staff]}
"""
USER_READS = """
aws_iam_user_policy.ann:
  user: ann
  policy: '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
"""


def detach(name):
    named = f"arn:aws:iam::{ACCOUNT}:policy/{name}"
    return {"Action": "iam:DetachRolePolicy", "Condition": {"ArnEquals": {"iam:PolicyARN": named}}}


@pytest.mark.parametrize(
    ("change", "text", "expected"),
    [
        ({"Action": "iam:DeleteRolePolicy"}, INLINE, {DEV: True}),
        ({"Action": "iam:PutRolePolicy"}, INLINE, {DEV: True}),
        ({"Action": "iam:DetachRolePolicy"}, INLINE, {}),
        ({"Action": "iam:GetRolePolicy"}, INLINE, {}),
        ({"Action": "iam:DeleteRolePolicy", "Resource": f"arn:aws:iam::{ACCOUNT}:role/other"}, INLINE, {}),
        ({"Action": "iam:DetachRolePolicy"}, MANAGED, {DEV: True}),
        (detach("denies"), MANAGED, {DEV: True}),
        (detach("other"), MANAGED, {}),
        ({"Action": "iam:DeleteRolePolicy"}, MANAGED, {}),
    ],
)
def test_a_role_that_takes_off_what_denies_it_reads(who, change, text, expected):
    assert who([READS, change], text) == expected


def test_a_policy_that_allows_and_denies_is_removed_with_what_it_allows(who):
    mixed = f"aws_iam_role_policy.mixed: {{role: dev, policy: '{MIXED}'}}"
    assert who([{"Action": "iam:DeleteRolePolicy"}], mixed) == {}
    assert who([{"Action": "iam:DeleteRolePolicy"}, READS], mixed) == {DEV: True}


def test_of_policies_that_are_removed_one_stays_for_what_it_allows(who):
    stays = (
        '{"Statement": [{"Effect": "Deny", "Action": "logs:*", "Resource": "*"},'
        ' {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
    )
    text = f"{INLINE}\naws_iam_role_policy.stays: {{role: dev, policy: '{stays}'}}"
    assert who([{"Action": "iam:DeleteRolePolicy"}], text) == {DEV: True}


def test_what_denies_in_two_places_has_to_be_taken_off_in_both(who):
    text = INLINE + MANAGED
    delete, apart = {"Action": "iam:DeleteRolePolicy"}, {"Action": "iam:DetachRolePolicy"}
    assert who([READS, delete], text) == {}
    assert who([READS, apart], text) == {}
    assert who([READS, delete, apart], text) == {DEV: True}
    assert who([{"Action": "iam:PutRolePolicy"}, {"Action": "iam:CreatePolicyVersion"}], text) == {DEV: True}


def test_what_a_boundary_denies_nobody_deletes_from_a_role(who):
    text = f"aws_iam_policy.bounds: {{name: bounds, policy: '{MIXED}'}}"
    bounds = f"arn:aws:iam::{ACCOUNT}:policy/bounds"
    assert who([READS, {"Action": "iam:DeleteRolePolicy"}], text, bounds) == {}


def test_a_boundary_is_rewritten_by_who_may_rewrite_its_policy(who):
    allows = '{"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}'
    text = f"aws_iam_policy.bounds: {{name: bounds, policy: '{allows}'}}"
    bounds = f"arn:aws:iam::{ACCOUNT}:policy/bounds"
    assert who([READS, {"Action": "iam:CreatePolicyVersion", "Resource": bounds}], text, bounds) == {DEV: True}
    assert who([READS, {"Action": "iam:CreatePolicyVersion", "Resource": f"{bounds}-2"}], text, bounds) == {}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("iam:DeleteGroupPolicy", {ANN, DEV}),
        ("iam:RemoveUserFromGroup", {ANN, DEV}),
        ("iam:DetachGroupPolicy", set()),
        ("iam:DeleteUserPolicy", set()),
    ],
)
def test_who_takes_off_what_a_users_group_denies_reads_as_the_user(who, change, expected):
    text = f"{MEMBER}{USER_READS}aws_iam_group_policy.staff: {{group: staff, policy: '{NOTHING_OF_S3}'}}"
    found = who([{"Action": change}, {"Action": "iam:CreateAccessKey"}], text)
    assert found == dict.fromkeys(expected - {ANN}, True)


def test_a_user_who_leaves_a_group_has_no_more_what_it_allows(who):
    leaves = '{"Statement": [{"Effect": "Allow", "Action": "iam:RemoveUserFromGroup", "Resource": "*"}]}'
    itself = f"aws_iam_user_policy.leaves: {{user: ann, policy: '{leaves}'}}\n"
    group = f"aws_iam_group_policy.staff: {{group: staff, policy: '{MIXED}'}}"
    assert who([], f"{MEMBER}{itself}{group}") == {}
    assert who([], f"{MEMBER}{USER_READS}{itself}{group}") == {ANN: True}
