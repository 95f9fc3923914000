"""APIs log how they execute."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.apis import SETTINGS, protocol, settings_of
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node

_LEVELS = ("ERROR", "INFO")


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_api_gateway_stage", "aws_apigatewayv2_stage"),
    reads=(
        "aws_api_gateway_stage.rest_api_id",
        "aws_api_gateway_stage.stage_name",
        "aws_apigatewayv2_api.protocol_type",
        "aws_apigatewayv2_stage.api_id",
        "aws_apigatewayv2_stage.default_route_settings",
        *(f"{SETTINGS}.{name}" for name in ("method_path", "rest_api_id", "settings", "stage_name")),
    ),
)
def api_stage_logs_execution(stage: Node, view: View) -> Result:
    """A stage of a REST or WebSocket API logs the errors of all its methods.

    Why: which call an authorizer refused, and which the server behind failed, stands in this log only.
    Fix: set logging_level ERROR for method_path "*/*", or in the default_route_settings of a WebSocket API.
    Source: AWS Config rule api-gw-execution-logging-enabled; AWS Security Hub APIGateway.1; 45 CFR 164.312(b).
    """
    if stage.type == "aws_apigatewayv2_stage":
        if protocol(view.graph, stage) != "WEBSOCKET":
            return not_applicable("an HTTP API has no such log; its access log tells of its errors")
        level = setting(stage, "default_route_settings.logging_level")
        return passed() if level in _LEVELS else failed(f"its logging_level is {level or 'OFF'}")
    every = [each for each in settings_of(view.graph, stage) if setting(each, "method_path") == "*/*"]
    if any(setting(each, "settings.logging_level") in _LEVELS for each in every):
        return passed()
    return failed("no method settings of it log errors for */*")
