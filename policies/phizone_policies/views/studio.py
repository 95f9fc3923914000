"""Who reaches whose apps in a Studio domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from phizone_policies.views.blocks import leaves
from phizone_policies.views.security_groups import admitted, group, rules_of
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
    return next((into for into in found if any(source in found for source in admitted(graph, into, KERNELS))), None)


def neighbours(graph: Graph, profile: Node) -> Iterator[tuple[Node, str]]:
    """Every (group of this user, who else reaches its kernels). Raises: UnknownValue."""
    members = graph.cached(_members)
    for into in profile_groups(graph, profile):
        for rule in rules_of(graph, into):
            if rule.direction == "ingress" and rule.reaches(*KERNELS) and rule.cidrs:
                yield into, rule.cidrs[0]
        for source in admitted(graph, into, KERNELS):
            yield from ((into, other) for other in members.get(source.address, ()) if other != profile.address)


def _members(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """The addresses of the users in each group, by the group's address."""
    found: dict[str, list[str]] = {}
    for profile in graph.of_type(PROFILE):
        for value in leaves(profile, _OWN):
            of = group(graph, value)
            if of is not None:
                found.setdefault(of.address, []).append(profile.address)
    return {address: tuple(users) for address, users in found.items()}


def _groups(graph: Graph, node: Node, path: str) -> Iterator[Node]:
    for value in leaves(node, path):
        found = group(graph, value)
        if found is None:
            raise UnknownValue(node.address, path, "a security group is not in the graph")
        yield found
