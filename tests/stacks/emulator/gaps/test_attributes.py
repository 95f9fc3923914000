"""What moto takes and does not tell again: a test fails when it does, and the gap goes."""

from __future__ import annotations

import io
import zipfile

import pytest

TRUST = '{"Version": "2012-10-17", "Statement": []}'
BOUNDARY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture
def role(aws):
    """The ARN of a role that a function has."""
    return aws("iam").create_role(RoleName="runs", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]


@pytest.fixture
def code():
    """An archive with a function's code."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("main.py", "")
    return held.getvalue()


def test_moto_still_tells_no_period_of_a_key_s_rotation(aws):
    kms = aws("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    told = kms.get_key_rotation_status(KeyId=key)
    assert (told["KeyRotationEnabled"], "RotationPeriodInDays" in told) == (True, False)


def test_moto_still_lists_functions_without_how_they_log(aws, role, code):
    functions = aws("lambda")
    functions.create_function(
        FunctionName="rotates",
        Role=role,
        Runtime="python3.13",
        Handler="main.handler",
        Code={"ZipFile": code},
        LoggingConfig={"LogFormat": "JSON", "LogGroup": "/rotates"},
    )
    assert [(each["FunctionName"], "LoggingConfig" in each) for each in functions.list_functions()["Functions"]] == [
        ("rotates", False)
    ]


def test_moto_still_drops_the_boundary_of_a_user(aws):
    iam = aws("iam")
    iam.create_user(UserName="script", PermissionsBoundary=BOUNDARY)
    told = iam.get_account_authorization_details(Filter=["User"])["UserDetailList"]
    assert [(each["UserName"], "PermissionsBoundary" in each) for each in told] == [("script", False)]


@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_moto_still_drops_why_a_rule_admits_a_group(aws, direction):
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="kernels", Description="kernels", VpcId=vpc)["GroupId"]
    peers = [{"GroupId": group, "Description": "among themselves"}]
    getattr(ec2, f"authorize_security_group_{direction}")(
        GroupId=group,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 8192, "ToPort": 8192, "UserIdGroupPairs": peers}],
    )
    told = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
    assert [each.get("Description", "") for each in told if "ReferencedGroupInfo" in each] == [""]


def test_moto_still_drops_whether_a_domain_hands_its_tags_on(aws, role):
    sagemaker, ec2 = aws("sagemaker"), aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.0.0/24")["Subnet"]["SubnetId"]
    made = sagemaker.create_domain(
        DomainName="studio",
        AuthMode="SSO",
        DefaultUserSettings={"ExecutionRole": role},
        SubnetIds=[subnet],
        VpcId=vpc,
        TagPropagation="ENABLED",
    )
    told = sagemaker.describe_domain(DomainId=made["DomainArn"].rpartition("/")[2])
    assert (told["DomainName"], "TagPropagation" in told) == ("studio", False)


def test_moto_still_says_that_a_permission_set_is_in_the_account_that_asks(aws):
    sso = aws("sso-admin")
    (instance,) = [each["InstanceArn"] for each in sso.list_instances()["Instances"]]
    made = sso.create_permission_set(Name="reads", InstanceArn=instance)["PermissionSet"]["PermissionSetArn"]
    of_another = {"TargetId": "555555555555", "TargetType": "AWS_ACCOUNT"}
    sso.provision_permission_set(InstanceArn=instance, PermissionSetArn=made, **of_another)
    told = sso.list_accounts_for_provisioned_permission_set(InstanceArn=instance, PermissionSetArn=made)
    assert told["AccountIds"] == ["777777777777"]
