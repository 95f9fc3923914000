"""Who attaches policies or puts into groups gives what these permit, of those that conditions let them choose."""

from __future__ import annotations

import pytest

ACCOUNT = "777777777777"
READS = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
LOGS = '{"Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}'
POLICIES = f"""
aws_iam_policy.reads: {{name: reads, policy: '{READS}'}}
aws_iam_policy.logs: {{name: logs, policy: '{LOGS}'}}
"""
USER = "aws_iam_user.ann: {name: ann}\n"
KEYS = {"Action": "iam:CreateAccessKey"}
MEMBER = f"""
{USER}
aws_iam_group.staff: {{name: staff}}
aws_iam_user_group_membership.ann: {{user: ann, groups: [staff]}}
"""
READERS = f"""
{USER}
aws_iam_group.readers: {{name: readers}}
aws_iam_group_policy.readers: {{group: readers, policy: '{READS}'}}
"""
DEV, ANN = "aws_iam_role.dev", "aws_iam_user.ann"
BOTH = {DEV: True, ANN: True}


def own(name):
    return f"arn:aws:iam::{ACCOUNT}:policy/{name}"


def aws(name):
    return f"arn:aws:iam::aws:policy/{name}"


def attach(*names, operator="ArnLike", kind="Role", key="iam:PolicyARN"):
    return {"Action": f"iam:Attach{kind}Policy", "Condition": {operator: {key: list(names)}}}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (attach(own("reads")), {DEV: True}),
        (attach(own("logs")), {}),
        (attach(own("*")), {DEV: True}),
        (attach(own("logs"), own("reads")), {DEV: True}),
        (attach(aws("AmazonS3ReadOnlyAccess")), {DEV: True}),
        (attach(aws("SecurityAudit")), {}),
        (attach(aws("service-role/AWSLambdaBasicExecutionRole")), {}),
        (attach(aws("AmazonOfTomorrow")), {DEV: False}),
        (attach(aws("*")), {DEV: True}),
        (attach(own("gone")), {}),
        (attach(own("logs"), operator="ArnNotLike"), {DEV: True}),
        (attach(own("reads"), operator="StringEquals"), {DEV: True}),
    ],
)
def test_who_attaches_policies_gives_what_those_permit_that_it_may_attach(who, condition, expected):
    assert who([condition], POLICIES) == expected


def test_a_policy_of_its_own_making_permits_everything(who):
    makes = {"Action": "iam:CreatePolicy"}
    assert who([attach(own("team-*")), makes], POLICIES) == {DEV: True}
    assert who([attach(own("team-*")), {**makes, "Resource": own("team-x")}], POLICIES) == {DEV: True}
    assert who([attach(own("team-*")), {**makes, "Resource": own("other-x")}], POLICIES) == {}


def test_a_policy_that_is_not_known_before_apply_leaves_it_in_doubt(who):
    text = "aws_iam_policy.reads: {name: reads, policy: {$unknown: true}}"
    assert who([attach(own("reads"))], text) == {DEV: False}


def test_a_policy_that_denies_need_not_be_attached_beside_one_that_allows(who):
    denies = '{"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}'
    text = f"{POLICIES}\naws_iam_policy.denies: {{name: denies, policy: '{denies}'}}"
    assert who([attach(own("*"))], text) == {DEV: True}
    assert who([attach(own("denies"))], text) == {}


