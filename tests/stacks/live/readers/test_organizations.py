from __future__ import annotations

import json

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.organizations import resource_policy

PLACE = Place("777777777777", "us-east-1")
DENIES = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}]}
)
TAGS = [{"Key": "Team", "Value": "platform"}]
TAGGED = {"Team": "platform"}


@pytest.fixture
def organizations(aws):
    client = aws("organizations")
    client.create_organization(FeatureSet="ALL")
    return client


@pytest.fixture
def root(organizations):
    return organizations.list_roots()["Roots"][0]["Id"]


@pytest.fixture
def unit(organizations, root):
    return organizations.create_organizational_unit(ParentId=root, Name="workloads", Tags=TAGS)["OrganizationalUnit"]


@pytest.fixture
def policy(organizations):
    given = {"Name": "guardrail", "Description": "denies", "Type": "SERVICE_CONTROL_POLICY", "Content": DENIES}
    return organizations.create_policy(**given, Tags=TAGS)["Policy"]["PolicySummary"]


@pytest.fixture
def account(organizations):
    return organizations.create_account(Email="prod@example.org", AccountName="prod")["CreateAccountStatus"]


def test_the_organization_is_read_with_its_policies_and_the_services_it_trusts(organizations, root, seen):
    known = organizations.describe_organization()["Organization"]
    organizations.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    organizations.enable_aws_service_access(ServicePrincipal="sso.amazonaws.com")
    organizations.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    assert seen("aws_organizations_organization") == [
        {
            "arn": known["Arn"],
            "aws_service_access_principals": ["config.amazonaws.com", "sso.amazonaws.com"],
            "enabled_policy_types": ["SERVICE_CONTROL_POLICY", "TAG_POLICY"],
            "feature_set": "ALL",
            "id": known["Id"],
            "master_account_id": "777777777777",
        }
    ]


def test_units_are_read_with_what_they_stand_in(organizations, root, unit, seen):
    inner = organizations.create_organizational_unit(ParentId=unit["Id"], Name="prod")["OrganizationalUnit"]
    found = sorted(seen("aws_organizations_organizational_unit"), key=lambda each: each["name"])
    assert found == [
        {"arn": inner["Arn"], "id": inner["Id"], "name": "prod", "parent_id": unit["Id"], "tags": {}},
        {"arn": unit["Arn"], "id": unit["Id"], "name": "workloads", "parent_id": root, "tags": TAGGED},
    ]


def test_accounts_are_read_with_what_they_stand_in(organizations, root, unit, account, seen):
    name = account["AccountId"]
    organizations.move_account(AccountId=name, SourceParentId=root, DestinationParentId=unit["Id"])
    organizations.tag_resource(ResourceId=name, Tags=TAGS)
    found = [each for each in seen("aws_organizations_account") if each["id"] == name]
    assert found == [
        {
            "arn": organizations.describe_account(AccountId=name)["Account"]["Arn"],
            "email": "prod@example.org",
            "id": name,
            "name": "prod",
            "parent_id": unit["Id"],
            "state": "ACTIVE",
            "status": "ACTIVE",
            "tags": TAGGED,
        }
    ]


def test_the_management_account_is_read_under_the_root(organizations, root, seen):
    assert [(each["id"], each["parent_id"]) for each in seen("aws_organizations_account")] == [("777777777777", root)]


def test_policies_are_read_with_their_content_but_for_those_of_aws(policy, seen):
    assert seen("aws_organizations_policy") == [
        {
            "arn": policy["Arn"],
            "content": DENIES,
            "description": "denies",
            "id": policy["Id"],
            "name": "guardrail",
            "tags": TAGGED,
            "type": "SERVICE_CONTROL_POLICY",
        }
    ]


def test_it_is_read_what_a_policy_is_attached_to(organizations, policy, root, seen):
    organizations.attach_policy(PolicyId=policy["Id"], TargetId=root)
    organizations.attach_policy(PolicyId=policy["Id"], TargetId="777777777777")
    found = [each for each in seen("aws_organizations_policy_attachment") if each["policy_id"] == policy["Id"]]
    assert sorted(found, key=lambda each: each["target_id"]) == [
        {"policy_id": policy["Id"], "target_id": "777777777777"},
        {"policy_id": policy["Id"], "target_id": root},
    ]


def test_it_is_read_what_aws_s_own_policies_are_attached_to_until_it_is_detached(organizations, root, unit, seen):
    organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=unit["Id"])
    attached = seen("aws_organizations_policy_attachment")
    assert sorted((each["policy_id"], each["target_id"]) for each in attached) == [
        ("p-FullAWSAccess", "777777777777"),
        ("p-FullAWSAccess", root),
        ("p-RCPFullAWSAccess", "777777777777"),
        ("p-RCPFullAWSAccess", unit["Id"]),
        ("p-RCPFullAWSAccess", root),
    ]


def test_who_administers_a_service_is_read(organizations, account, seen):
    given = {"AccountId": account["AccountId"], "ServicePrincipal": "guardduty.amazonaws.com"}
    organizations.register_delegated_administrator(**given)
    assert seen("aws_organizations_delegated_administrator") == [
        {"account_id": account["AccountId"], "service_principal": "guardduty.amazonaws.com"}
    ]


def test_the_organization_s_own_policy_is_read(aws):
    client = aws("organizations")
    arn = "arn:aws:organizations::777777777777:resourcepolicy/o-exampleorg0/rp-example0"
    summary = {"Id": "rp-example0", "Arn": arn}
    with Stubber(client) as stubber:
        answer = {"ResourcePolicy": {"ResourcePolicySummary": summary, "Content": DENIES}}
        stubber.add_response("describe_resource_policy", answer, {})
        stubber.add_response("list_tags_for_resource", {"Tags": TAGS}, {"ResourceId": "rp-example0"})
        found = list(resource_policy.function(Calls(PLACE, lambda service, place: client)))
    assert [each.attributes for each in found] == [{"arn": arn, "content": DENIES, "id": "rp-example0", "tags": TAGGED}]


def test_an_organization_without_a_policy_of_its_own_has_none(aws):
    client = aws("organizations")
    with Stubber(client) as stubber:
        stubber.add_client_error("describe_resource_policy", "ResourcePolicyNotFoundException")
        assert list(resource_policy.function(Calls(PLACE, lambda service, place: client))) == []
