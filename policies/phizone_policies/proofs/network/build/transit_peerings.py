"""Peerings of two transit gateways: an attachment at each."""

from __future__ import annotations

from dataclasses import dataclass

from phizone_policies.proofs.network.build.survey import Survey
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value

_PEERING = "aws_ec2_transit_gateway_peering_attachment"
_ACCEPTER = f"{_PEERING}_accepter"
_GATEWAY = "aws_ec2_transit_gateway"


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a peering of transit gateways."""

    name: str
    """Its name."""
    gateway: str
    """The transit gateway it is at."""
    peer: str
    """Name of the other end."""
    accepted: bool
    """Whether the other gateway's owner accepts it."""
    nodes: frozenset[str]
    """Addresses by which routes name the peering."""


def sides(survey: Survey) -> tuple[Side, ...]:
    """Both ends of every peering of transit gateways."""
    accepters = _accepters(survey)
    found: list[Side] = []
    for node in survey.of_type(_PEERING):
        accepter = accepters.get(node.address)
        far = accepter.address if accepter else f"{node.address} at its peer"
        gateways = [_gateway(survey, node.peek(path)) for path in ("transit_gateway_id", "peer_transit_gateway_id")]
        if survey.graph.find(gateways[1]) is None:
            survey.missing(node.address, "the transit gateway at its other end is not in the graph")
        names = frozenset({node.address, far})
        found.append(Side(node.address, gateways[0], far, accepter is not None, names))
        found.append(Side(far, gateways[1], node.address, accepter is not None, names))
    return tuple(found)


def _accepters(survey: Survey) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in survey.of_type(_ACCEPTER):
        peering = survey.named(node.peek("transit_gateway_attachment_id"), _PEERING)
        if peering is None:
            survey.missing(node.address, "its peering is not in the graph")
        else:
            found[peering.address] = node
    return found


def _gateway(survey: Survey, value: Value) -> str:
    found = survey.named(value, _GATEWAY)
    return found.address if found else value.address if isinstance(value, Ref) else str(value)
