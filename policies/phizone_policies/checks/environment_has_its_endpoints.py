"""Every environment has the endpoints of a closed VPC."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.endpoints import region, service
from phizone_stacks.graph.node import Node

SERVICES = (
    "aws.sagemaker.studio",
    "ecr.api",
    "ecr.dkr",
    "kms",
    "logs",
    "monitoring",
    "s3",
    "sagemaker.api",
    "sagemaker.runtime",
    "secretsmanager",
    "sts",
)
"""Without these Studio does not open, jobs hang on starting, or a client leaves for the internet.

Source: SageMaker Developer Guide, "Connect Studio in a VPC to external resources".
"""


@requirement(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_vpc_endpoint.service_name",),
)
def environment_has_its_endpoints(view: View) -> Iterator[Required]:
    """An environment's account and region holds an endpoint for each service that a closed VPC cannot do without.

    Why: what cannot be reached inside is asked for outside, and the first exception opens the network.
    Fix: make the missing endpoint; Studio's own is aws.sagemaker.REGION.studio, not com.amazonaws.
    Source: SageMaker Developer Guide, "Connect Studio in a VPC to external resources"; 45 CFR 164.312(e)(1).
    """
    environment = view.environment
    place = (environment.account.id, environment.region)
    there = [node for node in view.graph.of_type("aws_vpc_endpoint") if (node.account, node.region) == place]
    for name in SERVICES:
        what = f"the endpoint of {name} in account {environment.account.id} and region {environment.region}"
        found = next((node for node in there if _leads_to(node, name, environment.region)), None)
        if found is None:
            yield Required(what, failed(f"{environment.name} has {len(there)} endpoints and none leads to {name}"))
        else:
            yield Required(what, passed(), found)


def _leads_to(endpoint: Node, name: str, home: str) -> bool:
    return service(endpoint) == name and region(endpoint) == home
