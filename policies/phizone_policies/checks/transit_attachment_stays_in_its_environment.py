"""Attachments stay in their environment."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.transit import ATTACHMENT, joined, joins, joins_by_default
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.CRITICAL,
    profile=Profile.ZONE,
    types=(ATTACHMENT,),
    reads=(
        "aws_ec2_transit_gateway.default_route_table_association",
        "aws_ec2_transit_gateway.default_route_table_propagation",
        "aws_ec2_transit_gateway_route.transit_gateway_attachment_id",
        "aws_ec2_transit_gateway_route.transit_gateway_route_table_id",
        "aws_ec2_transit_gateway_route_table_association.transit_gateway_attachment_id",
        "aws_ec2_transit_gateway_route_table_association.transit_gateway_route_table_id",
        "aws_ec2_transit_gateway_route_table_propagation.transit_gateway_attachment_id",
        "aws_ec2_transit_gateway_route_table_propagation.transit_gateway_route_table_id",
        "aws_ec2_transit_gateway_vpc_attachment.transit_gateway_default_route_table_association",
        "aws_ec2_transit_gateway_vpc_attachment.transit_gateway_default_route_table_propagation",
        "aws_ec2_transit_gateway_vpc_attachment.transit_gateway_id",
        "aws_ec2_transit_gateway_vpc_attachment_accepter.transit_gateway_attachment_id",
        "aws_ec2_transit_gateway_vpc_attachment_accepter.transit_gateway_default_route_table_association",
        "aws_ec2_transit_gateway_vpc_attachment_accepter.transit_gateway_default_route_table_propagation",
    ),
)
def transit_attachment_stays_in_its_environment(attachment: Node, view: View) -> Result:
    """An environment's attachment shares no route table of the transit gateway with another environment's.

    Why: attachments of one table reach each other, so that PHI of production lies one route away from development.
    Fix: associate it with its environment's own table, propagate to that one, and refuse the gateway's default table.
    Source: AWS Transit Gateway guide, "Isolated VPCs"; 45 CFR 164.308(a)(4)(ii)(A).
    """
    mine = attachment.environment
    if mine == SHARED:
        return not_applicable("it belongs to no environment")
    if joins_by_default(view.graph, attachment):
        return failed("it joins the gateway's default route table, which is every attachment's")
    for node, verb, table in joins(view.graph, attachment):
        for other, does, foreign in joined(view.graph, table):
            if foreign.environment not in (mine, SHARED):
                what = f"it {verb} a route table that {foreign.environment}'s {foreign.address} {does}"
                return failed(what, own=node.address, other=other.address)
    return passed()
