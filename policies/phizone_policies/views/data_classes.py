"""How an environment's data class reads as a `DataClassification` tag, and what holds a data class."""

from __future__ import annotations

from collections.abc import Iterable

from phizone_environments.environment import Environment
from phizone_policies.views.tags import tag
from phizone_stacks.graph.node import Node

PHI = "PHI"
"""The value for protected health information."""
CLASSIFICATIONS = ("NonConfidential", "CompanyConfidential", "PII", PHI)
"""Values of `DataClassification`, from least to most protected."""


def of_team(nodes: Iterable[Node], environment: Environment, team: str) -> Node | None:
    """The first of these nodes that holds a team's data: in the environment's account and region, tagged for both.

    Raises: UnknownValue where a node before it does not tell its tags.
    """
    place = (environment.account.id, environment.region)
    wanted = environment.data.classification
    for node in nodes:
        if (node.account, node.region) != place:
            continue
        if tag(node, "Team") == team and tag(node, "DataClassification") == wanted:
            return node
    return None
