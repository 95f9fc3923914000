"""Who can ask: the graph's own, those that policies name, root users and strangers, each with what is known of them."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.world import Kind

TRUST = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)
ALLOWS = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
USERS = f"""
aws_iam_user.ann: {{name: ann}}
aws_iam_group.staff: {{name: staff}}
aws_iam_group_policy.staff: {{group: staff, policy: '{ALLOWS}'}}
aws_iam_user_group_membership.ann: {{user: ann, groups: [staff]}}
"""
ROLE = f"""
aws_iam_role.worker: {{name: worker, assume_role_policy: '{TRUST}'}}
aws_iam_role_policy_attachment.audit: {{role: worker, policy_arn: "arn:aws:iam::aws:policy/SecurityAudit"}}
"""
ELSEWHERE = f"""
aws_iam_role.worker:
  name: worker
  assume_role_policy: '{TRUST}'
  permissions_boundary: arn:aws:iam::777777777777:policy/elsewhere
aws_iam_role_policy_attachment.other: {{role: worker, policy_arn: "arn:aws:iam::aws:policy/OfTomorrow"}}
"""
NAMING = """
aws_s3_bucket.data: {bucket: data}
aws_s3_bucket_policy.data:
  bucket: data
  policy: '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": {"AWS":
    ["arn:aws:iam::777777777777:user/gone", "888888888888"], "Service": "delivery.logs.amazonaws.com"}}]}'
"""


LENT = """
aws_kms_key.data: {}
aws_kms_grant.partner:
  key_id: {$ref: {address: aws_kms_key.data, attribute: key_id}}
  grantee_principal: arn:aws:iam::888888888888:role/partner
  operations: [Decrypt]
"""


def test_a_user_has_the_policies_of_its_groups(world):
    ann = world(USERS).principals["arn:aws:iam::777777777777:user/ann"]
    assert [each.actions for each in ann.identity[0].statements] == [("s3:GetObject",)]
    assert ann.unknown == ()


def test_a_membership_that_names_somebody_else_leaves_every_user_s_permissions_unknown(world):
    ann = world(USERS.replace("groups: [staff]", "groups: [others]")).principals["arn:aws:iam::777777777777:user/ann"]
    assert ann.unknown == ("aws_iam_user_group_membership.ann names a user or a group that is not in the graph",)


def test_a_policy_of_aws_that_is_held_here_is_known(world):
    worker = world(ROLE).principals["arn:aws:iam::777777777777:role/worker"]
    assert (len(worker.identity), worker.unknown) == (1, ())


def test_what_is_not_known_is_named_and_taken_for_an_allow_of_everything(world):
    worker = world(ELSEWHERE).principals["arn:aws:iam::777777777777:role/worker"]
    assert worker.unknown == (
        "AWS's policy OfTomorrow of aws_iam_role.worker is not in the graph",
        "the boundary of aws_iam_role.worker is not in the graph",
    )
    assert worker.identity == ()
    assert [each.actions for each in worker.generous[0].statements] == [("*",)]


def test_those_are_principals_too_whom_a_policy_names_and_strangers_of_its_accounts(world):
    found = world(NAMING).principals
    assert {arn: each.kind for arn, each in found.items()} == {
        "*": Kind.STRANGER,
        "arn:aws:iam::777777777777:root": Kind.ROOT,
        "arn:aws:iam::777777777777:user/gone": Kind.NAMED,
        "arn:aws:iam::888888888888:role/*": Kind.STRANGER,
        "arn:aws:iam::999999999999:role/*": Kind.STRANGER,
        "delivery.logs.amazonaws.com": Kind.SERVICE,
    }


def test_those_are_principals_too_to_whom_a_grant_is_given(world):
    found = world(LENT).principals
    assert {arn: each.kind for arn, each in found.items() if each.account == "888888888888"} == {
        "arn:aws:iam::888888888888:role/*": Kind.STRANGER,
        "arn:aws:iam::888888888888:role/partner": Kind.NAMED,
    }


@pytest.mark.parametrize(
    "text",
    [
        f"aws_iam_role.worker: {{name: worker, assume_role_policy: '{TRUST}', tags: {{$unknown: true}}}}",
        f"aws_iam_role.worker: {{name: worker, assume_role_policy: '{TRUST}', tags: {{Team: {{$unknown: true}}}}}}",
        "aws_iam_role.worker: {name: worker, assume_role_policy: {$unknown: true}}",
    ],
)
def test_tags_that_are_not_known_may_be_any_and_so_may_those_that_an_unknown_trust_policy_lets_in(world, text):
    found = world(text)
    facts = found.facts(found.principals["arn:aws:iam::777777777777:role/worker"], "s3:GetObject", None)
    assert [key for key in facts if key.startswith("aws:principaltag/")] == []


def test_a_role_whose_name_is_not_known_may_be_any_of_its_account(world):
    found = world(f"aws_iam_role.worker: {{name: {{$unknown: true}}, assume_role_policy: '{TRUST}'}}").principals
    reason = "name of aws_iam_role.worker is not known before apply"
    assert {each.arn for each in found.values() if each.unknown == (reason,)} == {
        "arn:aws:iam::777777777777:role/*",
        "arn:aws:iam::777777777777:role/<end of aws_iam_role.worker>",
    }


def test_a_name_in_a_membership_means_a_group_of_its_own_account(world):
    theirs = """
aws_iam_user.theirs: {name: ann, $account: "888888888888"}
aws_iam_group.theirs: {name: staff, $account: "888888888888"}
"""
    principals = world(theirs + USERS + theirs.replace("theirs", "others")).principals
    assert len(principals["arn:aws:iam::777777777777:user/ann"].identity) == 1
    assert principals["arn:aws:iam::888888888888:user/ann"].identity == ()
