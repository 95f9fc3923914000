from __future__ import annotations

import json

DOCUMENT = {
    "Statement": [{"Action": "s3:GetObject", "Effect": "Allow", "Resource": "arn:aws:s3:::data/*"}],
    "Version": "2012-10-17",
}
POLICY = json.dumps(DOCUMENT)
READS_ALL = POLICY.replace("arn:aws:s3:::data/*", "*")
TRUST = json.dumps(
    {
        "Statement": [
            {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::888888888888:role/a"}}
        ],
        "Version": "2012-10-17",
    }
)
TAGS = [{"Key": "Team", "Value": "cardiology"}]
ARN = "arn:aws:iam::777777777777"


def test_a_policy_is_read_with_the_text_of_its_default_version(aws, seen):
    iam = aws("iam")
    made = iam.create_policy(PolicyName="data", PolicyDocument=POLICY, Path="/team/", Description="reads", Tags=TAGS)
    iam.create_policy_version(PolicyArn=made["Policy"]["Arn"], PolicyDocument=READS_ALL, SetAsDefault=True)
    assert seen("aws_iam_policy") == [
        {
            "arn": f"{ARN}:policy/team/data",
            "description": "reads",
            "id": f"{ARN}:policy/team/data",
            "name": "data",
            "path": "/team/",
            "policy": READS_ALL,
            "tags": {"Team": "cardiology"},
        }
    ]


def test_a_version_that_is_not_the_default_is_not_read(aws, seen):
    iam = aws("iam")
    made = iam.create_policy(PolicyName="data", PolicyDocument=POLICY)
    iam.create_policy_version(PolicyArn=made["Policy"]["Arn"], PolicyDocument=READS_ALL, SetAsDefault=False)
    assert [each["policy"] for each in seen("aws_iam_policy")] == [POLICY]


def test_a_role_is_read_with_its_trust_its_boundary_and_its_session(aws, seen):
    iam = aws("iam")
    boundary = iam.create_policy(PolicyName="boundary", PolicyDocument=POLICY)["Policy"]["Arn"]
    made = iam.create_role(
        RoleName="work",
        AssumeRolePolicyDocument=TRUST,
        Description="works",
        MaxSessionDuration=7200,
        PermissionsBoundary=boundary,
        Tags=TAGS,
    )["Role"]
    assert seen("aws_iam_role") == [
        {
            "arn": f"{ARN}:role/work",
            "assume_role_policy": TRUST,
            "description": "works",
            "max_session_duration": 7200,
            "name": "work",
            "path": "/",
            "permissions_boundary": f"{ARN}:policy/boundary",
            "tags": {"Team": "cardiology"},
            "unique_id": made["RoleId"],
        }
    ]


def test_a_role_that_identity_center_makes_is_not_read_and_it_alone(aws, seen):
    path = "/aws-reserved/sso.amazonaws.com/"
    aws("iam").create_role(RoleName="AWSReservedSSO_a_0", AssumeRolePolicyDocument=TRUST, Path=path)
    aws("iam").create_role(RoleName="another", AssumeRolePolicyDocument=TRUST, Path="/aws-reserved/")
    assert [each["name"] for each in seen("aws_iam_role")] == ["another"]


def test_what_is_attached_to_a_role_is_read(aws, seen):
    iam = aws("iam")
    iam.create_role(RoleName="work", AssumeRolePolicyDocument=TRUST)
    arn = iam.create_policy(PolicyName="data", PolicyDocument=POLICY)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="work", PolicyArn=arn)
    assert seen("aws_iam_role_policy_attachment") == [{"policy_arn": f"{ARN}:policy/data", "role": "work"}]


def test_what_is_written_into_a_role_is_read(aws, seen):
    iam = aws("iam")
    iam.create_role(RoleName="work", AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(RoleName="work", PolicyName="quick", PolicyDocument=POLICY)
    assert seen("aws_iam_role_policy") == [{"name": "quick", "policy": POLICY, "role": "work"}]


def test_the_recorder_s_linked_role_is_read_and_no_other_service_s(aws, seen):
    iam = aws("iam")
    iam.create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")
    made = iam.create_service_linked_role(AWSServiceName="config.amazonaws.com", Description="records")["Role"]
    assert seen("aws_iam_service_linked_role") == [
        {
            "arn": made["Arn"],
            "aws_service_name": "config.amazonaws.com",
            "description": "records",
            "id": made["Arn"],
            "name": made["RoleName"],
            "path": "/aws-service-role/config.amazonaws.com/",
            "tags": {},
        }
    ]
    assert seen("aws_iam_role") == []
