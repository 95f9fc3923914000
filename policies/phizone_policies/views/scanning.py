"""Whether a registry's own rules scan a repository."""

from __future__ import annotations

from phizone_policies.views.blocks import inside
from phizone_policies.views.requests import glob
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Value

_AT_ONCE = ("SCAN_ON_PUSH", "CONTINUOUS_SCAN")


def scanned_by_registry(graph: Graph, repository: Node) -> bool:
    """Whether a rule of the account's registry in this region scans it without being asked. Raises: UnknownValue."""
    place = (repository.account, repository.region)
    registries = graph.of_type("aws_ecr_registry_scanning_configuration")
    name = str(physical(repository, "name"))
    return any(
        inside(registry, rule, "scan_frequency") in _AT_ONCE
        and any(glob(pattern, name) for pattern in _patterns(registry, rule))
        for registry in registries
        if (registry.account, registry.region) == place
        for rule in registry.blocks("rule")
    )


def _patterns(registry: Node, rule: dict[str, Value]) -> list[str]:
    """The rule's filters as patterns of whole names; one without a star is met anywhere in a name."""
    filters = inside(registry, rule, "repository_filter")
    blocks = filters if isinstance(filters, list) else [filters]
    texts = [str(inside(registry, block, "filter")) for block in blocks if isinstance(block, dict)]
    return [text if "*" in text else f"*{text}*" for text in texts]
