from __future__ import annotations

TRUST = (
    '{"Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}],'
    ' "Version": "2012-10-17"}'
)
TAGS = [{"Key": "Team", "Value": "cardiology"}]
ARN = "arn:aws:iam::777777777777"


def test_a_password_policy_is_read(aws, seen):
    aws("iam").update_account_password_policy(
        MinimumPasswordLength=14, MaxPasswordAge=90, PasswordReusePrevention=24, RequireNumbers=True
    )
    assert seen("aws_iam_account_password_policy") == [
        {
            "allow_users_to_change_password": False,
            "expire_passwords": True,
            "hard_expiry": False,
            "max_password_age": 90,
            "minimum_password_length": 14,
            "password_reuse_prevention": 24,
            "require_lowercase_characters": False,
            "require_numbers": True,
            "require_symbols": False,
            "require_uppercase_characters": False,
        }
    ]


def test_an_account_without_a_password_policy_has_none(seen):
    assert seen("aws_iam_account_password_policy") == []


def test_an_openid_connect_provider_is_read_with_the_scheme_of_its_url(aws, seen):
    url = "https://token.actions.githubusercontent.com"
    aws("iam").create_open_id_connect_provider(
        Url=url, ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40], Tags=TAGS
    )
    arn = f"{ARN}:oidc-provider/token.actions.githubusercontent.com"
    assert seen("aws_iam_openid_connect_provider") == [
        {
            "arn": arn,
            "client_id_list": ["sts.amazonaws.com"],
            "id": arn,
            "tags": {"Team": "cardiology"},
            "thumbprint_list": ["0" * 40],
            "url": url,
        }
    ]


def test_a_saml_provider_is_read_but_for_the_one_of_identity_center(aws, seen):
    iam = aws("iam")
    iam.create_saml_provider(Name="people", SAMLMetadataDocument="a" * 1024)
    iam.create_saml_provider(Name="AWSSSO_0123456789abcdef_DO_NOT_DELETE", SAMLMetadataDocument="b" * 1024)
    arn = f"{ARN}:saml-provider/people"
    assert seen("aws_iam_saml_provider") == [
        {"arn": arn, "id": arn, "name": "people", "saml_metadata_document": "a" * 1024, "tags": {}}
    ]


def test_a_saml_provider_whose_name_only_begins_like_identity_center_s_is_read(aws, seen):
    aws("iam").create_saml_provider(Name="AWSSSO_people", SAMLMetadataDocument="a" * 1024)
    assert [each["name"] for each in seen("aws_iam_saml_provider")] == ["AWSSSO_people"]


def test_an_instance_profile_is_read_with_its_role(aws, seen):
    iam = aws("iam")
    iam.create_role(RoleName="machine", AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName="machine", Tags=TAGS)
    iam.add_role_to_instance_profile(InstanceProfileName="machine", RoleName="machine")
    assert seen("aws_iam_instance_profile") == [
        {
            "arn": f"{ARN}:instance-profile/machine",
            "name": "machine",
            "path": "/",
            "role": "machine",
            "tags": {"Team": "cardiology"},
        }
    ]


def test_a_certificate_that_was_uploaded_is_read_without_its_key(aws, seen):
    made = aws("iam").upload_server_certificate(ServerCertificateName="old", CertificateBody="body", PrivateKey="key")
    assert seen("aws_iam_server_certificate") == [
        {
            "arn": f"{ARN}:server-certificate/old",
            "id": made["ServerCertificateMetadata"]["ServerCertificateId"],
            "name": "old",
            "path": "/",
        }
    ]
