"""Prefix lists: our own by their entries, AWS's own by blocks that stand for a service's addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from phizone_policies.proofs.network.build.addresses import block_of_service
from phizone_policies.proofs.network.build.cidrs import Cidrs
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Block
from phizone_policies.views import endpoints
from phizone_policies.views.blocks import inside
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Value

_LIST, _ENTRY = "aws_ec2_managed_prefix_list", "aws_ec2_managed_prefix_list_entry"
_LOOKED_UP = ("data.aws_prefix_list", "data.aws_ec2_managed_prefix_list")
_OF_AWS = re.compile(r"com\.amazonaws\.(?P<region>global|[a-z]{2}(?:-[a-z]+)+-\d)\.(?P<service>.+)")
# Ids that AWS tells for every account; others are looked up by name.
_KNOWN_IDS = {
    "pl-63a5400a": "com.amazonaws.us-east-1.s3",
    "pl-02cd2c6b": "com.amazonaws.us-east-1.dynamodb",
    "pl-68a54001": "com.amazonaws.us-west-2.s3",
    "pl-00a54069": "com.amazonaws.us-west-2.dynamodb",
    "pl-6da54004": "com.amazonaws.eu-west-1.s3",
    "pl-6fa54006": "com.amazonaws.eu-west-1.dynamodb",
}
_NAMING = (
    "aws_default_security_group",
    "aws_route",
    "aws_route_table",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
)
_ASSUMED = "the public addresses of {} are stood for by a block in 240.0.0.0/4"


class PrefixLists:
    """Blocks of prefix lists by the value that names one."""

    def __init__(self, survey: Survey, cidrs: Cidrs) -> None:
        self._survey, self._cidrs = survey, cidrs

    @cached_property
    def services(self) -> dict[str, tuple[Block, ...]]:
        """The blocks of each AWS service that the graph names, by `<service>/<region>`."""
        names = sorted({name for name in self._names() if name})
        for name in names:
            self._survey.assumptions.add(_ASSUMED.format(name))
        return {name: (block_of_service(number),) for number, name in enumerate(names)}

    def of_endpoint(self, endpoint: Node) -> tuple[Block, ...]:
        """The addresses of a gateway endpoint's service. Raises: UnknownValue."""
        return self.services.get(_of_endpoint(endpoint), ())

    def of(self, node: Node, value: Value) -> tuple[Block, ...]:
        """The blocks of the prefix list that a value of a node names. Raises: UnknownValue."""
        found = named_node(self._survey.graph, value, (_LIST,))
        if found is not None:
            return tuple(self._entries(found))
        name = self._service(value)
        if name:
            return self.services[name]
        shown = value.address if isinstance(value, Ref) else str(value)
        raise UnknownValue(node.address, "a prefix list", f"the entries of {shown} are not in the graph")

    def _entries(self, found: Node) -> Iterator[Block]:
        for entry in found.blocks("entry"):
            yield from self._cidrs.of(found, inside(found, entry, "cidr"))
        for node in self._survey.graph.of_type(_ENTRY):
            if named_node(self._survey.graph, node.get("prefix_list_id"), (_LIST,)) is found:
                yield from self._cidrs.of(node, node.get("cidr"))

    def _service(self, value: Value) -> str:
        """`<service>/<region>` of the list that a value names; empty for any other."""
        node = self._survey.graph.target(value)
        if node is not None and node.type == "aws_vpc_endpoint":
            return _of_endpoint(node)
        if node is not None and node.type in _LOOKED_UP:
            return _listed(node)
        return _service(_KNOWN_IDS.get(value, "")) if isinstance(value, str) else ""

    def _names(self) -> Iterator[str]:
        for node in self._survey.graph.of_type(*_NAMING):
            yield from (_service(name) for key, name in _KNOWN_IDS.items() if key in repr(node.attributes))
        for node in self._survey.graph.of_type("aws_vpc_endpoint"):
            with self._survey.reading(node):
                if node.get("vpc_endpoint_type") == "Gateway":
                    yield _of_endpoint(node)
        yield from map(_listed, self._survey.graph.of_type(*_LOOKED_UP))


def _of_endpoint(endpoint: Node) -> str:
    return f"{endpoints.service(endpoint)}/{endpoints.region(endpoint) or endpoint.region}"


def _listed(node: Node) -> str:
    """The service of a list that the program looks up by name or by a filter on it."""
    names = [node.peek("name"), node.peek("prefix_list_name")]
    filters = node.peek("filter")
    for each in filters if isinstance(filters, list) else []:
        values = each.get("values") if isinstance(each, dict) else None
        names += values if isinstance(values, list) else []
    return next((found for name in names if isinstance(name, str) and (found := _service(name))), "")


def _service(name: str) -> str:
    found = _OF_AWS.fullmatch(name)
    return f"{found['service']}/{found['region']}" if found else ""
