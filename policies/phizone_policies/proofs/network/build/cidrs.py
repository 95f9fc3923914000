"""What a value that means a block is: text, or the block of a VPC or subnet."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.network.build.addresses import block
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import IPV4, IPV6, Block
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Value

_FAMILY = {"cidr_block": IPV4, "ipv6_cidr_block": IPV6, "ipv6_association_id": IPV6}


class Cidrs:
    """Blocks of values, once VPCs and subnets are known."""

    def __init__(self, survey: Survey, blocks: Mapping[str, tuple[Block, ...]]) -> None:
        self._survey = survey
        self._blocks = blocks

    def of(self, node: Node, value: Value) -> tuple[Block, ...]:
        """The blocks that a value of a node means, none for absence. Raises: UnknownValue, ValueError."""
        if value is None or value == "":
            return ()
        if isinstance(value, list):
            return tuple(each for item in value for each in self.of(node, item))
        found = identity(self._survey.graph, value)
        if isinstance(found, str):
            return (block(found),)
        if isinstance(value, Ref) and value.address in self._blocks:
            family = _FAMILY.get(value.attribute)
            known = tuple(each for each in self._blocks[value.address] if each.family == family)
            if known:
                return known[:1]
        shown = f"{value.attribute} of {value.address}" if isinstance(value, Ref) else "no literal block"
        raise UnknownValue(node.address, "a block", f"it is {shown}")
