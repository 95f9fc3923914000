"""A zone of any size: the captured one with its network and one team's workspace repeated, names and CIDRs apart.

At size 1 it has 240 VPCs, about 1,440 subnets, 660 roles of teams and 400 buckets, each with the policies, boundaries,
keys, endpoints, network ACLs, groups and routes that our own programs give it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from phizone_environments.zone import Zone
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Value

VPCS, TEAMS = 80, 44
"""VPCs and teams of each of the three environments at size 1."""
PATTERN = "cardiology"
"""The team that is repeated."""
NETWORK = ("network", "endpoints", "transit", "dns")
"""First words of the names of what a VPC consists of."""
LEFT_OUT = "us-east-1c"
"""Zone in which the repeated VPCs have no subnet: six are left of nine."""
KEPT = "us-east-1b"
"""Zone that takes its place where something names it."""
ONCE = ("aws_iam_", "aws_cloudwatch_")
"""How types begin of which an account has one, however many VPCs."""


@dataclass(frozen=True)
class Change:
    """What a repeated node has otherwise: the addresses it refers to, and texts."""

    addresses: Mapping[str, str]
    """New address by old."""
    texts: tuple[tuple[str, str], ...]
    """Texts to replace, with what."""

    def text(self, text: str) -> str:
        """A text with what is replaced in it."""
        for old, new in self.texts:
            text = text.replace(old, new)
        return text

    def ref(self, ref: Ref) -> Ref:
        """A reference to the repeated node where there is one."""
        return Ref(self.addresses.get(ref.address, ref.address), ref.attribute)

    def value(self, value: Value) -> Value:
        """An attribute's value; a list loses what it would hold twice."""
        if isinstance(value, Ref):
            return self.ref(value)
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Template):
            return Template(tuple(self.ref(part) if isinstance(part, Ref) else self.text(part) for part in value.parts))
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            changed = [self.value(item) for item in value]
            return [item for number, item in enumerate(changed) if item not in changed[:number]]
        return value

    def node(self, node: Node) -> Node:
        """The node repeated."""
        address = self.addresses[node.address]
        return replace(
            node,
            address=address,
            name=address.rpartition(".")[2],
            component=tuple(self.text(part) for part in node.component),
            depends_on=tuple(sorted({self.addresses.get(each, each) for each in node.depends_on})),
            attributes={name: self.value(value) for name, value in node.attributes.items()},
        )


def generated(graph: Graph, zone: Zone, size: Fraction) -> tuple[Graph, Zone]:
    """The captured graph and its zone at a size: 1, or a part of it."""
    teams, vpcs = int(TEAMS * size), int(VPCS * size)
    names = [f"team-{number:02}" for number in range(teams - len(zone.organization.teams))]
    nodes = list(graph)
    for number, environment in enumerate(zone.environments):
        nodes += _repeated(graph, environment.name, names, range(1 + number * VPCS, number * VPCS + vpcs))
    return Graph(nodes), _zone(zone, names)


def _zone(zone: Zone, names: list[str]) -> Zone:
    pattern = next(team for team in zone.organization.teams if team.name == PATTERN)
    more = tuple(
        pattern.model_copy(update={"name": name, "owner": pattern.owner.replace(PATTERN, name)}) for name in names
    )
    organization = zone.organization.model_copy(update={"teams": (*zone.organization.teams, *more)})
    environments = tuple(each.model_copy(update={"teams": (*each.teams, *names)}) for each in zone.environments)
    return zone.model_copy(update={"organization": organization, "environments": environments})


def _repeated(graph: Graph, environment: str, teams: list[str], numbers: range) -> Iterator[Node]:
    """The environment's VPCs after the first, then its teams, spread over all of them."""
    own = [node for node in graph if node.environment == environment]
    parts = [node for node in own if node.name.split("-")[0] in NETWORK and not node.type.startswith(ONCE)]
    workspace = [node for node in own if node.name.split("-")[0] == PATTERN]
    first = next(node for node in parts if node.type == "aws_vpc").text("cidr_block").split(".")[1]
    places: list[Change] = []
    for number in numbers:
        addresses = _renamed(parts, f"-v{number}")
        change = Change(addresses, ((f"10.{first}.", f"10.{number}."), (LEFT_OUT, KEPT)))
        places.append(change)
        yield from (change.node(node) for node in parts if LEFT_OUT not in node.name)
    for number, team in enumerate(teams):
        place = places[number * 2 % len(places)] if places else Change({}, ())
        renamed = {node.address: node.address.replace(f".{PATTERN}", f".{team}") for node in workspace}
        change = Change({**place.addresses, **renamed}, ((PATTERN, team), *place.texts))
        yield from (change.node(node) for node in workspace)


def _renamed(parts: list[Node], suffix: str) -> dict[str, str]:
    """New addresses; what stands in the zone that is left out is that of the zone kept."""
    return {node.address: node.address.replace(LEFT_OUT, KEPT) + suffix for node in parts}
