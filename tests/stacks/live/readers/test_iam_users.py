from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from botocore.stub import Stubber
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.iam_users import service_credentials, users

POLICY = (
    '{"Statement": [{"Action": "s3:GetObject", "Effect": "Allow", "Resource": "arn:aws:s3:::data/*"}],'
    ' "Version": "2012-10-17"}'
)
ARN = "arn:aws:iam::777777777777"
PLACE = Place("777777777777", "us-east-1")
USER = {
    "Path": "/",
    "UserName": "ann",
    "UserId": "AIDAEXAMPLEEXAMPLE11",
    "Arn": f"{ARN}:user/ann",
    "GroupList": [],
    "AttachedManagedPolicies": [],
    "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": f"{ARN}:policy/boundary"},
}


@pytest.fixture
def ann(aws):
    made = aws("iam").create_user(UserName="ann", Tags=[{"Key": "Team", "Value": "cardiology"}])
    return made["User"]


def told(*users):
    return {"UserDetailList": [*users], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}


def certificate():
    key, name, day = Ed25519PrivateKey.generate(), x509.Name([]), datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + timedelta(days=1))
    return builder.sign(key, None).public_bytes(Encoding.PEM).decode()


def test_a_user_is_read_with_its_tags(ann, seen):
    assert seen("aws_iam_user") == [
        {
            "arn": f"{ARN}:user/ann",
            "name": "ann",
            "path": "/",
            "tags": {"Team": "cardiology"},
            "unique_id": ann["UserId"],
        }
    ]


def test_a_user_is_read_with_the_boundary_that_aws_tells(aws):
    client = aws("iam")
    with Stubber(client) as stubber:
        stubber.add_response("get_account_authorization_details", told(USER), {"Filter": ["User"]})
        found = list(users.function(Calls(PLACE, lambda service, place: client)))
    assert [each.attributes["permissions_boundary"] for each in found] == [f"{ARN}:policy/boundary"]


def test_the_groups_of_a_user_are_read(ann, aws, seen):
    iam = aws("iam")
    iam.create_group(GroupName="admins")
    iam.add_user_to_group(GroupName="admins", UserName="ann")
    assert seen("aws_iam_user_group_membership") == [{"groups": ["admins"], "user": "ann"}]


def test_what_is_written_into_a_user_is_read(ann, aws, seen):
    aws("iam").put_user_policy(UserName="ann", PolicyName="quick", PolicyDocument=POLICY)
    assert seen("aws_iam_user_policy") == [{"name": "quick", "policy": POLICY, "user": "ann"}]


def test_what_is_attached_to_a_user_is_read(ann, aws, seen):
    iam = aws("iam")
    arn = iam.create_policy(PolicyName="data", PolicyDocument=POLICY)["Policy"]["Arn"]
    iam.attach_user_policy(UserName="ann", PolicyArn=arn)
    assert seen("aws_iam_user_policy_attachment") == [{"policy_arn": f"{ARN}:policy/data", "user": "ann"}]


def test_a_group_is_read(aws, seen):
    made = aws("iam").create_group(GroupName="admins")["Group"]
    assert seen("aws_iam_group") == [
        {"arn": f"{ARN}:group/admins", "name": "admins", "path": "/", "unique_id": made["GroupId"]}
    ]


def test_what_is_written_into_a_group_is_read(aws, seen):
    iam = aws("iam")
    iam.create_group(GroupName="admins")
    iam.put_group_policy(GroupName="admins", PolicyName="quick", PolicyDocument=POLICY)
    assert seen("aws_iam_group_policy") == [{"group": "admins", "name": "quick", "policy": POLICY}]


def test_what_is_attached_to_a_group_is_read(aws, seen):
    iam = aws("iam")
    iam.create_group(GroupName="admins")
    arn = iam.create_policy(PolicyName="data", PolicyDocument=POLICY)["Policy"]["Arn"]
    iam.attach_group_policy(GroupName="admins", PolicyArn=arn)
    assert seen("aws_iam_group_policy_attachment") == [{"group": "admins", "policy_arn": f"{ARN}:policy/data"}]


def test_an_access_key_is_read_with_its_status(ann, aws, seen):
    iam = aws("iam")
    name = iam.create_access_key(UserName="ann")["AccessKey"]["AccessKeyId"]
    iam.update_access_key(UserName="ann", AccessKeyId=name, Status="Inactive")
    assert seen("aws_iam_access_key") == [{"id": name, "status": "Inactive", "user": "ann"}]


def test_a_password_is_read_as_there_being_one(ann, aws, seen):
    aws("iam").create_login_profile(UserName="ann", Password="Only-for-today-2026")
    aws("iam").update_login_profile(UserName="ann", Password="Not-for-today-2026", PasswordResetRequired=True)
    assert seen("aws_iam_user_login_profile") == [{"password_reset_required": True, "user": "ann"}]


def test_a_user_without_a_password_has_none(ann, seen):
    assert seen("aws_iam_user_login_profile") == []


def test_an_ssh_key_is_read_with_its_status(ann, aws, seen):
    made = aws("iam").upload_ssh_public_key(UserName="ann", SSHPublicKeyBody="ssh-rsa AAAA ann")["SSHPublicKey"]
    assert seen("aws_iam_user_ssh_key") == [
        {"ssh_public_key_id": made["SSHPublicKeyId"], "status": "Active", "username": "ann"}
    ]


def test_a_signing_certificate_is_read_with_its_status(ann, aws, seen):
    made = aws("iam").upload_signing_certificate(UserName="ann", CertificateBody=certificate())["Certificate"]
    assert seen("aws_iam_signing_certificate") == [
        {
            "certificate_body": made["CertificateBody"],
            "certificate_id": made["CertificateId"],
            "status": "Active",
            "user_name": "ann",
        }
    ]


def test_a_credential_for_one_service_is_read(aws):
    client = aws("iam")
    credential = {
        "UserName": "ann",
        "Status": "Active",
        "ServiceUserName": "ann-at-777777777777",
        "CreateDate": "2026-01-01T00:00:00Z",
        "ServiceSpecificCredentialId": "ACCAEXAMPLEEXAMPLEEX",
        "ServiceName": "codecommit.amazonaws.com",
    }
    with Stubber(client) as stubber:
        stubber.add_response("get_account_authorization_details", told(USER), {"Filter": ["User"]})
        answer = {"ServiceSpecificCredentials": [credential]}
        stubber.add_response("list_service_specific_credentials", answer, {"UserName": "ann"})
        found = list(service_credentials.function(Calls(PLACE, lambda service, place: client)))
    assert [each.attributes for each in found] == [
        {
            "service_name": "codecommit.amazonaws.com",
            "service_specific_credential_id": "ACCAEXAMPLEEXAMPLEEX",
            "status": "Active",
            "user_name": "ann",
        }
    ]
