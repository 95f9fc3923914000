"""Amazon SageMaker: Studio's domains, their users and their spaces, and how anything of SageMaker's is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, snake, tags_of
from phizone_stacks.live.reading import Where, reads
from phizone_stacks.live.shaped import shaped
from phizone_stacks.live.withheld import without_secrets

_WORDS = {
    "AdditionalModelDataSources": "additional_model_data_source",
    "BaselineConfig": "baseline",
    "CodeRepositories": "code_repository",
    "Containers": "container",
    "CustomFileSystemConfigs": "custom_file_system_config",
    "CustomFileSystems": "custom_file_system",
    "CustomImages": "custom_image",
    "EnableSageMakerMetricsTimeSeries": "enable_sagemaker_metrics_time_series",
    "FeatureDefinitions": "feature_definition",
    "HyperParameterTuningJobConfig": "config",
    "HyperParameterTuningJobName": "name",
    "HyperParameterTuningJobObjective": "objective",
    "IdentityProviderOAuthSettings": "identity_provider_oauth_settings",
    "SageMakerImageArn": "sagemaker_image_arn",
    "SageMakerImageVersionAlias": "sagemaker_image_version_alias",
    "SageMakerImageVersionArn": "sagemaker_image_version_arn",
}
"""Terraform's names where they are not AWS's in snake case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """How resources of a type are listed and described one by one."""

    type: str
    """Terraform type."""
    listed: tuple[str, str]
    """Operation that lists, and the key of its answer with the list."""
    described: str
    """Operation that describes one."""
    named_by: Mapping[str, str]
    """Argument of it by the key under which the list has it."""
    arn: str
    """Key of the answer with the ARN."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Key of the answer by attribute, where Terraform has another name at the top of the type; `id` among them."""


def each_of(calls: Calls, kind: Described) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every resource of a type as (its entry in the list, its description)."""
    operation, key = kind.listed
    for entry in calls.all("sagemaker", operation, key):
        names = {argument: entry[listed] for listed, argument in kind.named_by.items()}
        yield entry, calls.get("sagemaker", kind.described, **names)


def told(calls: Calls, kind: Described, answer: Mapping[str, Any]) -> Found:
    """A resource as its description tells it, with its tags."""
    arn = answer[kind.arn]
    attributes = without_secrets(shaped(kind.type, answer, _WORDS))
    if snake(kind.arn) not in attributes:
        attributes["arn"] = arn
    attributes |= {name: answer.get(key) for name, key in kind.given.items()}
    attributes["tags"] = tags_of(calls.all("sagemaker", "list_tags", "Tags", ResourceArn=arn))
    return found(kind.type, arn.rpartition(":")[2], attributes)


def all_of(calls: Calls, kind: Described) -> Iterator[Found]:
    """Every resource of a type as its description tells it."""
    for _, answer in each_of(calls, kind):
        yield told(calls, kind, answer)


_DOMAIN = Described(
    type="aws_sagemaker_domain",
    listed=("list_domains", "Domains"),
    described="describe_domain",
    named_by={"DomainId": "DomainId"},
    arn="DomainArn",
    given={"id": "DomainId"},
)
_PROFILE = Described(
    type="aws_sagemaker_user_profile",
    listed=("list_user_profiles", "UserProfiles"),
    described="describe_user_profile",
    named_by={"DomainId": "DomainId", "UserProfileName": "UserProfileName"},
    arn="UserProfileArn",
    given={"id": "UserProfileArn"},
)
_SPACE = Described(
    type="aws_sagemaker_space",
    listed=("list_spaces", "Spaces"),
    described="describe_space",
    named_by={"DomainId": "DomainId", "SpaceName": "SpaceName"},
    arn="SpaceArn",
    given={"id": "SpaceArn"},
)


@reads("aws_sagemaker_domain", where=Where.EVERYWHERE, silent={"aws_sagemaker_domain": ("retention_policy",)})
def domains(calls: Calls) -> Iterator[Found]:
    """Studio's domains; what is kept when one is deleted is an argument of the deletion."""
    return all_of(calls, _DOMAIN)


@reads("aws_sagemaker_user_profile")
def user_profiles(calls: Calls) -> Iterator[Found]:
    """The users of the domains."""
    return all_of(calls, _PROFILE)


@reads("aws_sagemaker_space")
def spaces(calls: Calls) -> Iterator[Found]:
    """The spaces of the domains."""
    return all_of(calls, _SPACE)
