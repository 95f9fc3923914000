"""Endpoint policies name the organization."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.endpoints import policy, region, service, takes_policy
from phizone_policies.views.perimeter import (
    binds_resources,
    binds_to_organization,
    only_reads_of_aws,
    writes_to_strangers,
)
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_vpc_endpoint",),
    reads=(
        "aws_s3_bucket.bucket",
        "aws_vpc_endpoint.policy",
        "aws_vpc_endpoint.service_name",
        "aws_vpc_endpoint.vpc_endpoint_type",
        "aws_vpc_endpoint_policy.policy",
        "aws_vpc_endpoint_policy.vpc_endpoint_id",
    ),
)
def endpoint_policy_names_the_organization(endpoint: Node, view: View) -> Result:
    """What an endpoint's policy allows is bound to the organization; what writes anywhere else, to its resources.

    Why: through an endpoint that AWS leaves open, PHI is copied to a stranger's bucket without any internet; our own
    people can do that too, so the principal's organization alone is no bound.
    Fix: give the endpoint a policy whose statements require aws:PrincipalOrgID and aws:ResourceOrgID.
    Source: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; 45 CFR 164.312(e)(1).
    """
    if not takes_policy(endpoint):
        return not_applicable(f"AWS takes no policy for an endpoint of {service(endpoint)}")
    document = policy(view.graph, endpoint)
    if document is None:
        return failed("it has no policy, so everybody may ask anything of anybody there")
    for number, statement in enumerate(document.allows, start=1):
        if not (_is_bound(statement, view) or only_reads_of_aws(statement, region(endpoint))):
            name = statement.sid or f"number {number}"
            bound = f"organization {view.organization_id}" if view.organization_id else "our accounts"
            return failed(f"statement {name} allows without a bound to {bound}", statement=name)
    return passed()


def _is_bound(statement: Statement, view: View) -> bool:
    if any(set(resource) == {"*"} for resource in statement.resources) or statement.not_resources:
        by_services = ("Bool", ("true",)) in statement.condition("aws:PrincipalIsAWSService")
        return by_services or binds_resources(view, statement)
    if binds_resources(view, statement):
        return True
    return binds_to_organization(view, statement) and not writes_to_strangers(view, statement)
