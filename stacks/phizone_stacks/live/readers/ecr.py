"""Amazon ECR: repositories of images, and the rules of the registry they are in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, snaked, tags_of
from phizone_stacks.live.reading import Where, reads


@reads("aws_ecr_repository", where=Where.EVERYWHERE, silent={"aws_ecr_repository": ("force_delete",)})
def repositories(calls: Calls) -> Iterator[Found]:
    """The repositories."""
    for each in _repositories(calls):
        encryption, arn = each.get("encryptionConfiguration"), each["repositoryArn"]
        attributes = {
            "arn": arn,
            "name": each["repositoryName"],
            "encryption_configuration": block(
                encryption_type=encryption["encryptionType"], kms_key=encryption.get("kmsKey")
            )
            if encryption
            else None,
            "image_scanning_configuration": snaked([each.get("imageScanningConfiguration", {"scanOnPush": False})]),
            "image_tag_mutability": each["imageTagMutability"],
            "image_tag_mutability_exclusion_filter": snaked(each.get("imageTagMutabilityExclusionFilters")),
            "tags": tags_of(calls.get("ecr", "list_tags_for_resource", resourceArn=arn).get("tags")),
        }
        yield found("aws_ecr_repository", each["repositoryName"], attributes)


def _repositories(calls: Calls) -> list[dict[str, Any]]:
    return calls.all("ecr", "describe_repositories", "repositories")


@reads("aws_ecr_repository_policy", where=Where.EVERYWHERE)
def policies(calls: Calls) -> Iterator[Found]:
    """Policies of repositories."""
    for each in _repositories(calls):
        name, absent = each["repositoryName"], ("RepositoryPolicyNotFoundException",)
        answer = calls.find("ecr", "get_repository_policy", absent, repositoryName=name)
        if answer:
            yield found("aws_ecr_repository_policy", name, {"repository": name, "policy": answer["policyText"]})


@reads("aws_ecr_lifecycle_policy", where=Where.EVERYWHERE)
def lifecycle_policies(calls: Calls) -> Iterator[Found]:
    """When images of repositories go."""
    for each in _repositories(calls):
        name, absent = each["repositoryName"], ("LifecyclePolicyNotFoundException",)
        answer = calls.find("ecr", "get_lifecycle_policy", absent, repositoryName=name)
        if answer:
            attributes = {"repository": name, "policy": answer["lifecyclePolicyText"]}
            yield found("aws_ecr_lifecycle_policy", name, attributes)


@reads("aws_ecr_registry_policy")
def registry_policy(calls: Calls) -> Iterator[Found]:
    """Who may copy into the registry."""
    answer = calls.find("ecr", "get_registry_policy", ("RegistryPolicyNotFoundException",))
    if answer:
        yield found("aws_ecr_registry_policy", calls.place.account, {"policy": answer["policyText"]})


@reads("aws_ecr_replication_configuration")
def replication(calls: Calls) -> Iterator[Found]:
    """Where the registry copies its images to; nothing where it copies none."""
    rules = calls.get("ecr", "describe_registry")["replicationConfiguration"]["rules"]
    if rules:
        told = [_renamed(rule, destinations="destination", repositoryFilters="repository_filter") for rule in rules]
        attributes = {"replication_configuration": block(rule=told)}
        yield found("aws_ecr_replication_configuration", calls.place.account, attributes)


@reads("aws_ecr_registry_scanning_configuration")
def scanning(calls: Calls) -> Iterator[Found]:
    """Which images the registry scans by itself; nothing where it has no rule."""
    scans = calls.get("ecr", "get_registry_scanning_configuration")["scanningConfiguration"]
    if scans.get("rules"):
        attributes = {
            "scan_type": scans["scanType"],
            "rule": [
                _renamed(rule, scanFrequency="scan_frequency", repositoryFilters="repository_filter")
                for rule in scans["rules"]
            ],
        }
        yield found("aws_ecr_registry_scanning_configuration", calls.place.account, attributes)


def _renamed(rule: dict[str, Any], **names: str) -> dict[str, Any]:
    return {name: snaked(rule[key]) for key, name in names.items() if rule.get(key)}
