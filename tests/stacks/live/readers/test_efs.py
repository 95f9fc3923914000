from __future__ import annotations

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.efs import file_system_policies, file_systems

KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"


def test_a_file_system_is_read_with_its_key_and_its_tags(aws, seen):
    tags = [{"Key": "Team", "Value": "cardiology"}]
    made = aws("efs").create_file_system(CreationToken="images", Encrypted=True, KmsKeyId=KEY, Tags=tags)
    assert seen("aws_efs_file_system") == [
        {
            "arn": made["FileSystemArn"],
            "creation_token": "images",
            "encrypted": True,
            "id": made["FileSystemId"],
            "kms_key_id": KEY,
            "performance_mode": "generalPurpose",
            "tags": {"Team": "cardiology"},
            "throughput_mode": "bursting",
        }
    ]


def test_the_policy_of_a_file_system_is_read_as_text_and_it_may_have_none(aws, seen):
    name = aws("efs").create_file_system(CreationToken="images")["FileSystemId"]
    assert seen("aws_efs_file_system_policy") == []
    policy = '{"Statement": [], "Version": "2012-10-17"}'
    aws("efs").put_file_system_policy(FileSystemId=name, Policy=policy)
    assert seen("aws_efs_file_system_policy") == [{"file_system_id": name, "policy": policy}]


def test_the_backups_of_a_file_system_are_read_as_switched_on(aws, seen):
    aws("efs").create_file_system(CreationToken="alone")
    name = aws("efs").create_file_system(CreationToken="images", Backup=True)["FileSystemId"]
    assert seen("aws_efs_backup_policy") == [{"backup_policy": [{"status": "ENABLED"}], "file_system_id": name}]


def test_an_access_point_is_read_with_its_user_and_its_directory(aws, seen):
    name = aws("efs").create_file_system(CreationToken="images")["FileSystemId"]
    made = aws("efs").create_access_point(
        ClientToken="x",
        FileSystemId=name,
        PosixUser={"Uid": 1000, "Gid": 1000, "SecondaryGids": [7]},
        RootDirectory={"Path": "/a", "CreationInfo": {"OwnerUid": 1, "OwnerGid": 2, "Permissions": "0750"}},
    )
    assert seen("aws_efs_access_point") == [
        {
            "arn": made["AccessPointArn"],
            "file_system_id": name,
            "id": made["AccessPointId"],
            "posix_user": [{"gid": 1000, "secondary_gids": [7], "uid": 1000}],
            "root_directory": [
                {"path": "/a", "creation_info": [{"owner_gid": 2, "owner_uid": 1, "permissions": "0750"}]}
            ],
            "tags": {},
        }
    ]


HOME = {
    "OwnerId": "777777777777",
    "CreationToken": "x",
    "FileSystemId": "fs-00000001",
    "FileSystemArn": "arn:aws:elasticfilesystem:us-east-1:777777777777:file-system/fs-00000001",
    "CreationTime": 0,
    "LifeCycleState": "available",
    "NumberOfMountTargets": 0,
    "SizeInBytes": {"Value": 0},
    "PerformanceMode": "generalPurpose",
    "Tags": [
        {
            "Key": "ManagedByAmazonSageMakerResource",
            "Value": "arn:aws:sagemaker:us-east-1:777777777777:domain/d-abc",
        }
    ],
}


@pytest.mark.parametrize(("home", "told"), [("fs-00000001", []), ("fs-00000002", ["fs-00000001"])])
def test_a_file_system_is_a_domains_only_where_the_domain_says_so(aws, home, told):
    """Anybody can write the tag."""
    clients = {"efs": aws("efs"), "sagemaker": aws("sagemaker")}
    with Stubber(clients["efs"]) as efs, Stubber(clients["sagemaker"]) as sagemaker:
        efs.add_response("describe_file_systems", {"FileSystems": [HOME]}, {})
        sagemaker.add_response("describe_domain", {"HomeEfsFileSystemId": home}, {"DomainId": "d-abc"})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: clients[service])
        assert [each.name for each in file_systems.function(calls)] == told


def test_a_policy_on_the_home_directories_of_a_domain_is_read(answered):
    policy = '{"Statement": [], "Version": "2012-10-17"}'
    answers = [
        ("efs.describe_file_systems", {"FileSystems": [HOME]}),
        ("efs.describe_file_system_policy", {"FileSystemId": "fs-00000001", "Policy": policy}),
    ]
    assert answered(file_system_policies, *answers) == [{"file_system_id": "fs-00000001", "policy": policy}]


def test_a_tag_that_names_no_domain_hides_nothing(aws, seen):
    tags = [{"Key": "ManagedByAmazonSageMakerResource", "Value": "arn:aws:sagemaker:::domain/d-none"}]
    aws("efs").create_file_system(CreationToken="images", Tags=tags)
    assert [each["creation_token"] for each in seen("aws_efs_file_system")] == ["images"]
