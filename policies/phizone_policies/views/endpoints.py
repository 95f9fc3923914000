"""VPC endpoints: which service they lead to, and the policy in force there."""

from __future__ import annotations

import re

from phizone_policies.views.documents import Document, document
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_NAME = re.compile(r"(?P<prefix>com\.amazonaws|aws\.[a-z]+)\.(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?P<service>.+)")

WITHOUT_POLICY = frozenset({"iot.data"})
"""Services, as `service` tells them, whose endpoints take no policy; only those that a source names.

One left out shows as a failure, one too many would hide an open endpoint. Source: moto 5.2.5.
"""


def service(endpoint: Node) -> str:
    """The service without region, as `s3`, `sagemaker.api` or `aws.sagemaker.studio`; a partner's name is whole.

    Raises: UnknownValue.
    """
    name = endpoint.text("service_name")
    found = _NAME.fullmatch(name)
    if found is None:
        return name
    return found["service"] if found["prefix"] == "com.amazonaws" else f"{found['prefix']}.{found['service']}"


def region(endpoint: Node) -> str:
    """The region of the service; empty for a name of another form. Raises: UnknownValue."""
    found = _NAME.fullmatch(endpoint.text("service_name"))
    return found["region"] if found else ""


def is_partners(endpoint: Node) -> bool:
    """Whether the service is one that somebody else offers. Raises: UnknownValue."""
    return ".vpce-svc-" in endpoint.text("service_name")


def takes_policy(endpoint: Node) -> bool:
    """Whether AWS takes a policy for this endpoint. Raises: UnknownValue."""
    kind = endpoint.get("vpc_endpoint_type")
    return kind in ("Interface", "Gateway") and not is_partners(endpoint) and service(endpoint) not in WITHOUT_POLICY


def policy(graph: Graph, endpoint: Node) -> Document | None:
    """The policy in force: a resource of its own, else the endpoint's, else AWS's. Raises: UnknownValue."""
    alone = naming(graph, endpoint, ("aws_vpc_endpoint_policy",), "vpc_endpoint_id")
    return document(graph, alone[-1] if alone else endpoint, "policy")
