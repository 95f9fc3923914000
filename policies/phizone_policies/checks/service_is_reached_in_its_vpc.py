"""Services are reached in a VPC."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.settings import reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_elasticsearch_domain": "vpc_options",
    "aws_mwaa_environment": "webserver_access_mode",
    "aws_opensearch_domain": "vpc_options",
    "aws_transfer_server": "endpoint_type",
}
_PRIVATE = ("PRIVATE_ONLY", "VPC", "VPC_ENDPOINT")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def service_is_reached_in_its_vpc(service: Node, view: View) -> Result:
    """A search domain, file transfer server or workflow server is reached inside a VPC only.

    Why: on a public endpoint a policy or a password is all that parts the internet from PHI.
    Fix: give the domain vpc_options, the server endpoint_type VPC, the environment webserver_access_mode
    PRIVATE_ONLY.
    Source: AWS Security Hub Opensearch.2, ES.2; 45 CFR 164.312(e)(1).
    """
    path = _SETTINGS[service.type]
    if service.type.endswith("_domain"):
        inside = any(leaves(service, "vpc_options.subnet_ids"))
        return passed() if inside else failed("it is in no VPC, so its endpoint is on the internet")
    value = setting(service, path)
    return passed() if value in _PRIVATE else failed(f"its {path} is {value}", setting=path)
