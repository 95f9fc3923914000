"""APIs prove themselves to their backends."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.apis import of_api, rest_api
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node

_STAGE, _INTEGRATION = "aws_api_gateway_stage", "aws_api_gateway_integration"


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=(_STAGE,),
    reads=(
        "aws_api_gateway_rest_api.body",
        f"{_INTEGRATION}.rest_api_id",
        f"{_INTEGRATION}.type",
        f"{_STAGE}.client_certificate_id",
        f"{_STAGE}.rest_api_id",
    ),
)
def api_stage_proves_itself_to_its_backend(stage: Node, view: View) -> Result:
    """A stage of a REST API that calls servers over HTTP shows them a certificate.

    Why: a server on the internet that takes anybody's calls can be asked past the API, its authorizer and its logs.
    Fix: make an aws_api_gateway_client_certificate, name it in the stage, and let the servers ask for it.
    Source: AWS Config rule api-gw-ssl-enabled; AWS Security Hub APIGateway.2; 45 CFR 164.312(d).
    """
    if stage.get("client_certificate_id"):
        return passed()
    api = rest_api(view.graph, stage)
    called = [str(setting(each, "type")) for each in of_api(view.graph, stage, _INTEGRATION)]
    if api is not None and not api.get("body") and not any(each.startswith("HTTP") for each in called):
        return not_applicable("its API calls no server over HTTP")
    return failed("it has no client_certificate_id")
