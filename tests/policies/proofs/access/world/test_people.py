"""People of IAM Identity Center are principals of every account that a permission set takes them to."""

from __future__ import annotations

from phizone_policies.proofs.access.world import Kind

POLICY = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
NARROW = '{"Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}'
PEOPLE = f"""
aws_ssoadmin_permission_set.reader: {{$account: "111111111111", name: Reader, tags: {{Team: cardiology}}}}
aws_ssoadmin_permission_set_inline_policy.reader:
  $account: "111111111111"
  permission_set_arn: {{$ref: {{address: aws_ssoadmin_permission_set.reader, attribute: arn}}}}
  inline_policy: '{POLICY}'
aws_ssoadmin_account_assignment.reader:
  permission_set_arn: {{$ref: {{address: aws_ssoadmin_permission_set.reader, attribute: arn}}}}
  target_id: "777777777777"
"""
ARN = "arn:aws:iam::777777777777:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Reader_<end>"
SET = "{$ref: {address: aws_ssoadmin_permission_set.reader, attribute: arn}}"
NAMES = f"$account: '111111111111', permission_set_arn: {SET}"


def test_a_permission_set_becomes_a_role_of_the_account_it_is_assigned_to(world):
    person = world(PEOPLE).principals[ARN]
    assert (person.kind, person.account, person.unknown) == (Kind.ROLE, "777777777777", ())
    assert [each.actions for document in person.identity for each in document.statements] == [("s3:GetObject",)]
    assert (person.tags, person.session_tags) == ({"Team": "cardiology"}, {})


def test_a_permission_set_that_is_assigned_nowhere_is_nobody(world):
    text = PEOPLE[: PEOPLE.index("aws_ssoadmin_account_assignment")]
    assert [arn for arn in world(text).principals if "AWSReserved" in arn] == []


def test_its_policies_of_the_account_and_of_aws_count_by_name(world):
    person = world(f"""{PEOPLE}
aws_iam_policy.own: {{name: own, policy: '{NARROW}'}}
aws_ssoadmin_customer_managed_policy_attachment.own: {{{NAMES}, customer_managed_policy_reference: [{{name: own}}]}}
aws_ssoadmin_managed_policy_attachment.aws: {{{NAMES}, managed_policy_arn: "arn:aws:iam::aws:policy/SecurityAudit"}}
""").principals[ARN]
    actions = [each.actions for document in person.identity for each in document.statements]
    assert len(person.identity) == 3
    assert ("logs:*",) in actions
    assert person.unknown == ()


def test_its_boundary_caps_it(world):
    person = world(f"""{PEOPLE}
aws_iam_policy.cap: {{name: cap, policy: '{NARROW}'}}
aws_ssoadmin_permissions_boundary_attachment.cap:
  permission_set_arn: {{$ref: {{address: aws_ssoadmin_permission_set.reader, attribute: arn}}}}
  permissions_boundary: [{{customer_managed_policy_reference: [{{name: cap}}]}}]
""").principals[ARN]
    assert [each.actions for each in person.boundary.document.statements] == [("logs:*",)]


def test_what_is_not_in_the_graph_is_named_and_taken_for_an_allow_of_everything(world):
    person = world(f"""{PEOPLE}
aws_ssoadmin_customer_managed_policy_attachment.own: {{{NAMES}, customer_managed_policy_reference: [{{name: gone}}]}}
""").principals[ARN]
    assert person.unknown == ("the policy gone of account 777777777777 is not in the graph",)


def test_an_assignment_of_a_set_that_is_not_in_the_graph_may_give_everything(world):
    found = world("aws_ssoadmin_account_assignment.x: {permission_set_arn: 'arn:x', target_id: '777777777777'}")
    (person,) = (each for each in found.principals.values() if each.kind is Kind.ROLE)
    assert person.unknown == ("the permission set of aws_ssoadmin_account_assignment.x is not in the graph",)


def test_attributes_of_people_may_become_any_tags_of_their_sessions(world):
    tagged = world(PEOPLE + "aws_ssoadmin_instance_access_control_attributes.x: {attribute: [{key: Team}]}")
    assert tagged.principals[ARN].session_tags is None
    assert "aws:principaltag/*" not in tagged.facts(tagged.principals[ARN], "s3:GetObject", None)
    plain = world(PEOPLE)
    assert plain.facts(plain.principals[ARN], "s3:GetObject", None)["aws:principaltag/*"] is None
    assert "aws:principaltag/team" not in plain.facts(plain.principals[ARN], "s3:GetObject", None)
