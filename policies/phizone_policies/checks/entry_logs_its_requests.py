"""What takes requests logs them."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.load_balancers import BALANCERS, kind
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import is_off, is_on, reads, setting
from phizone_stacks.graph.node import Node

_DISTRIBUTION = "aws_cloudfront_distribution"
_DELIVERY = "aws_cloudwatch_log_delivery_source"
_SWITCHES = {
    "aws_alb": "access_logs.enabled",
    "aws_globalaccelerator_accelerator": "attributes.flow_logs_enabled",
    "aws_lb": "access_logs.enabled",
}
_DESTINATIONS = {
    "aws_api_gateway_stage": "access_log_settings.destination_arn",
    "aws_apigatewayv2_stage": "access_log_settings.destination_arn",
    "aws_appsync_graphql_api": "log_config.cloudwatch_logs_role_arn",
    _DISTRIBUTION: "logging_config.bucket",
    "aws_elb": "access_logs.bucket",
}


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=(*_DESTINATIONS, *_SWITCHES),
    reads=(
        *reads(_DESTINATIONS, _SWITCHES),
        *(f"{balancer}.load_balancer_type" for balancer in BALANCERS),
        f"{_DELIVERY}.resource_arn",
    ),
)
def entry_logs_its_requests(entry: Node, view: View) -> Result:
    """A load balancer, an API's stage, a GraphQL API, a distribution or an accelerator logs who asks for what.

    Why: of an attack, or of somebody who reads one record after the other, these logs are the first trace.
    Fix: switch access logs on, and give them a bucket or log group.
    Source: AWS Config rule elb-logging-enabled; AWS Security Hub ELB.5, APIGateway.9, CloudFront.5; 45 CFR 164.312(b).
    """
    if entry.type in BALANCERS and kind(entry) != "application":
        return not_applicable(f"a {kind(entry)} load balancer reads no requests; flow logs tell of its packets")
    if entry.type == _DISTRIBUTION and naming(view.graph, entry, (_DELIVERY,), "resource_arn", "arn"):
        return passed()
    path = _SWITCHES.get(entry.type) or _DESTINATIONS[entry.type]
    on = is_on(setting(entry, path)) if entry.type in _SWITCHES else bool(leaf(entry, path))
    if entry.type == "aws_elb" and is_off(setting(entry, "access_logs.enabled")):
        on = False
    return passed() if on else failed(f"its logs are off: {path} is not set", setting=path)
