"""VPC endpoints: which service they lead to, what their policy lets through, and their interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.network.build.endpoint_policies import foreign
from phizone_policies.proofs.network.build.stands import Stands
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.teams import team_of_node
from phizone_policies.proofs.network.model import Interface, Kind, ServiceEndpoint
from phizone_policies.views import endpoints as named
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_TYPE = "aws_vpc_endpoint"
_KNOWN = ("Gateway", "Interface", "Resource", "ServiceNetwork")


def service_endpoints(survey: Survey) -> dict[str, ServiceEndpoint]:
    """Every endpoint of the graph."""
    found: dict[str, ServiceEndpoint] = {}
    for node in survey.of_type(_TYPE):
        with survey.reading(node):
            vpc, kind = survey.vpc_of(node), node.get("vpc_endpoint_type")
            if kind not in _KNOWN:
                survey.missing(node.address, f"it is an endpoint of type {kind}, which is not modelled", vpc)
                continue
            others: tuple[str, ...] = ()
            with survey.reading(node, vpc):
                others = foreign(survey, node)
            found[node.address] = ServiceEndpoint(
                name=node.address,
                vpc=vpc,
                service=_service(node),
                gateway=kind == "Gateway",
                foreign=others,
                private_dns=node.peek("private_dns_enabled") is True,
            )
    for node in survey.of_type("aws_vpc_endpoint_policy", "aws_vpc_endpoint_private_dns"):
        if survey.named(node.peek("vpc_endpoint_id"), _TYPE) is None:
            survey.missing(node.address, "its endpoint is not in the graph")
    return found


def endpoint_interfaces(stands: Stands) -> Iterator[Interface]:
    """The interfaces of the endpoints that have some, one a subnet."""
    survey = stands.survey
    for node in survey.graph.of_type(_TYPE):
        if node.peek("vpc_endpoint_type") in (None, "Gateway", "GatewayLoadBalancer"):
            continue
        with survey.reading(node):
            groups = (*stands.group_names(node, node.items("security_group_ids")), *_added_groups(stands, node))
            for value in (*node.items("subnet_ids"), *_configured(node), *_added_subnets(survey, node)):
                subnet = survey.subnet(value)
                if subnet in stands.subnets:
                    yield Interface(
                        name=f"{node.address} in {subnet}",
                        subnet=subnet,
                        blocks=stands.blocks(node, subnet),
                        groups=stands.groups(node, subnet, groups),
                        kind=Kind.ENDPOINT,
                        owner=node.address,
                        team=team_of_node(node),
                    )
                else:
                    survey.missing(node.address, "one of its subnets is not in the graph", survey.vpc_of(node))


def _configured(node: Node) -> Iterator[Value]:
    for block in node.blocks("subnet_configuration"):
        if block.get("subnet_id") not in (None, *node.items("subnet_ids")):
            yield block["subnet_id"]


def _added_subnets(survey: Survey, endpoint: Node) -> Iterator[Value]:
    for node in survey.of_type("aws_vpc_endpoint_subnet_association"):
        if survey.named(node.get("vpc_endpoint_id"), _TYPE) is endpoint:
            yield node.get("subnet_id")


def _added_groups(stands: Stands, endpoint: Node) -> Iterator[str]:
    for node in stands.survey.of_type("aws_vpc_endpoint_security_group_association"):
        if stands.survey.named(node.get("vpc_endpoint_id"), _TYPE) is endpoint:
            yield from stands.group_names(node, [node.get("security_group_id")])


def _service(node: Node) -> str:
    """Its service; a PrivateLink service of the graph by the address of that."""
    value = node.peek("service_name")
    if isinstance(value, str):
        return named.service(node)
    return getattr(value, "address", "") or "a service that is not known before apply"
