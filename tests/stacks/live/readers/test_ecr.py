from __future__ import annotations

import json

import pytest

KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-1111-4111-8111-111111111111"
ALLOW = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::777777777777:root"}, "Action": ["ecr:BatchGetImage"]}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [ALLOW]})
EXPIRES = {
    "rulePriority": 1,
    "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14},
    "action": {"type": "expire"},
}


@pytest.fixture
def ecr(aws):
    client = aws("ecr")
    client.create_repository(repositoryName="inference")
    return client


def test_a_repository_is_read_with_its_key_its_scans_and_its_tags(aws, seen):
    aws("ecr").create_repository(
        repositoryName="inference",
        imageTagMutability="IMMUTABLE",
        encryptionConfiguration={"encryptionType": "KMS", "kmsKey": KEY},
        imageScanningConfiguration={"scanOnPush": True},
        tags=[{"Key": "Team", "Value": "cardiology"}],
    )
    assert seen("aws_ecr_repository") == [
        {
            "arn": "arn:aws:ecr:us-east-1:777777777777:repository/inference",
            "encryption_configuration": [{"encryption_type": "KMS", "kms_key": KEY}],
            "image_scanning_configuration": [{"scan_on_push": True}],
            "image_tag_mutability": "IMMUTABLE",
            "name": "inference",
            "tags": {"Team": "cardiology"},
        }
    ]


def test_a_repository_is_read_with_the_tags_that_may_move(aws, seen):
    filters = [{"filterType": "WILDCARD", "filter": "dev-*"}]
    aws("ecr").create_repository(
        repositoryName="inference",
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=filters,
    )
    told = {"filter": "dev-*", "filter_type": "WILDCARD"}
    assert [each["image_tag_mutability_exclusion_filter"] for each in seen("aws_ecr_repository")] == [[told]]


def test_a_repository_s_policy_is_read_as_it_stands(ecr, seen):
    ecr.set_repository_policy(repositoryName="inference", policyText=POLICY)
    assert seen("aws_ecr_repository_policy") == [{"policy": POLICY, "repository": "inference"}]


def test_a_repository_s_lifecycle_is_read_as_it_stands(ecr, seen):
    text = json.dumps({"rules": [EXPIRES]})
    ecr.put_lifecycle_policy(repositoryName="inference", lifecyclePolicyText=text)
    assert seen("aws_ecr_lifecycle_policy") == [{"policy": text, "repository": "inference"}]


def test_a_registry_s_policy_is_read(aws, seen):
    stranger = {"AWS": "arn:aws:iam::999999999999:root"}
    allow = {"Sid": "in", "Effect": "Allow", "Principal": stranger, "Action": "ecr:ReplicateImage", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    told = aws("ecr").put_registry_policy(policyText=text)["policyText"]
    assert seen("aws_ecr_registry_policy") == [{"policy": told}]


def test_a_registry_s_copies_are_read_with_where_they_go(aws, seen):
    rule = {
        "destinations": [{"region": "eu-west-1", "registryId": "777777777777"}],
        "repositoryFilters": [{"filter": "inference", "filterType": "PREFIX_MATCH"}],
    }
    aws("ecr").put_replication_configuration(replicationConfiguration={"rules": [rule]})
    told = {
        "destination": [{"region": "eu-west-1", "registry_id": "777777777777"}],
        "repository_filter": [{"filter": "inference", "filter_type": "PREFIX_MATCH"}],
    }
    assert seen("aws_ecr_replication_configuration") == [{"replication_configuration": [{"rule": [told]}]}]


def test_a_registry_s_scans_are_read_with_their_filters(aws, seen):
    filters = [{"filter": "*", "filterType": "WILDCARD"}]
    rule = {"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": filters}
    aws("ecr").put_registry_scanning_configuration(scanType="BASIC", rules=[rule])
    told = {"repository_filter": [{"filter": "*", "filter_type": "WILDCARD"}], "scan_frequency": "SCAN_ON_PUSH"}
    assert seen("aws_ecr_registry_scanning_configuration") == [{"rule": [told], "scan_type": "BASIC"}]


@pytest.mark.parametrize(
    "kind",
    [
        "aws_ecr_lifecycle_policy",
        "aws_ecr_registry_policy",
        "aws_ecr_registry_scanning_configuration",
        "aws_ecr_replication_configuration",
        "aws_ecr_repository_policy",
    ],
)
def test_of_what_a_registry_does_not_have_nothing_is_told(ecr, seen, kind):
    assert seen(kind) == []
