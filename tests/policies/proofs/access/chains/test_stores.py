"""Who reads what is no bucket: what AWS lets in by default, and what policies mean by its ARN."""

from __future__ import annotations

import pytest

CLOSED = '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}'
STORES = {
    "aws_kinesis_stream": ("name", "kinesis:GetRecords", "stream/phi"),
    "aws_sagemaker_feature_group": ("feature_group_name", "sagemaker:GetRecord", "feature-group/phi"),
    "aws_ssm_parameter": ("name", "ssm:GetParameter", "parameter/phi"),
}


def test_anybody_mounts_a_file_system_without_a_policy_of_its_own(readers_of):
    found = readers_of("aws_efs_file_system.phi", {"aws_efs_file_system.phi": {}})
    assert found["*"] is True


def test_nobody_mounts_a_file_system_whose_policy_denies_it(readers_of):
    resources = {
        "aws_efs_file_system.phi": {},
        "aws_efs_file_system_policy.phi": {
            "file_system_id": {"$ref": {"address": "aws_efs_file_system.phi", "attribute": "id"}},
            "policy": CLOSED,
        },
    }
    assert readers_of("aws_efs_file_system.phi", resources) == {}


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize(("name", "expected"), [("phi", {"aws_iam_role.dev": True}), ("other", {})])
def test_who_may_read_what_a_policy_names_by_its_arn_reads_that_and_nothing_else(
    readers_of, reader, kind, name, expected
):
    named, action, arn = STORES[kind]
    role = reader([action], f"arn:aws:{action.partition(':')[0]}:*:*:{arn}")
    assert readers_of(f"{kind}.phi", {f"{kind}.phi": {named: name}, "aws_iam_role.dev": role}) == expected
