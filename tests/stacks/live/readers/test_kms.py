from __future__ import annotations

from phizone_stacks.live.readers.kms import grants

POLICY = '{"Statement": [], "Version": "2012-10-17"}'


def test_a_key_is_read_with_its_policy_its_rotation_and_its_tags(aws, seen):
    made = aws("kms").create_key(Policy=POLICY, Tags=[{"TagKey": "Team", "TagValue": "cardiology"}])["KeyMetadata"]
    aws("kms").enable_key_rotation(KeyId=made["KeyId"])
    assert seen("aws_kms_key") == [
        {
            "arn": made["Arn"],
            "customer_master_key_spec": "SYMMETRIC_DEFAULT",
            "description": "",
            "enable_key_rotation": True,
            "id": made["KeyId"],
            "is_enabled": True,
            "key_id": made["KeyId"],
            "multi_region": False,
            "policy": POLICY,
            "tags": {"Team": "cardiology"},
        }
    ]


def test_a_disabled_key_and_one_that_waits_to_be_deleted_are_not_enabled(aws, seen):
    kms = aws("kms")
    kms.disable_key(KeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    kms.schedule_key_deletion(KeyId=kms.create_key()["KeyMetadata"]["KeyId"], PendingWindowInDays=7)
    assert [key["is_enabled"] for key in seen("aws_kms_key")] == [False, False]


def test_an_alias_is_read_with_its_key(aws, seen):
    key = aws("kms").create_key()["KeyMetadata"]["KeyId"]
    aws("kms").create_alias(AliasName="alias/data", TargetKeyId=key)
    arn = "arn:aws:kms:us-east-1:777777777777:alias/data"
    assert seen("aws_kms_alias") == [{"arn": arn, "name": "alias/data", "target_key_id": key}]


def test_a_grant_is_read_with_its_operations(aws, seen):
    key = aws("kms").create_key()["KeyMetadata"]["KeyId"]
    grantee = "arn:aws:iam::888888888888:role/reader"
    made = aws("kms").create_grant(KeyId=key, GranteePrincipal=grantee, Operations=["Decrypt"], Name="lent")
    assert seen("aws_kms_grant") == [
        {
            "grant_id": made["GrantId"],
            "grantee_principal": grantee,
            "key_id": key,
            "name": "lent",
            "operations": ["Decrypt"],
        }
    ]


def test_a_grant_to_a_service_is_read_with_the_service_and_a_bound_that_terraform_has_no_word_for_is_none(answered):
    key = {"KeyId": "11111111-2222-3333-4444-555555555555", "Arn": "a" * 20}
    grant = {
        "GrantId": "granted",
        "GranteeServicePrincipal": "rds.amazonaws.com",
        "RetiringServicePrincipal": "rds.amazonaws.com",
        "Operations": ["Decrypt"],
        "Constraints": {"SourceArn": "arn:aws:rds:us-east-1:777777777777:db:records"},
    }
    answers = [
        ("kms.list_keys", {"Keys": [{"KeyId": key["KeyId"]}]}),
        ("kms.describe_key", {"KeyMetadata": {**key, "KeyManager": "CUSTOMER"}}),
        ("kms.list_grants", {"Grants": [grant]}),
    ]
    assert answered(grants, *answers) == [
        {
            "grant_id": "granted",
            "grantee_principal": "rds.amazonaws.com",
            "key_id": key["KeyId"],
            "operations": ["Decrypt"],
            "retiring_principal": "rds.amazonaws.com",
        }
    ]


def test_a_replica_is_read_with_its_primary_key(aws, seen):
    primary = aws("kms").create_key(MultiRegion=True, Policy=POLICY)["KeyMetadata"]
    made = aws("kms").replicate_key(KeyId=primary["KeyId"], ReplicaRegion="eu-west-1")
    assert seen("aws_kms_replica_key", region="eu-west-1") == [
        {
            "arn": made["ReplicaKeyMetadata"]["Arn"],
            "description": "",
            "enabled": True,
            "id": primary["KeyId"],
            "key_id": primary["KeyId"],
            "key_spec": "SYMMETRIC_DEFAULT",
            "policy": POLICY,
            "primary_key_arn": primary["Arn"],
            "tags": {},
        }
    ]


def test_a_key_of_imported_material_is_read_as_such(aws, seen):
    made = aws("kms").create_key(Origin="EXTERNAL", Policy=POLICY)["KeyMetadata"]
    assert seen("aws_kms_external_key") == [
        {
            "arn": made["Arn"],
            "description": "",
            "enabled": True,
            "id": made["KeyId"],
            "key_state": "Enabled",
            "multi_region": False,
            "policy": POLICY,
            "tags": {},
        }
    ]


def test_a_key_of_imported_material_that_waits_to_be_deleted_says_so(aws, seen):
    made = aws("kms").create_key(Origin="EXTERNAL", Policy=POLICY)["KeyMetadata"]
    aws("kms").schedule_key_deletion(KeyId=made["KeyId"], PendingWindowInDays=7)
    assert [key["key_state"] for key in seen("aws_kms_external_key")] == ["PendingDeletion"]
