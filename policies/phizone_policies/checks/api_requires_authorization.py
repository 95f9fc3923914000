"""APIs require authorization."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.apis import protocol, rest_api
from phizone_policies.views.blocks import leaves
from phizone_policies.views.settings import literal, setting
from phizone_stacks.graph.node import Node

_METHOD, _ROUTE, _REST_API = "aws_api_gateway_method", "aws_apigatewayv2_route", "aws_api_gateway_rest_api"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=(_METHOD, _ROUTE),
    reads=(
        f"{_METHOD}.authorization",
        f"{_METHOD}.http_method",
        f"{_METHOD}.rest_api_id",
        f"{_REST_API}.endpoint_configuration",
        f"{_ROUTE}.api_id",
        f"{_ROUTE}.authorization_type",
        f"{_ROUTE}.route_key",
        "aws_apigatewayv2_api.protocol_type",
    ),
)
def api_requires_authorization(method: Node, view: View) -> Result:
    """A method or a route that the internet reaches asks who calls.

    Why: an address nobody was told is found within hours, and what stands behind answers everybody.
    Fix: set authorization AWS_IAM, CUSTOM, JWT or COGNITO_USER_POOLS, or make the API private; a key is no identity.
    Source: AWS Security Hub APIGateway.8; checkov CKV_AWS_59, CKV_AWS_309; 45 CFR 164.312(d).
    """
    path = "authorization" if method.type == _METHOD else "authorization_type"
    if setting(method, path) not in (None, "NONE"):
        return passed()
    exempt = _exempt_method(method, view) if method.type == _METHOD else _exempt_route(method, view)
    return not_applicable(exempt) if exempt else failed(f"its {path} is NONE", setting=path)


def _exempt_method(method: Node, view: View) -> str:
    """Why a method of a REST API needs none; nothing where it does."""
    if setting(method, "http_method") == "OPTIONS":
        return "a browser asks for options before it knows the caller"
    api = rest_api(view.graph, method)
    types = leaves(api, "endpoint_configuration.types") if api else []
    private = bool(types) and all(literal(method, "endpoint_configuration", each) == "PRIVATE" for each in types)
    return "its API is reached through our endpoints only" if private else ""


def _exempt_route(route: Node, view: View) -> str:
    """Why a route needs none; nothing where it does."""
    key = str(setting(route, "route_key"))
    if key.startswith("OPTIONS "):
        return "a browser asks for options before it knows the caller"
    if key != "$connect" and protocol(view.graph, route) == "WEBSOCKET":
        return "a WebSocket API asks who calls on connecting"
    return ""
