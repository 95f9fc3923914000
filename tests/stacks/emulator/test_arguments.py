from __future__ import annotations

import boto3
import pytest

from phizone_stacks.emulator.arguments import arguments

NOBODY = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nobody"}


@pytest.fixture
def sagemaker():
    """A client that calls nobody."""
    return boto3.client("sagemaker", region_name="us-east-1", **NOBODY)


def test_a_list_of_one_block_is_a_structure_and_a_list_stays_one(sagemaker):
    given = {
        "domain_name": "studio",
        "subnet_ids": ["subnet-01234567"],
        "default_user_settings": [{"security_groups": ["sg-01234567"], "sharing_settings": [{}]}],
    }
    assert arguments(sagemaker, "CreateDomain", given) == {
        "DomainName": "studio",
        "SubnetIds": ["subnet-01234567"],
        "DefaultUserSettings": {"SecurityGroups": ["sg-01234567"], "SharingSettings": {}},
    }


def test_what_the_operation_does_not_take_is_left_out(sagemaker):
    given = {"domain_name": "studio", "region": "us-east-1", "retention_policy": [{}], "vpc_id": None}
    assert arguments(sagemaker, "CreateDomain", given) == {"DomainName": "studio"}


def test_a_map_keeps_its_keys(sagemaker):
    given = {"model_name": "chest", "primary_container": [{"environment": {"LogLevel": "1"}}]}
    assert arguments(sagemaker, "CreateModel", given) == {
        "ModelName": "chest",
        "PrimaryContainer": {"Environment": {"LogLevel": "1"}},
    }
