"""A web application firewall guards every entry."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.apis import rest_api
from phizone_policies.views.load_balancers import BALANCERS, kind
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Value

_STAGE, _DISTRIBUTION, _GRAPHQL = "aws_api_gateway_stage", "aws_cloudfront_distribution", "aws_appsync_graphql_api"
_ASSOCIATIONS = ("aws_wafregional_web_acl_association", "aws_wafv2_web_acl_association")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=(*BALANCERS, _STAGE, _DISTRIBUTION, _GRAPHQL),
    reads=(
        *(f"{balancer}.load_balancer_type" for balancer in BALANCERS),
        *(f"{association}.resource_arn" for association in _ASSOCIATIONS),
        f"{_STAGE}.rest_api_id",
        f"{_STAGE}.stage_name",
        f"{_DISTRIBUTION}.web_acl_id",
    ),
)
def web_firewall_guards_the_entry(entry: Node, view: View) -> Result:
    """An application load balancer, an API's stage, a GraphQL API or a distribution has a web application firewall.

    Why: injection, stolen passwords and floods come as well-formed requests, which no security group tells apart.
    Fix: associate an aws_wafv2_web_acl with its ARN; name one in a distribution's web_acl_id.
    Source: AWS Config rules alb-waf-enabled, api-gw-associated-with-waf; AWS Security Hub CloudFront.6, ELB.16.
    """
    if entry.type in BALANCERS and kind(entry) != "application":
        return not_applicable(f"a {kind(entry)} load balancer reads no requests")
    if entry.type == _DISTRIBUTION:
        return passed() if entry.get("web_acl_id") else failed("it has no web_acl_id")
    if naming(view.graph, entry, _ASSOCIATIONS, "resource_arn", "arn", "id"):
        return passed()
    by_text = entry.type == _STAGE and _is_put_together(view.graph, entry)
    return passed() if by_text else failed("no web application firewall is associated with it")


def _is_put_together(graph: Graph, stage: Node) -> bool:
    """Whether an association names the stage by an ARN that is put together from the API's id and the stage's name."""
    api = rest_api(graph, stage)
    return api is not None and any(
        _parts(node.get("resource_arn"))[-2:] == [api.address, f"/stages/{stage.text('stage_name')}"]
        for node in graph.of_type(*_ASSOCIATIONS)
    )


def _parts(value: Value) -> list[str]:
    parts = value.parts if isinstance(value, Template) else ()
    return [part.address if isinstance(part, Ref) else part for part in parts]
