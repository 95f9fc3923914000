"""Repositories let old images go."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.naming import naming
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.BASELINE,
    types=("aws_ecr_repository",),
    reads=("aws_ecr_lifecycle_policy.policy", "aws_ecr_lifecycle_policy.repository", "aws_ecr_repository.name"),
)
def repository_expires_images(repository: Node, view: View) -> Result:
    """A repository has a lifecycle policy.

    Why: images that nothing uses stay deployable with every hole found in them since.
    Fix: add an aws_ecr_lifecycle_policy that expires images without a tag.
    Source: AWS Security Hub ECR.3; Amazon ECR User Guide, "Automate the cleanup of images".
    """
    policies = naming(view.graph, repository, ("aws_ecr_lifecycle_policy",), "repository", "name", "id")
    found = any(policy.get("policy") for policy in policies)
    return passed() if found else failed("no lifecycle policy names it")
