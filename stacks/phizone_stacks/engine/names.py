"""What the engine calls a resource, and what the graph does."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_stacks.graph.graph import Graph
from phizone_stacks.translation import terraform_type


class Names:
    """Addresses and types by URN; of a resource that the graph does not hold any more those that it had."""

    def __init__(self, graph: Graph) -> None:
        """Takes the graph."""
        self._addresses: Mapping[str, str] = {node.urn: node.address for node in graph if node.urn}

    def address(self, urn: str) -> str:
        """The address; the URN itself where no graph can hold such a resource."""
        known = self._addresses.get(urn)
        kind = type_of(urn)
        if known is not None or not kind:
            return known or urn
        stack, project, _, name = _parts(urn)
        return f"{project}.{stack}/{kind}.{name}"


def type_of(urn: str) -> str:
    """The Terraform type of what a URN names; empty for what is no resource of AWS, as a component or a provider."""
    return terraform_type(_parts(urn)[2].rpartition("$")[2]) or ""


def _parts(urn: str) -> tuple[str, str, str, str]:
    """Stack, project, chain of types and name of a URN; a name may hold `::`. Empty for what is none."""
    parts = urn.split("::", 3)
    if len(parts) != 4:
        return "", "", "", urn
    return parts[0].rpartition(":")[2], parts[1], parts[2], parts[3]
