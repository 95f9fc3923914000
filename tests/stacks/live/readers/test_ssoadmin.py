from __future__ import annotations

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.ssoadmin import access_control_attributes, boundaries, permission_sets

PLACE = Place("777777777777", "us-east-1")
INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
OTHER = "arn:aws:sso:::instance/ssoins-fedcba9876543210"
# The organization's instance is seen from every account; it is the management account's.
INSTANCES = [
    {"InstanceArn": INSTANCE, "OwnerAccountId": "777777777777"},
    {"InstanceArn": OTHER, "OwnerAccountId": "111111111111"},
]
SET = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef"
GIVEN = {"InstanceArn": INSTANCE, "PermissionSetArn": SET}
SETS = ("list_permission_sets", {"PermissionSets": [SET]}, {"InstanceArn": INSTANCE})
POLICY = '{"Statement": [], "Version": "2012-10-17"}'


@pytest.fixture
def people(aws):
    """What names a permission set in calls."""
    client = aws("sso-admin")
    instance = client.list_instances()["Instances"][0]["InstanceArn"]
    made = client.create_permission_set(Name="people", InstanceArn=instance, SessionDuration="PT12H")["PermissionSet"]
    return {"InstanceArn": instance, "PermissionSetArn": made["PermissionSetArn"]}


@pytest.fixture
def told(aws):
    """What a reader tells of answers that moto has not."""

    def read(reader, *answers):
        client = aws("sso-admin")
        with Stubber(client) as stubber:
            stubber.add_response("list_instances", {"Instances": INSTANCES}, {})
            for operation, answer, given in answers:
                stubber.add_response(operation, answer, given)
            found = list(reader.function(Calls(PLACE, lambda service, place: client)))
            stubber.assert_no_pending_responses()
        return [each.attributes for each in found]

    return read


def of(given):
    return {"instance_arn": given["InstanceArn"], "permission_set_arn": given["PermissionSetArn"]}


def test_a_permission_set_is_read_with_its_tags(told):
    described = {"PermissionSet": {"Name": "people", "PermissionSetArn": SET, "SessionDuration": "PT8H"}}
    tags = {"Tags": [{"Key": "Team", "Value": "platform"}]}
    found = told(
        permission_sets,
        SETS,
        ("describe_permission_set", described, GIVEN),
        ("list_tags_for_resource", tags, {"InstanceArn": INSTANCE, "ResourceArn": SET}),
    )
    assert found == [
        {
            "arn": SET,
            "instance_arn": INSTANCE,
            "name": "people",
            "session_duration": "PT8H",
            "tags": {"Team": "platform"},
        }
    ]


def test_the_policy_written_into_a_permission_set_is_read(people, aws, seen):
    aws("sso-admin").put_inline_policy_to_permission_set(**people, InlinePolicy=POLICY)
    assert seen("aws_ssoadmin_permission_set_inline_policy") == [{**of(people), "inline_policy": POLICY}]


def test_a_permission_set_without_a_policy_written_into_it_has_none(people, seen):
    assert seen("aws_ssoadmin_permission_set_inline_policy") == []


def test_aws_s_policies_of_a_permission_set_are_read(people, aws, seen):
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    aws("sso-admin").attach_managed_policy_to_permission_set(**people, ManagedPolicyArn=arn)
    assert seen("aws_ssoadmin_managed_policy_attachment") == [{**of(people), "managed_policy_arn": arn}]


def test_policies_of_accounts_that_a_permission_set_takes_are_read(people, aws, seen):
    aws("sso-admin").attach_customer_managed_policy_reference_to_permission_set(
        **people, CustomerManagedPolicyReference={"Name": "data", "Path": "/"}
    )
    assert seen("aws_ssoadmin_customer_managed_policy_attachment") == [
        {**of(people), "customer_managed_policy_reference": [{"name": "data", "path": "/"}]}
    ]


def test_who_is_assigned_to_an_account_is_read(people, aws, seen):
    client = aws("sso-admin")
    principal = "00000000-0000-0000-0000-000000000001"
    client.create_account_assignment(
        **people, TargetId="777777777777", TargetType="AWS_ACCOUNT", PrincipalType="GROUP", PrincipalId=principal
    )
    client.provision_permission_set(**people, TargetType="ALL_PROVISIONED_ACCOUNTS")
    assert seen("aws_ssoadmin_account_assignment") == [
        {
            **of(people),
            "principal_id": principal,
            "principal_type": "GROUP",
            "target_id": "777777777777",
            "target_type": "AWS_ACCOUNT",
        }
    ]


def test_the_boundary_of_a_permission_set_is_read(told):
    bound = {"PermissionsBoundary": {"CustomerManagedPolicyReference": {"Name": "boundary", "Path": "/"}}}
    found = told(boundaries, SETS, ("get_permissions_boundary_for_permission_set", bound, GIVEN))
    reference = [{"name": "boundary", "path": "/"}]
    assert found == [{**of(GIVEN), "permissions_boundary": [{"customer_managed_policy_reference": reference}]}]


def test_attributes_that_become_tags_of_sessions_are_read(told):
    attribute = {"Key": "Team", "Value": {"Source": ["${path:enterprise.department}"]}}
    answer = {"InstanceAccessControlAttributeConfiguration": {"AccessControlAttributes": [attribute]}}
    operation = "describe_instance_access_control_attribute_configuration"
    found = told(access_control_attributes, (operation, answer, {"InstanceArn": INSTANCE}))
    attributes = [{"key": "Team", "value": [{"source": ["${path:enterprise.department}"]}]}]
    assert found == [{"attribute": attributes, "instance_arn": INSTANCE}]
