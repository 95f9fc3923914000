"""Image tags do not move."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_ecr_repository",),
    reads=("aws_ecr_repository.image_tag_mutability",),
)
def repository_tags_are_immutable(repository: Node, view: View) -> Result:
    """A tag of an image repository means the same image for ever, without exception.

    Why: with tags that move, what was reviewed and what runs on PHI need not be the same image.
    Fix: set image_tag_mutability="IMMUTABLE".
    Source: Amazon ECR User Guide, "Preventing image tags from being overwritten"; AWS Security Hub ECR.2.
    """
    mutability = repository.get("image_tag_mutability")
    return passed() if mutability == "IMMUTABLE" else failed(f"image_tag_mutability is {mutability}")
