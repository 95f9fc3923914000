"""What deleted Studio domains leave behind is found, and deleted only where the environment's name is given back.

moto makes no file system, group or interface for a domain, so the test makes them as SageMaker does.
"""

from __future__ import annotations

import os
from types import SimpleNamespace
from unittest.mock import Mock, call

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from phizone_scripts.exits import Misuse
from phizone_scripts.teardown.command import teardown
from phizone_scripts.teardown.deletion import delete
from phizone_scripts.teardown.leftovers import GROUP, Left
from phizone_stacks.emulator.running import emulated

DEV, REGION = "555555555555", "us-east-1"
GONE = "d-gonegonegone"
WAYS = ("inbound", "outbound")


@pytest.fixture
def aws(monkeypatch):
    """Makes clients of dev's account in an emulated AWS."""
    [monkeypatch.delenv(name) for name in os.environ if name.startswith("AWS_")]
    [monkeypatch.setenv(name, text) for name, text in {**emulated({}), "MOTO_ACCOUNT_ID": DEV}.items()]
    with mock_aws():
        yield lambda service: boto3.client(service, region_name=REGION)


@pytest.fixture
def network(aws):
    """A VPC with a subnet."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return SimpleNamespace(vpc=vpc, subnet=ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"])


@pytest.fixture
def domain_made(aws, network):
    """Makes what SageMaker makes for a domain of an id; returns the ids of it all."""

    def make(domain):
        ec2, efs = aws("ec2"), aws("efs")
        tag = {"Key": "ManagedByAmazonSageMakerResource", "Value": f"arn:aws:sagemaker:{REGION}:{DEV}:domain/{domain}"}
        system = efs.create_file_system(CreationToken=domain, Tags=[tag])["FileSystemId"]
        names = [f"security-group-for-{way}-nfs-{domain}" for way in WAYS]
        inside, outside = (
            ec2.create_security_group(GroupName=name, Description="NFS", VpcId=network.vpc)["GroupId"] for name in names
        )
        nfs = {"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049}
        ec2.authorize_security_group_ingress(
            GroupId=inside, IpPermissions=[{**nfs, "UserIdGroupPairs": [{"GroupId": outside}]}]
        )
        ec2.authorize_security_group_egress(
            GroupId=outside, IpPermissions=[{**nfs, "UserIdGroupPairs": [{"GroupId": inside}]}]
        )
        target = efs.create_mount_target(FileSystemId=system, SubnetId=network.subnet, SecurityGroups=[inside])
        said = f"[DO NOT DELETE] ENI managed by SageMaker for Studio Domain ({domain})"
        card = ec2.create_network_interface(SubnetId=network.subnet, Description=said)["NetworkInterface"]
        return [target["MountTargetId"], system, card["NetworkInterfaceId"], inside, outside]

    return make


@pytest.fixture
def left(checkout):
    """What is told of an environment, and what was deleted."""

    def look(environment="dev", yes="", **given):
        return teardown(checkout, environment, yes, "", "", "", pause=0.0, patience=5.0, **given)

    return look


def ids(found):
    return [each.id for each in found]


def test_what_a_gone_domain_left_is_listed_in_the_order_it_can_be_deleted(domain_made, left):
    made = domain_made(GONE)
    told = left()
    assert ids(told.left)[:3] == made[:3]
    assert set(ids(told.left)[3:]) == set(made[3:])
    assert {each.domain for each in told.left} == {GONE}
    assert (told.gone, told.clean) == ([], False)
    assert "1 of them with home directories" in told.text()


def test_listing_deletes_nothing(domain_made, left):
    domain_made(GONE)
    assert ids(left().left) == ids(left().left)


def test_the_name_given_back_deletes_it_all(domain_made, left, aws, network):
    made = domain_made(GONE)
    told = left(yes="dev")
    assert set(ids(told.gone)) == set(made)
    assert told.clean
    assert left().left == []
    aws("ec2").delete_subnet(SubnetId=network.subnet)
    aws("ec2").delete_vpc(VpcId=network.vpc)


def test_what_belongs_to_a_domain_that_is_there_is_not_touched(aws, domain_made, left, network):
    arn = aws("sagemaker").create_domain(
        DomainName="studio", AuthMode="IAM", DefaultUserSettings={}, SubnetIds=[network.subnet], VpcId=network.vpc
    )["DomainArn"]
    kept = domain_made(arn.rpartition("/")[2])
    gone = domain_made(GONE)
    told = left(yes="dev")
    assert set(ids(told.gone)) == set(gone)
    assert [each["FileSystemId"] for each in aws("efs").describe_file_systems()["FileSystems"]] == [kept[1]]
    assert {each["GroupId"] for each in aws("ec2").describe_security_groups()["SecurityGroups"]} >= set(kept[3:])


def test_what_is_nobodys_domain_is_not_touched(aws, left, network):
    aws("efs").create_file_system(CreationToken="own", Tags=[{"Key": "Name", "Value": "homes"}])
    aws("ec2").create_security_group(GroupName="security-group-for-nfs", Description="own", VpcId=network.vpc)
    aws("ec2").create_network_interface(SubnetId=network.subnet, Description="own, of d-gonegonegone")
    assert left().left == []


@pytest.mark.parametrize("yes", ["prod", "yes", "DEV", "de"])
def test_another_name_deletes_nothing(domain_made, left, yes):
    domain_made(GONE)
    with pytest.raises(Misuse, match="type the environment's own name, dev"):
        left(yes=yes)
    assert len(left().left) == 5


def test_where_phi_is_nothing_is_deleted_by_this(left):
    with pytest.raises(Misuse, match=r"prod holds PHI.*164\.310\(d\)\(2\)\(i\)"):
        left("prod", yes="prod")


def test_where_phi_is_it_still_lists(domain_made, left, monkeypatch):
    domain_made(GONE)
    monkeypatch.setenv("MOTO_ACCOUNT_ID", "777777777777")
    assert left("prod").left == []


def test_another_account_is_not_looked_at(left, aws, monkeypatch):
    monkeypatch.setenv("MOTO_ACCOUNT_ID", "777777777777")
    with pytest.raises(Misuse, match="of account 777777777777, this is for account 555555555555"):
        left(yes="dev")


def test_an_environment_that_is_not_there_is_told(left):
    with pytest.raises(Misuse, match="no environment qa; environments/ has dev, staging, prod"):
        left("qa")


def test_an_interface_in_use_is_left_to_sagemaker(aws, domain_made, left, network):
    card = domain_made(GONE)[2]
    image = aws("ec2").register_image(Name="any", RootDeviceName="/dev/xvda")["ImageId"]
    machine = aws("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1, SubnetId=network.subnet)["Instances"][0]
    aws("ec2").attach_network_interface(NetworkInterfaceId=card, InstanceId=machine["InstanceId"], DeviceIndex=1)
    told = left(yes="dev")
    assert [each.id for each in told.left if each not in told.gone] == [card]
    assert not told.clean
    assert "in use: SageMaker takes it away within the hour" in told.text()


class Busy:
    """EC2, which lets go of a group after some asking."""

    def __init__(self, *codes):
        self.codes = list(codes)

    def get_paginator(self, _):
        return SimpleNamespace(paginate=lambda **_: [{"SecurityGroups": []}])

    def delete_security_group(self, **_):
        if self.codes:
            raise ClientError({"Error": {"Code": self.codes.pop(0)}}, "DeleteSecurityGroup")


def deleted(ec2, patience=5.0):
    return list(delete([Left(GROUP, "sg-1", GONE, "")], lambda _: ec2, lambda _: None, 0.0, patience))


def test_what_is_still_in_use_is_waited_for():
    assert ids(deleted(Busy("DependencyViolation", "DependencyViolation"))) == ["sg-1"]


def test_what_somebody_else_deleted_meanwhile_is_gone():
    assert ids(deleted(Busy("InvalidGroup.NotFound"))) == ["sg-1"]


def test_patience_ends():
    with pytest.raises(Misuse, match="security group sg-1 is still in use; run this again later"):
        deleted(Busy(*["DependencyViolation"] * 3), patience=-1.0)


def test_what_aws_refuses_is_not_swallowed():
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        deleted(Busy("UnauthorizedOperation"))


def test_rules_go_before_groups_that_name_each_other():
    rule = {"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049, "UserIdGroupPairs": [{"GroupId": "sg-2"}]}
    groups = [
        {"GroupId": "sg-1", "IpPermissions": [rule], "IpPermissionsEgress": []},
        {"GroupId": "sg-2", "IpPermissions": [], "IpPermissionsEgress": [rule]},
    ]
    ec2 = Mock()
    ec2.get_paginator.return_value.paginate.return_value = [{"SecurityGroups": groups}]
    left = [Left(GROUP, name, GONE, "") for name in ("sg-1", "sg-2")]
    assert ids(delete(left, lambda _: ec2, lambda _: None, 0.0, 5.0)) == ["sg-1", "sg-2"]
    assert ec2.mock_calls[2:] == [
        call.revoke_security_group_ingress(GroupId="sg-1", IpPermissions=[rule]),
        call.revoke_security_group_egress(GroupId="sg-2", IpPermissions=[rule]),
        call.delete_security_group(GroupId="sg-1"),
        call.delete_security_group(GroupId="sg-2"),
    ]
