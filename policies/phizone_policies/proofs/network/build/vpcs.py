"""VPCs and their blocks."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.network.build.addresses import DEFAULT_VPC, block, ipv6_of_vpc
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import IPV6, Block, Vpc
from phizone_policies.views.networks import VPCS
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Unknown

_MORE = {
    "aws_vpc_ipv4_cidr_block_association": "cidr_block",
    "aws_vpc_ipv6_cidr_block_association": "ipv6_cidr_block",
}
_GIVEN_BY_AWS = ("assign_generated_ipv6_cidr_block", "ipv6_ipam_pool_id", "ipv6_pool")
ASSUMED = "IPv6 blocks that AWS assigns are stood for by blocks below 2600:1f00::/24, one a VPC and subnet"
"""What is assumed where AWS chooses an address block."""


def vpcs(survey: Survey, gateway_tables: Mapping[str, Mapping[str, str]]) -> dict[str, Vpc]:
    """Every VPC of the graph, with the route tables of its gateways."""
    nodes = survey.of_type(*VPCS)
    more = _associated(survey)
    ipv6 = _generated(survey, nodes)
    return {
        node.address: Vpc(
            name=node.address,
            account=node.account,
            region=node.region,
            environment=node.environment,
            blocks=tuple(
                dict.fromkeys((*_own(survey, node), *more.get(node.address, ()), *ipv6.get(node.address, ())))
            ),
            resolver=node.peek("enable_dns_support") is not False,
            gateway_tables=gateway_tables.get(node.address, {}),
        )
        for node in nodes
    }


def implicit(name: str, node: Node) -> Vpc:
    """A default VPC that the graph does not hold, of the account and region of a node that stands in it."""
    return Vpc(name, node.account, node.region, node.environment, (block(DEFAULT_VPC),))


def _own(survey: Survey, node: Node) -> tuple[Block, ...]:
    found: list[Block] = []
    with survey.reading(node, node.address):
        cidr = node.text("cidr_block") or (DEFAULT_VPC if node.type == "aws_default_vpc" else "")
        if cidr:
            found.append(block(cidr))
        else:
            survey.missing(node.address, "its cidr_block is not known before apply", node.address)
    with survey.reading(node, node.address):
        given = node.peek("ipv6_cidr_block")
        if isinstance(given, str) and given:
            found.append(block(given))
    return tuple(found)


def _generated(survey: Survey, nodes: tuple[Node, ...]) -> dict[str, tuple[Block, ...]]:
    """The blocks that stand for AWS's own, of the VPCs that have one and do not say which, by VPC."""
    owners = [node.address for node in nodes if _has_generated(node)]
    for each in survey.graph.of_type("aws_vpc_ipv6_cidr_block_association"):
        if not each.peek("ipv6_cidr_block") or isinstance(each.peek("ipv6_cidr_block"), Unknown):
            owners.append(survey.vpc(each.peek("vpc_id")))
    if owners:
        survey.assumptions.add(ASSUMED)
    found: dict[str, tuple[Block, ...]] = {}
    for number, owner in enumerate(owners):
        found[owner] = (*found.get(owner, ()), ipv6_of_vpc(number))
    return found


def _has_generated(node: Node) -> bool:
    given = node.peek("ipv6_cidr_block")
    if isinstance(given, str) and given:
        return False
    return isinstance(given, Unknown) or any(node.peek(path) not in (None, False, "") for path in _GIVEN_BY_AWS)


def _associated(survey: Survey) -> dict[str, tuple[Block, ...]]:
    found: dict[str, tuple[Block, ...]] = {}
    for kind, path in _MORE.items():
        for node in survey.of_type(kind):
            with survey.reading(node):
                name, cidr = survey.vpc(node.get("vpc_id")), node.peek(path)
                if not name:
                    survey.missing(node.address, "its VPC is not in the graph")
                elif isinstance(cidr, str) and cidr:
                    found[name] = (*found.get(name, ()), block(cidr))
                elif path == "cidr_block":
                    survey.missing(node.address, "its block is not known before apply", name)
    return found


def ipv6_of(vpc: Vpc) -> Block | None:
    """The first IPv6 block of a VPC, or None."""
    return next((each for each in vpc.blocks if each.family == IPV6), None)
