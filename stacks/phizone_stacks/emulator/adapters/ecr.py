"""Amazon ECR: repositories and their policies."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_ecr_repository")
def repository(wanted: Wanted) -> Outputs:
    """CreateRepository."""
    encryption, scanning = wanted.block("encryption_configuration"), wanted.block("image_scanning_configuration")
    given = wanted.given(repositoryName="name", imageTagMutability="image_tag_mutability")
    words = {"encryptionType": "encryption_type", "kmsKey": "kms_key"}
    if encryption:
        given["encryptionConfiguration"] = {key: encryption[word] for key, word in words.items() if word in encryption}
    if scanning:
        given["imageScanningConfiguration"] = {"scanOnPush": scanning["scan_on_push"]}
    made = wanted.client("ecr").create_repository(**given, tags=wanted.tags())["repository"]
    return {
        "id": made["repositoryName"],
        "arn": made["repositoryArn"],
        "registry_id": made["registryId"],
        "repository_url": made["repositoryUri"],
    }


@creates("aws_ecr_repository_policy")
def policy(wanted: Wanted) -> Outputs:
    """SetRepositoryPolicy."""
    made = wanted.client("ecr").set_repository_policy(**wanted.given(repositoryName="repository", policyText="policy"))
    return {"id": made["repositoryName"], "registry_id": made["registryId"]}


@creates("aws_ecr_lifecycle_policy")
def lifecycle_policy(wanted: Wanted) -> Outputs:
    """PutLifecyclePolicy."""
    made = wanted.client("ecr").put_lifecycle_policy(
        **wanted.given(repositoryName="repository", lifecyclePolicyText="policy")
    )
    return {"id": made["repositoryName"], "registry_id": made["registryId"]}
