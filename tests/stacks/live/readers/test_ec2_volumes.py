from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.ec2_volumes import images

TAGS = [{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "disk"}]}]
DISK = {
    "SnapshotId": "snap-1",
    "VolumeSize": 8,
    "VolumeType": "gp3",
    "Encrypted": True,
    "DeleteOnTermination": True,
}
IMAGE = {
    "ImageId": "ami-1",
    "Name": "base",
    "OwnerId": "777777777777",
    "Public": False,
    "Architecture": "x86_64",
    "RootDeviceName": "/dev/xvda",
    "VirtualizationType": "hvm",
    "EnaSupport": True,
    "ImdsSupport": "v2.0",
    "BlockDeviceMappings": [
        {"DeviceName": "/dev/xvda", "Ebs": DISK},
        {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"},
    ],
    "Tags": [{"Key": "Name", "Value": "base"}],
}


@pytest.fixture
def volume(aws):
    return aws("ec2").create_volume(AvailabilityZone="us-east-1a", Size=8, VolumeType="gp3", TagSpecifications=TAGS)


@pytest.fixture
def snapshot(aws, volume):
    return aws("ec2").create_snapshot(VolumeId=volume["VolumeId"], Description="copy")


def test_a_volume_is_read(volume, seen):
    (found,) = seen("aws_ebs_volume")
    assert found == {
        "arn": f"arn:aws:ec2:us-east-1:777777777777:volume/{volume['VolumeId']}",
        "availability_zone": "us-east-1a",
        "encrypted": False,
        "id": volume["VolumeId"],
        "iops": found["iops"],
        "size": 8,
        "tags": {"Name": "disk"},
        "type": "gp3",
    }


def test_a_volume_is_read_with_its_key(aws, seen):
    key = aws("kms").create_key()["KeyMetadata"]["Arn"]
    aws("ec2").create_volume(AvailabilityZone="us-east-1a", Size=8, Encrypted=True, KmsKeyId=key)
    assert [(each["encrypted"], each["kms_key_id"]) for each in seen("aws_ebs_volume")] == [(True, key)]


def test_a_snapshot_is_read(volume, snapshot, seen):
    assert seen("aws_ebs_snapshot") == [
        {
            "arn": f"arn:aws:ec2:us-east-1::snapshot/{snapshot['SnapshotId']}",
            "description": "copy",
            "encrypted": False,
            "id": snapshot["SnapshotId"],
            "owner_id": "777777777777",
            "storage_tier": "standard",
            "tags": {},
            "volume_id": volume["VolumeId"],
            "volume_size": 8,
        }
    ]


def test_who_may_use_a_snapshot_is_read_everybody_too(aws, snapshot, seen):
    name = snapshot["SnapshotId"]
    given = {"SnapshotId": name, "Attribute": "createVolumePermission", "OperationType": "add"}
    aws("ec2").modify_snapshot_attribute(**given, UserIds=["999999999999"])
    aws("ec2").modify_snapshot_attribute(**given, GroupNames=["all"])
    assert seen("aws_snapshot_create_volume_permission") == [
        {"account_id": "999999999999", "snapshot_id": name},
        {"account_id": "all", "snapshot_id": name},
    ]


def test_an_image_is_read_with_its_disks():
    ec2 = boto3.client("ec2", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(ec2) as stub:
        stub.add_response("describe_images", {"Images": [IMAGE]}, {"Owners": ["self"]})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: ec2)
        assert [dict(each.attributes) for each in images.function(calls)] == [
            {
                "architecture": "x86_64",
                "arn": "arn:aws:ec2:us-east-1::image/ami-1",
                "ebs_block_device": [
                    {
                        "delete_on_termination": True,
                        "device_name": "/dev/xvda",
                        "encrypted": True,
                        "snapshot_id": "snap-1",
                        "volume_size": 8,
                        "volume_type": "gp3",
                    }
                ],
                "ena_support": True,
                "id": "ami-1",
                "imds_support": "v2.0",
                "name": "base",
                "owner_id": "777777777777",
                "public": False,
                "root_device_name": "/dev/xvda",
                "tags": {"Name": "base"},
                "virtualization_type": "hvm",
            }
        ]


def test_an_image_of_an_instance_and_who_may_launch_it_are_read(aws, seen):
    ec2 = aws("ec2")
    base = ec2.describe_images()["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=base, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    made = ec2.create_image(InstanceId=instance, Name="golden")["ImageId"]
    given = {"ImageId": made, "Attribute": "launchPermission", "OperationType": "add"}
    ec2.modify_image_attribute(**given, UserIds=["999999999999"])
    ec2.modify_image_attribute(**given, UserGroups=["all"])
    assert [(each["id"], each["name"]) for each in seen("aws_ami")] == [(made, "golden")]
    assert seen("aws_ami_launch_permission") == [
        {"account_id": "999999999999", "image_id": made},
        {"group": "all", "image_id": made},
    ]
