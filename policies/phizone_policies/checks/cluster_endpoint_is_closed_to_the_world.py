"""Clusters' endpoints are closed to the world."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.networks import cidr_text, is_world
from phizone_policies.views.settings import is_off, setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_eks_cluster",),
    reads=("aws_eks_cluster.vpc_config",),
)
def cluster_endpoint_is_closed_to_the_world(cluster: Node, view: View) -> Result:
    """A Kubernetes cluster's API is reached from named addresses, or from its VPC only.

    Why: an API that all may knock at is only as closed as the next flaw in Kubernetes.
    Fix: set endpoint_public_access=False, or name public_access_cidrs.
    Source: AWS Security Hub EKS.1; checkov CKV_AWS_38; 45 CFR 164.312(e)(1).
    """
    if is_off(setting(cluster, "vpc_config.endpoint_public_access")):
        return passed()
    blocks = leaves(cluster, "vpc_config.public_access_cidrs")
    world = [each for each in (cidr_text(view.graph, cluster, value) for value in blocks) if is_world(each)]
    if not blocks or world:
        return failed(f"its public endpoint is open to {world[0] if world else '0.0.0.0/0'}")
    return passed()
