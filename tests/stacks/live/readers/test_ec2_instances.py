from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_instances import instances, interfaces

ARN = "arn:aws:ec2:us-east-1:777777777777"


@pytest.fixture
def subnet(aws):
    vpc = aws("ec2").create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    return aws("ec2").create_subnet(VpcId=vpc, CidrBlock="10.30.1.0/24", AvailabilityZone="us-east-1a")["Subnet"]


def _start(aws, **given):
    asked = {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, **given}
    return aws("ec2").run_instances(**asked)["Instances"][0]["InstanceId"]


def test_an_instance_is_read_with_its_network_its_metadata_service_and_its_disk(aws, seen, subnet):
    ec2 = aws("ec2")
    group = ec2.create_security_group(GroupName="machines", Description="Machines", VpcId=subnet["VpcId"])["GroupId"]
    interface = {"DeviceIndex": 0, "SubnetId": subnet["SubnetId"], "Groups": [group], "AssociatePublicIpAddress": True}
    name = _start(aws, NetworkInterfaces=[interface], MetadataOptions={"HttpTokens": "required"})
    (made,) = ec2.describe_instances()["Reservations"][0]["Instances"]
    assert seen("aws_instance") == [
        {
            "ami": "ami-12c6146b",
            "arn": f"{ARN}:instance/{name}",
            "associate_public_ip_address": True,
            "availability_zone": "us-east-1a",
            "id": name,
            "instance_state": "running",
            "instance_type": "t3.micro",
            "ipv6_addresses": [],
            "metadata_options": [
                {
                    "http_endpoint": "enabled",
                    "http_protocol_ipv6": "disabled",
                    "http_put_response_hop_limit": 1,
                    "http_tokens": "required",
                    "instance_metadata_tags": "disabled",
                }
            ],
            "primary_network_interface_id": made["NetworkInterfaces"][0]["NetworkInterfaceId"],
            "private_ip": made["PrivateIpAddress"],
            "public_ip": made["PublicIpAddress"],
            "root_block_device": [
                {
                    "delete_on_termination": True,
                    "device_name": "/dev/sda1",
                    "encrypted": False,
                    "volume_id": made["BlockDeviceMappings"][0]["Ebs"]["VolumeId"],
                    "volume_size": 8,
                    "volume_type": "gp2",
                }
            ],
            "source_dest_check": True,
            "subnet_id": subnet["SubnetId"],
            "tags": {},
            "vpc_security_group_ids": [group],
        }
    ]
    # Its first interface is part of it.
    assert seen("aws_network_interface") == []


def test_an_instance_that_is_terminated_is_not_read(aws, seen, subnet):
    aws("ec2").terminate_instances(InstanceIds=[_start(aws, SubnetId=subnet["SubnetId"])])
    assert seen("aws_instance") == []


def test_a_profile_is_read_by_its_name_and_a_second_disk_beside_the_first(answered):
    def disk(device, volume):
        return {"DeviceName": device, "Ebs": {"VolumeId": volume, "DeleteOnTermination": False}}

    given = {
        "InstanceId": "i-1",
        "State": {"Name": "stopped"},
        "IamInstanceProfile": {"Arn": "arn:aws:iam::777777777777:instance-profile/path/machine", "Id": "AIPA1"},
        "RootDeviceName": "/dev/xvda",
        "BlockDeviceMappings": [disk("/dev/xvda", "vol-1"), disk("/dev/sdf", "vol-2")],
    }
    volumes = [{"VolumeId": each, "Encrypted": True, "KmsKeyId": "key", "Size": 8} for each in ("vol-1", "vol-2")]
    (found,) = answered(
        instances,
        ("ec2.describe_instances", {"Reservations": [{"Instances": [given]}]}),
        ("ec2.describe_volumes", {"Volumes": volumes}),
    )
    told = {"delete_on_termination": False, "encrypted": True, "kms_key_id": "key", "volume_size": 8}
    assert {key: found[key] for key in ("iam_instance_profile", "root_block_device", "ebs_block_device")} == {
        "iam_instance_profile": "machine",
        "root_block_device": [{"device_name": "/dev/xvda", "volume_id": "vol-1", **told}],
        "ebs_block_device": [{"device_name": "/dev/sdf", "volume_id": "vol-2", **told}],
    }


def test_a_disk_that_no_volume_tells_of_is_not_taken_for_one_that_says_nothing_of_encryption(answered):
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeId": "vol-1", "DeleteOnTermination": True}}
    given = {"InstanceId": "i-1", "State": {"Name": "running"}, "BlockDeviceMappings": [disk]}
    answers = [
        ("ec2.describe_instances", {"Reservations": [{"Instances": [given]}]}),
        ("ec2.describe_volumes", {"Volumes": []}),
    ]
    with pytest.raises(KeyError, match="vol-1"):
        answered(instances, *answers)


def test_an_interface_by_itself_is_read_with_its_groups_and_addresses(aws, seen, subnet):
    ec2 = aws("ec2")
    group = ec2.create_security_group(GroupName="forwards", Description="Forwards", VpcId=subnet["VpcId"])["GroupId"]
    made = ec2.create_network_interface(
        SubnetId=subnet["SubnetId"], PrivateIpAddress="10.30.1.9", Groups=[group], Description="A way through"
    )["NetworkInterface"]["NetworkInterfaceId"]
    ec2.modify_network_interface_attribute(NetworkInterfaceId=made, SourceDestCheck={"Value": False})
    assert seen("aws_network_interface") == [
        {
            "arn": f"{ARN}:network-interface/{made}",
            "description": "A way through",
            "id": made,
            "interface_type": "interface",
            "ipv6_addresses": [],
            "private_ips": ["10.30.1.9"],
            "security_groups": [group],
            "source_dest_check": False,
            "subnet_id": subnet["SubnetId"],
            "tags": {},
        }
    ]


def test_the_second_interface_of_an_instance_is_read_with_its_place(aws, seen, subnet):
    ec2 = aws("ec2")
    instance = _start(aws, SubnetId=subnet["SubnetId"])
    second = ec2.create_network_interface(SubnetId=subnet["SubnetId"])["NetworkInterface"]["NetworkInterfaceId"]
    ec2.attach_network_interface(NetworkInterfaceId=second, InstanceId=instance, DeviceIndex=1)
    assert [(each["id"], each["attachment"]) for each in seen("aws_network_interface")] == [
        (second, [{"device_index": 1, "instance": instance}])
    ]


def test_the_interface_on_a_second_network_card_is_none_of_the_instance_s_first(answered):
    def attached(name, card):
        place = {"InstanceId": "i-1", "DeviceIndex": 0, "NetworkCardIndex": card}
        return {"NetworkInterfaceId": name, "OwnerId": "777777777777", "Attachment": place}

    answers = [
        ("ec2.describe_vpc_endpoints", {"VpcEndpoints": []}),
        ("ec2.describe_nat_gateways", {"NatGateways": []}),
        ("ec2.describe_network_interfaces", {"NetworkInterfaces": [attached("eni-1", 0), attached("eni-2", 1)]}),
    ]
    assert [each["id"] for each in answered(interfaces, *answers)] == ["eni-2"]


def test_the_interfaces_of_an_endpoint_are_part_of_it(aws, seen, subnet):
    aws("ec2").create_vpc_endpoint(
        VpcId=subnet["VpcId"],
        VpcEndpointType="Interface",
        ServiceName="com.amazonaws.us-east-1.kms",
        SubnetIds=[subnet["SubnetId"]],
    )
    assert seen("aws_network_interface") == []
