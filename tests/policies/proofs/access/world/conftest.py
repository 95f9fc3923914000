"""Small worlds, written as the resources of a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from phizone_environments.organization import Organization
from phizone_policies.cases import graph_of
from phizone_policies.proofs.access.chains.ways import images, reading, running
from phizone_policies.proofs.access.world import World, world_of
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.proofs.access.world.resources import PROTECTED
from phizone_policies.views.grants import ATTACHING
from phizone_policies.views.policy_documents import IDENTITY
from phizone_stacks.graph.canonical import decode
from phizone_stacks.translation import index

_NAMES = (
    "bucket",
    "domain_name",
    "feature_group_name",
    "function_name",
    "model_package_group_name",
    "name",
    "pipeline_name",
    "user_profile_name",
)


@pytest.fixture
def world() -> Callable[..., World]:
    """The world of resources in YAML, `type.name: {attributes}`."""

    def make(text: str, organization: Organization | None = None) -> World:
        return world_of(graph_of(decode(yaml.safe_load(text))), organization)

    return make


@pytest.fixture
def read_types() -> set[str]:
    """Types that rules on access read by name."""
    return {*PROTECTED, *IDENTITY, *ATTACHING, *(way.type for way in running())}


@pytest.fixture
def arns() -> dict[str, str]:
    """The ARN of one of each type that is protected, read, or that works as a role, by type."""
    kinds = {*PROTECTED, *reading(), *(way.type for way in (*running(), *images()))}
    graph = graph_of({f"{kind}.one": dict.fromkeys(_NAMES, "one") for kind in kinds})
    return {node.type: arn_of(graph, node) for node in graph}


@pytest.fixture
def provider_types() -> set[str]:
    """Types that the provider has."""
    return set(index().tokens)
