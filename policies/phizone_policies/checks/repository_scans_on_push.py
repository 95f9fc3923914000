"""Images are scanned when they are pushed."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.scanning import scanned_by_registry
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_ecr_repository",),
    reads=(
        "aws_ecr_registry_scanning_configuration.rule",
        "aws_ecr_repository.image_scanning_configuration",
        "aws_ecr_repository.name",
    ),
)
def repository_scans_on_push(repository: Node, view: View) -> Result:
    """Every image of a repository is scanned for known vulnerabilities when it is pushed, or always.

    Why: a library with a known hole runs on PHI for as long as nobody looks.
    Fix: set image_scanning_configuration scan_on_push=True, or a registry rule of SCAN_ON_PUSH or CONTINUOUS_SCAN.
    Source: Amazon ECR User Guide, "Scan images for software vulnerabilities"; AWS Security Hub ECR.1.
    """
    if leaf(repository, "image_scanning_configuration.scan_on_push") is True:
        return passed()
    if scanned_by_registry(view.graph, repository):
        return passed()
    return failed("scan_on_push is not True, and no rule of its registry scans it")
