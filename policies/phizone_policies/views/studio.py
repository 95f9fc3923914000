"""Who reaches whose apps in a Studio domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from phizone_policies.views.blocks import leaves
from phizone_policies.views.security_groups import admits, group, rules_of
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue

PROFILE = "aws_sagemaker_user_profile"
"""Type of a user's place in a domain."""
KERNELS = (8192, 65535)
"""Ports on which servers and kernels talk.

Source: SageMaker Developer Guide, "Connect Studio in a VPC to external resources".
"""
_OWN = "user_settings.security_groups"
_SHARED = (
    "default_user_settings.security_groups",
    "default_space_settings.security_groups",
    "domain_settings.security_group_ids",
)


def domain_groups(graph: Graph, domain: Node) -> tuple[Node, ...]:
    """The security groups that a domain gives to all its users, spaces and apps. Raises: UnknownValue."""
    return tuple(found for path in _SHARED for found in _groups(graph, domain, path))


def profile_groups(graph: Graph, profile: Node) -> tuple[Node, ...]:
    """The security groups of one user; empty where the domain's hold. Raises: UnknownValue."""
    return tuple(_groups(graph, profile, _OWN))


def kernels_of_any(graph: Graph, groups: Iterable[Node]) -> Node | None:
    """The first of these groups whose members, or those of another of them, reach its kernels. Raises: UnknownValue."""
    found = tuple(groups)
    return next((into for into in found if any(admits(graph, into, source, KERNELS) for source in found)), None)


def neighbours(graph: Graph, profile: Node) -> Iterator[tuple[Node, str]]:
    """Every (group of this user, who else reaches its kernels). Raises: UnknownValue."""
    others = [node for node in graph.of_type(PROFILE) if node.address != profile.address]
    for into in profile_groups(graph, profile):
        for rule in rules_of(graph, into):
            if rule.direction == "ingress" and rule.reaches(*KERNELS) and rule.cidrs:
                yield into, rule.cidrs[0]
        for other in others:
            found = [group(graph, value) for value in leaves(other, _OWN)]
            if any(source is not None and admits(graph, into, source, KERNELS) for source in found):
                yield into, other.address


def _groups(graph: Graph, node: Node, path: str) -> Iterator[Node]:
    for value in leaves(node, path):
        found = group(graph, value)
        if found is None:
            raise UnknownValue(node.address, path, "a security group is not in the graph")
        yield found
