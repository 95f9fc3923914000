"""Amazon SageMaker: the registry of models, models, their cards, and what serves them."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found
from phizone_stacks.live.readers.sagemaker import Described, all_of
from phizone_stacks.live.reading import Where, reads

_GROUP = Described(
    type="aws_sagemaker_model_package_group",
    listed=("list_model_package_groups", "ModelPackageGroupSummaryList"),
    described="describe_model_package_group",
    named_by={"ModelPackageGroupName": "ModelPackageGroupName"},
    arn="ModelPackageGroupArn",
)
_MODEL = Described(
    type="aws_sagemaker_model",
    listed=("list_models", "Models"),
    described="describe_model",
    named_by={"ModelName": "ModelName"},
    arn="ModelArn",
    given={"name": "ModelName"},
)
_CARD = Described(
    type="aws_sagemaker_model_card",
    listed=("list_model_cards", "ModelCardSummaries"),
    described="describe_model_card",
    named_by={"ModelCardName": "ModelCardName"},
    arn="ModelCardArn",
)
_CONFIGURATION = Described(
    type="aws_sagemaker_endpoint_configuration",
    listed=("list_endpoint_configs", "EndpointConfigs"),
    described="describe_endpoint_config",
    named_by={"EndpointConfigName": "EndpointConfigName"},
    arn="EndpointConfigArn",
    given={"name": "EndpointConfigName", "kms_key_arn": "KmsKeyId"},
)
_ENDPOINT = Described(
    type="aws_sagemaker_endpoint",
    listed=("list_endpoints", "Endpoints"),
    described="describe_endpoint",
    named_by={"EndpointName": "EndpointName"},
    arn="EndpointArn",
    given={"name": "EndpointName"},
)
_DEPLOYMENT = ("deployment_config",)


@reads("aws_sagemaker_model_package_group")
def model_package_groups(calls: Calls) -> Iterator[Found]:
    """The groups of the registry."""
    return all_of(calls, _GROUP)


@reads("aws_sagemaker_model_package_group_policy")
def model_package_group_policies(calls: Calls) -> Iterator[Found]:
    """The policies of those groups that have one."""
    for each in calls.all("sagemaker", *_GROUP.listed):
        name = each["ModelPackageGroupName"]
        # SageMaker says so where a group has no policy: there is no other error code for it.
        absent = ("ValidationException",)
        answer = calls.find("sagemaker", "get_model_package_group_policy", absent, ModelPackageGroupName=name)
        if answer is not None:
            attributes = {"model_package_group_name": name, "resource_policy": answer["ResourcePolicy"]}
            yield found("aws_sagemaker_model_package_group_policy", name, attributes)


@reads("aws_sagemaker_model")
def models(calls: Calls) -> Iterator[Found]:
    """Models that an endpoint or a job may run."""
    return all_of(calls, _MODEL)


@reads("aws_sagemaker_model_card")
def model_cards(calls: Calls) -> Iterator[Found]:
    """The latest version of each model card."""
    return all_of(calls, _CARD)


@reads("aws_sagemaker_endpoint_configuration")
def endpoint_configurations(calls: Calls) -> Iterator[Found]:
    """What endpoints run on, capture and encrypt with."""
    return all_of(calls, _CONFIGURATION)


@reads("aws_sagemaker_endpoint", where=Where.EVERYWHERE, silent={"aws_sagemaker_endpoint": _DEPLOYMENT})
def endpoints(calls: Calls) -> Iterator[Found]:
    """Endpoints; how the next version is rolled out is an argument of the update."""
    return all_of(calls, _ENDPOINT)
