"""Why the policy of an endpoint lets requests on to what belongs to others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.check import View
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.views import endpoints
from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import (
    binds_resources,
    binds_to_organization,
    only_reads_of_aws,
    writes_to_strangers,
)
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref

_ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}")
_KEYS = ("aws:ResourceOrgID", "aws:PrincipalOrgID")


@dataclass(frozen=True)
class _Ours(View):
    """A graph of the organization of an id."""

    id: str = ""
    ids: frozenset[str] = frozenset()

    @property
    def accounts(self) -> frozenset[str]:
        """Ids of the accounts that the graph builds in."""
        return self.ids

    @property
    def organization_id(self) -> str:
        """Id of the organization."""
        return self.id


def foreign(survey: Survey, endpoint: Node) -> tuple[str, ...]:
    """Why its policy lets requests on to others' resources, a sentence each; empty where it does not.

    What AWS keeps for everybody, as the layers of images, may be read. Raises: UnknownValue, MalformedPolicy.
    """
    if isinstance(endpoint.peek("service_name"), Ref):
        return ()
    if endpoints.is_partners(endpoint):
        return (f"{endpoint.address} leads to a PrivateLink service of somebody's, and AWS takes no policy for it",)
    if not endpoints.takes_policy(endpoint):
        service = endpoints.service(endpoint) or f"type {endpoint.peek('vpc_endpoint_type')}"
        return (f"AWS takes no policy for {endpoint.address} of {service}, so it lets every request through",)
    document = endpoints.policy(survey.graph, endpoint)
    if document is None:
        return (f"{endpoint.address} has no policy, so it lets every request through",)
    ours = survey.graph.cached(_ours)
    if ours.id:
        survey.assumptions.add(f"{ours.id} is the id of our organization")
    return tuple(_reasons(ours, endpoint, document.allows))


def _reasons(ours: _Ours, endpoint: Node, allows: tuple[Statement, ...]) -> Iterator[str]:
    for number, statement in enumerate(allows, start=1):
        if not (_is_bound(statement, ours) or only_reads_of_aws(statement, endpoints.region(endpoint))):
            name = statement.sid or f"number {number}"
            yield f"statement {name} of the policy of {endpoint.address} is not bound to resources of ours"


def _is_bound(statement: Statement, ours: _Ours) -> bool:
    if any(set(resource) == {"*"} for resource in statement.resources) or statement.not_resources:
        by_services = ("Bool", ("true",)) in statement.condition("aws:PrincipalIsAWSService")
        return by_services or binds_resources(ours, statement)
    if binds_resources(ours, statement):
        return True
    return binds_to_organization(ours, statement) and not writes_to_strangers(ours, statement)


def _ours(graph: Graph) -> _Ours:
    """The graph with the one organization that it is of, or that its endpoints' policies name; none where several."""
    made = {node.import_id for node in graph.of_type("aws_organizations_organization")} - {""}
    named = made or {
        value
        for endpoint in graph.of_type("aws_vpc_endpoint")
        for statement in _statements(graph, endpoint)
        for key in _KEYS
        for _, values in statement.condition(key)
        for value in values
        if _ORGANIZATION.fullmatch(value)
    }
    own = next(iter(named)) if len(named) == 1 else ""
    return _Ours(graph, id=own, ids=frozenset(node.account for node in graph) - {"", UNNAMED_ACCOUNT})


def _statements(graph: Graph, endpoint: Node) -> tuple[Statement, ...]:
    try:
        document = endpoints.policy(graph, endpoint)
    except (UnknownValue, ValueError):
        return ()
    return document.statements if document else ()
