"""VPC endpoints as access rules see them: whose they are, which service they lead to, and their policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phizone_policies.proofs.access.world.names import name_of
from phizone_policies.proofs.access.world.texts import Held, read
from phizone_policies.views.documents import MalformedPolicy
from phizone_policies.views.endpoints import service, takes_policy
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A VPC endpoint."""

    id: str
    """Its id, as conditions on `aws:SourceVpce` name it."""
    vpc: str
    """The id of its VPC, as conditions on `aws:SourceVpc` name it."""
    service: str
    """The service it leads to, as `s3` or `sagemaker.api`."""
    node: Node
    """The endpoint."""
    policy: Held | None = None
    """Its policy; None where the service takes none."""
    unknown: tuple[str, ...] = ()
    """What is not known of its policy, a reason each."""


def doors(graph: Graph) -> Mapping[str, tuple[Door, ...]]:
    """The endpoints of a graph by the address of their VPC, or its id where the graph does not hold it."""
    found: dict[str, list[Door]] = {}
    for node in graph.of_type("aws_vpc_endpoint"):
        value = node.peek("vpc_id")
        key = value.address if isinstance(value, Ref) else str(value)
        found.setdefault(key, []).append(_door(graph, node))
    return {vpc: tuple(each) for vpc, each in found.items()}


def _door(graph: Graph, node: Node) -> Door:
    leads_to, policy = "", None
    unknown: tuple[str, ...] = ()
    try:
        leads_to = service(node)
        policy = _policy(graph, node) if takes_policy(node) else None
    except (UnknownValue, MalformedPolicy) as reason:
        unknown = (str(reason),)
    name, vpc = name_of(graph, node, "id"), name_of(graph, node, "vpc_id")
    return Door(id=name, vpc=vpc, service=leads_to, node=node, policy=policy, unknown=unknown)


def _policy(graph: Graph, node: Node) -> Held | None:
    alone = naming(graph, node, ("aws_vpc_endpoint_policy",), "vpc_endpoint_id")
    holder = alone[-1] if alone else node
    found = read(graph, holder, "policy")
    return Held(found, holder) if found is not None else None
