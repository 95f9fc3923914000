"""APIs' logs hold no bodies."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.settings import is_on, literal, reads
from phizone_stacks.graph.node import Node

_PATHS = {
    "aws_api_gateway_method_settings": ("settings.data_trace_enabled",),
    "aws_apigatewayv2_stage": (
        "default_route_settings.data_trace_enabled",
        "route_settings.data_trace_enabled",
    ),
}


@check(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=tuple(_PATHS),
    reads=reads(_PATHS),
)
def api_logs_hold_no_bodies(settings: Node, view: View) -> Result:
    """An API does not trace whole requests and responses into its log.

    Why: a trace copies PHI and credentials out of the bodies into a log that more people read.
    Fix: set data_trace_enabled=False; the access log tells who asked for what without the bodies.
    Source: Amazon API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs"; 45 CFR 164.502(b).
    """
    for path in _PATHS[settings.type]:
        if any(is_on(literal(settings, path, value)) for value in leaves(settings, path)):
            return failed(f"its {path} is True", setting=path)
    return passed()
