from __future__ import annotations

import pytest

from phizone_stacks.live.calls import Unreadable
from phizone_stacks.live.readers.sagemaker_models import model_package_group_policies

ROLE = "arn:aws:iam::777777777777:role/serving"
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
IMAGE = "777777777777.dkr.ecr.us-east-1.amazonaws.com/scoring:1.0.0"
TAGS = [{"Key": "Team", "Value": "cardiology"}]
TOLD = {"Team": "cardiology"}
POLICY = '{"Statement": [], "Version": "2012-10-17"}'
GROUPS = (
    "sagemaker.list_model_package_groups",
    {
        "ModelPackageGroupSummaryList": [
            {
                "ModelPackageGroupName": "chest",
                "ModelPackageGroupArn": "arn:aws:sagemaker:us-east-1:777777777777:model-package-group/chest",
                "CreationTime": "2026-01-01T00:00:00Z",
                "ModelPackageGroupStatus": "Completed",
            }
        ]
    },
)


def test_a_group_of_the_registry_is_read_with_its_description(aws, seen):
    made = aws("sagemaker").create_model_package_group(
        ModelPackageGroupName="chest", ModelPackageGroupDescription="Models of chests", Tags=TAGS
    )
    assert seen("aws_sagemaker_model_package_group") == [
        {
            "arn": made["ModelPackageGroupArn"],
            "model_package_group_description": "Models of chests",
            "model_package_group_name": "chest",
            "tags": TOLD,
        }
    ]


def test_the_policy_of_a_group_is_read(answered):
    got = ("sagemaker.get_model_package_group_policy", {"ResourcePolicy": POLICY})
    assert answered(model_package_group_policies, GROUPS, got) == [
        {"model_package_group_name": "chest", "resource_policy": POLICY}
    ]


def test_a_group_without_a_policy_has_none(answered):
    without = ("ValidationException", "Cannot find resource policy for: arn:aws:sagemaker")
    assert answered(model_package_group_policies, GROUPS, ("sagemaker.get_model_package_group_policy", without)) == []


@pytest.mark.parametrize(
    "refused",
    [
        ("AccessDeniedException", "not authorized to perform this"),
        ("ValidationException", "1 validation error detected: Value at 'modelPackageGroupName'"),
    ],
)
def test_a_policy_that_sagemaker_does_not_tell_is_no_policy_that_does_not_exist(answered, refused):
    with pytest.raises(Unreadable, match=refused[0]):
        answered(model_package_group_policies, GROUPS, ("sagemaker.get_model_package_group_policy", refused))


def test_a_model_is_read_with_its_container_and_its_network(aws, seen):
    made = aws("sagemaker").create_model(
        ModelName="chest",
        ExecutionRoleArn=ROLE,
        PrimaryContainer={"Image": IMAGE, "ModelDataUrl": "s3://models/chest.tar.gz", "Environment": {"LogLevel": "1"}},
        VpcConfig={"SecurityGroupIds": ["sg-01234567"], "Subnets": ["subnet-01234567"]},
        Tags=TAGS,
    )
    assert seen("aws_sagemaker_model") == [
        {
            "arn": made["ModelArn"],
            "container": [],
            "enable_network_isolation": False,
            "execution_role_arn": ROLE,
            "name": "chest",
            "primary_container": [
                {"environment": {"LogLevel": "0"}, "image": IMAGE, "model_data_url": "s3://models/chest.tar.gz"}
            ],
            "tags": TOLD,
            "vpc_config": [{"security_group_ids": ["sg-01234567"], "subnets": ["subnet-01234567"]}],
        }
    ]


def test_a_model_of_several_containers_is_read_with_each(aws, seen):
    containers = [{"Image": IMAGE, "ContainerHostname": "first"}, {"Image": IMAGE, "ContainerHostname": "second"}]
    aws("sagemaker").create_model(ModelName="chest", ExecutionRoleArn=ROLE, Containers=containers)
    assert [each["container"] for each in seen("aws_sagemaker_model")] == [
        [{"container_hostname": "first", "image": IMAGE}, {"container_hostname": "second", "image": IMAGE}]
    ]


def test_a_model_card_is_read_with_its_key(aws, seen):
    made = aws("sagemaker").create_model_card(
        ModelCardName="chest",
        Content="{}",
        ModelCardStatus="Draft",
        SecurityConfig={"KmsKeyId": KEY},
        Tags=TAGS,
    )
    assert seen("aws_sagemaker_model_card") == [
        {
            "content": "{}",
            "model_card_arn": made["ModelCardArn"],
            "model_card_name": "chest",
            "model_card_status": "Draft",
            "security_config": [{"kms_key_id": KEY}],
            "tags": TOLD,
        }
    ]


@pytest.fixture
def configured(aws):
    """Makes a model and an endpoint configuration for it; answers the configuration's ARN."""
    sagemaker = aws("sagemaker")
    sagemaker.create_model(ModelName="chest", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE})
    made = sagemaker.create_endpoint_config(
        EndpointConfigName="chest-1",
        ProductionVariants=[
            {
                "VariantName": "all",
                "ModelName": "chest",
                "InstanceType": "ml.m5.large",
                "InitialInstanceCount": 2,
                "CoreDumpConfig": {"DestinationS3Uri": "s3://dumps", "KmsKeyId": KEY},
            }
        ],
        DataCaptureConfig={
            "EnableCapture": True,
            "InitialSamplingPercentage": 100,
            "DestinationS3Uri": "s3://captured",
            "KmsKeyId": KEY,
            "CaptureOptions": [{"CaptureMode": "Input"}],
        },
        AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": "s3://answers", "KmsKeyId": KEY}},
        KmsKeyId=KEY,
        Tags=TAGS,
    )
    return made["EndpointConfigArn"]


def test_an_endpoint_configuration_is_read_with_everything_that_it_writes_and_its_keys(seen, configured):
    assert seen("aws_sagemaker_endpoint_configuration") == [
        {
            "arn": configured,
            "async_inference_config": [{"output_config": [{"kms_key_id": KEY, "s3_output_path": "s3://answers"}]}],
            "data_capture_config": [
                {
                    "capture_options": [{"capture_mode": "Input"}],
                    "destination_s3_uri": "s3://captured",
                    "enable_capture": True,
                    "initial_sampling_percentage": 100,
                    "kms_key_id": KEY,
                }
            ],
            "kms_key_arn": KEY,
            "name": "chest-1",
            "production_variants": [
                {
                    "core_dump_config": [{"destination_s3_uri": "s3://dumps", "kms_key_id": KEY}],
                    "initial_instance_count": 2,
                    "instance_type": "ml.m5.large",
                    "model_name": "chest",
                    "variant_name": "all",
                }
            ],
            "tags": TOLD,
        }
    ]


def test_an_endpoint_is_read_with_its_configuration(aws, seen, configured):
    made = aws("sagemaker").create_endpoint(EndpointName="chest", EndpointConfigName="chest-1", Tags=TAGS)
    assert seen("aws_sagemaker_endpoint") == [
        {"arn": made["EndpointArn"], "endpoint_config_name": "chest-1", "name": "chest", "tags": TOLD}
    ]
