"""Subnets: where they are, and which route table and network ACL hold there."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.network.build.addresses import block, ipv6_of_subnet
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.vpcs import ASSUMED, ipv6_of
from phizone_policies.proofs.network.model import Block, Subnet, Vpc
from phizone_policies.views.networks import SUBNETS
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Unknown

_ZONES = ("availability_zone", "availability_zone_id")
# A default subnet is a /20 of its VPC's /16; which one, AWS chooses.
_DEFAULT_SIZE = 1 << 12


def subnets(
    survey: Survey, known: Mapping[str, Vpc], tables: Mapping[str, str], acls: Mapping[str, str]
) -> dict[str, Subnet]:
    """Every subnet of the graph; `tables` and `acls` are the explicit associations by subnet."""
    found: dict[str, Subnet] = {}
    counts: dict[str, int] = {}
    for node in survey.of_type(*SUBNETS):
        name = node.address
        survey.sure(node, "assign_ipv6_address_on_creation", "map_public_ip_on_launch", "ipv6_native")
        with survey.reading(node, name):
            vpc = _vpc(survey, node)
            if vpc not in known and vpc not in survey.implicit:
                survey.missing(name, "its VPC is not in the graph", name)
            number = counts[vpc] = counts.get(vpc, -1) + 1
            blocks = _blocks(survey, node, known.get(vpc), number)
            if vpc in known and not all(_is_within(each, known[vpc].blocks) for each in blocks):
                survey.missing(name, "its block is in none of its VPC's blocks that are known", name)
            found[name] = Subnet(
                name=name,
                vpc=vpc,
                zone=_zone(node),
                blocks=blocks,
                table=tables.get(name) or survey.main_table(vpc),
                acl=acls.get(name) or survey.default_acl(vpc),
            )
    return found


def _is_within(block: Block, around: tuple[Block, ...]) -> bool:
    return any(each.family == block.family and each.first <= block.first and block.last <= each.last for each in around)


def _vpc(survey: Survey, node: Node) -> str:
    if node.type == "aws_default_subnet":
        return survey.default_vpc(node)
    return survey.vpc(node.get("vpc_id")) or str(node.get("vpc_id"))


def _zone(node: Node) -> str:
    zones = (node.peek(path) for path in _ZONES)
    return next((zone for zone in zones if isinstance(zone, str) and zone), "")


def _blocks(survey: Survey, node: Node, vpc: Vpc | None, number: int) -> tuple[Block, ...]:
    found: list[Block] = []
    cidr = node.text("cidr_block")
    if cidr:
        found.append(block(cidr))
    elif node.type == "aws_default_subnet":
        survey.assumptions.add("each default subnet is stood for by a /20 of 172.31.0.0/16 of its own")
        first = block("172.31.0.0/16").first + number * _DEFAULT_SIZE
        found.append(Block(4, first, first + _DEFAULT_SIZE - 1))
    elif node.peek("ipv6_native") is not True:
        survey.missing(node.address, "its cidr_block is not known before apply", node.address)
    return (*found, *_ipv6(survey, node, vpc, number))


def _ipv6(survey: Survey, node: Node, vpc: Vpc | None, number: int) -> tuple[Block, ...]:
    given = node.peek("ipv6_cidr_block")
    if isinstance(given, str) and given:
        return (block(given),)
    wanted = given not in (None, "") or any(
        node.peek(path) is True for path in ("ipv6_native", "assign_ipv6_address_on_creation")
    )
    whole = ipv6_of(vpc) if vpc else None
    if not wanted:
        return ()
    if whole is None:
        if isinstance(given, Unknown) or given is not None:
            survey.missing(node.address, "its IPv6 block is of a VPC that says of none", node.address)
        return ()
    survey.assumptions.add(ASSUMED)
    return (ipv6_of_subnet(whole, number),)