def test_a_boundary_is_put_aside_for_one_that_lets_the_reading_through(who):
    everything = '{"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}'
    text = f"{POLICIES}\naws_iam_policy.narrow: {{name: narrow, policy: '{everything}'}}"
    may = {"Action": "s3:GetObject"}
    puts = {"Action": "iam:PutRolePermissionsBoundary"}
    key = "iam:PermissionsBoundary"
    assert who([may, {**puts, "Condition": {"ArnLike": {key: own("reads")}}}], text, own("narrow")) == {DEV: True}
    assert who([may, {**puts, "Condition": {"ArnLike": {key: own("logs")}}}], text, own("narrow")) == {}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([{"Action": "iam:PutGroupPolicy"}, KEYS], BOTH),
        ([{"Action": "iam:AttachGroupPolicy"}, KEYS], BOTH),
        ([attach(own("logs"), kind="Group"), KEYS], {}),
        ([attach(own("reads"), kind="Group"), KEYS], BOTH),
        ([{"Action": "iam:PutGroupPolicy"}], {}),
        ([KEYS], {}),
        ([{"Action": "iam:PutGroupPolicy", "Resource": f"arn:aws:iam::{ACCOUNT}:group/other"}, KEYS], {}),
    ],
)
def test_who_writes_into_a_group_gives_it_to_whoever_is_in_it(who, statements, expected):
    found = who(statements, POLICIES + MEMBER)
    assert found == {name: certain for name, certain in expected.items() if name == DEV}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([{"Action": "iam:AddUserToGroup"}, KEYS], {DEV: True}),
        ([{"Action": "iam:AddUserToGroup", "Resource": f"arn:aws:iam::{ACCOUNT}:group/other"}, KEYS], {}),
        ([{"Action": "iam:AddUserToGroup"}], {}),
    ],
)
def test_who_puts_a_user_into_a_group_gives_it_what_the_group_may(who, statements, expected):
    assert who(statements, READERS) == expected


def test_who_puts_a_user_into_a_group_and_writes_into_that_gives_everything(who):
    text = f"{USER}\naws_iam_group.staff: {{name: staff}}"
    joins, writes = {"Action": "iam:AddUserToGroup"}, {"Action": "iam:PutGroupPolicy"}
    assert who([joins, KEYS], text) == {}
    assert who([writes, KEYS], text) == {}
    assert who([joins, writes, KEYS], text) == {DEV: True}


def test_a_user_puts_itself_into_a_group(who):
    joins = '{"Statement": [{"Effect": "Allow", "Action": "iam:AddUserToGroup", "Resource": "*"}]}'
    text = f"{READERS}\naws_iam_user_policy.ann: {{user: ann, policy: '{joins}'}}"
    assert who([], text) == {ANN: True}


def test_a_group_whose_policies_are_not_known_leaves_it_in_doubt(who):
    text = f"""
{USER}
aws_iam_group.readers: {{name: readers}}
aws_iam_group_policy_attachment.readers: {{group: readers, policy_arn: "{aws("AmazonOfTomorrow")}"}}
"""
    assert who([{"Action": "iam:AddUserToGroup"}, KEYS], text) == {DEV: False}


def test_who_makes_a_user_gives_it_what_a_group_or_a_policy_permits_that_it_may_use(who):
    makes = [{"Action": "iam:CreateUser"}, KEYS]
    assert who([*makes, {"Action": "iam:AddUserToGroup"}], READERS.replace(USER, "")) == {DEV: True}
    assert who([*makes, attach(own("reads"), kind="User")], POLICIES) == {DEV: True}
    assert who([*makes, attach(own("logs"), kind="User")], POLICIES) == {}
    assert who([*makes, attach(aws("SecurityAudit"), kind="User")], POLICIES) == {}


def test_who_overwrites_the_policy_that_denies_is_denied_nothing_by_it(who):
    denies = {"Effect": "Deny", "Action": "s3:*"}
    assert who([{"Action": "iam:PutRolePolicy"}, denies]) == {DEV: True}
    assert who([{"Action": "iam:AttachRolePolicy"}, denies]) == {}
    assert who([{"Action": "s3:GetObject"}, denies]) == {}


def test_a_managed_policy_that_denies_is_rewritten_and_not_overwritten_by_what_stands_in_the_role(who):
    denies = '{"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}'
    text = f"""
aws_iam_policy.denies: {{name: denies, policy: '{denies}'}}
aws_iam_role_policy_attachment.denies: {{role: dev, policy_arn: "{own("denies")}"}}
"""
    assert who([{"Action": "iam:PutRolePolicy"}], text) == {}
    assert who([{"Action": "iam:CreatePolicyVersion"}], text) == {DEV: True}


def test_what_a_group_denies_is_overwritten_by_who_writes_into_the_group(who):
    denies = '{"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}'
    text = f"{MEMBER}\naws_iam_group_policy.staff: {{group: staff, policy: '{denies}'}}"
    assert who([{"Action": "iam:PutGroupPolicy"}, KEYS], text) == {DEV: True}
    assert who([{"Action": "iam:PutUserPolicy"}, KEYS], text) == {}
