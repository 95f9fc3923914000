"""Amazon SageMaker: the registry of models, models, their cards, and what serves them."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls, Unreadable
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
_NO_POLICY = "Cannot find resource policy"
"""What SageMaker says of a group without a policy; the provider reads it so, too."""


@reads("aws_sagemaker_model_package_group")
def model_package_groups(calls: Calls) -> Iterator[Found]:
    """The groups of the registry."""
    return all_of(calls, _GROUP)


@reads("aws_sagemaker_model_package_group_policy")
def model_package_group_policies(calls: Calls) -> Iterator[Found]:
    """The policies of those groups that have one."""
    for each in calls.all("sagemaker", *_GROUP.listed):
        name = each["ModelPackageGroupName"]
        policy = _policy(calls, name)
        if policy is not None:
            attributes = {"model_package_group_name": name, "resource_policy": policy}
            yield found("aws_sagemaker_model_package_group_policy", name, attributes)


def _policy(calls: Calls, group: str) -> str | None:
    """The policy of a group; None where SageMaker says that it has none, for which there is no code of its own."""
    try:
        answer = calls.get("sagemaker", "get_model_package_group_policy", ModelPackageGroupName=group)
    except Unreadable as failure:
        if failure.code == "ValidationException" and _NO_POLICY in str(failure):
            return None
        raise
    policy: str = answer["ResourcePolicy"]
    return policy


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
