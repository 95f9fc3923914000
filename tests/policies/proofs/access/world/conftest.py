"""Small worlds, written as the resources of a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from phizone_environments.organization import Organization
from phizone_policies.cases import graph_of
from phizone_policies.proofs.access.chains.ways import running
from phizone_policies.proofs.access.world import World, world_of
from phizone_policies.proofs.access.world.resources import PROTECTED
from phizone_policies.views.grants import ATTACHING
from phizone_policies.views.policy_documents import IDENTITY
from phizone_stacks.graph.canonical import decode
from phizone_stacks.translation import index


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
def provider_types() -> set[str]:
    """Types that the provider has."""
    return set(index().tokens)
