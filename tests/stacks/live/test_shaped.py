from __future__ import annotations

from datetime import UTC, datetime

from phizone_stacks.live.shaped import shaped


def test_a_structure_is_a_list_of_one_block_and_a_list_of_structures_a_block_each():
    answer = {
        "VpcConfig": {"Subnets": ["subnet-01234567"]},
        "Containers": [{"Image": "first"}, {"Image": "second"}],
    }
    assert shaped("aws_sagemaker_model", answer, {"Containers": "container"}) == {
        "vpc_config": [{"subnets": ["subnet-01234567"]}],
        "container": [{"image": "first"}, {"image": "second"}],
    }


def test_a_map_keeps_the_spelling_of_its_keys():
    answer = {"PrimaryContainer": {"Environment": {"LogLevel": "1"}}}
    assert shaped("aws_sagemaker_model", answer) == {"primary_container": [{"environment": {"LogLevel": "1"}}]}


def test_what_terraform_does_not_have_what_is_absent_and_times_are_left_out():
    answer = {"CreationTime": 1, "ExecutionRoleArn": None, "EnableNetworkIsolation": False}
    assert shaped("aws_sagemaker_model", answer) == {"enable_network_isolation": False}
    assert shaped("aws_macie2_account", {"createdAt": datetime(2026, 1, 1, tzinfo=UTC), "status": "ENABLED"}) == {
        "status": "ENABLED"
    }
