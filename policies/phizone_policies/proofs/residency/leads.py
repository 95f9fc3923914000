"""Everything by which a resource of the graph takes data to a place, and the place's region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.proofs.residency.deliveries import DELIVERING, deliveries
from phizone_policies.views.blocks import leaves
from phizone_policies.views.copies import COPYING, bucket_region_of, destinations
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity

_PROFILE = "aws_bedrock_inference_profile"
_ACCESS_POINT = "aws_s3control_multi_region_access_point"
_REGIONS: Mapping[str, tuple[str, ...]] = {
    "aws_cloudformation_stack_instances": ("regions",),
    "aws_cloudformation_stack_set_instance": ("stack_set_instance_region",),
    "aws_cur_report_definition": ("s3_region",),
    "aws_ssm_resource_data_sync": ("s3_destination.region",),
}
MOVING = tuple(sorted({*COPYING, *DELIVERING, *_REGIONS, _PROFILE, _ACCESS_POINT}))
"""Types that take data somewhere, or may."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A place that a resource takes data to."""

    node: Node
    """The resource."""
    to: str
    """The place in words."""
    region: str
    """Its region; empty where it is not known or in none."""


def leads(graph: Graph, node: Node) -> Iterator[Lead]:
    """Each place that a resource takes data to. Raises: UnknownValue."""
    for to, region in (*destinations(graph, node), *deliveries(graph, node), *_others(graph, node)):
        yield Lead(node, to, region)


def _others(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    for path in _REGIONS.get(node.type, ()):
        yield from ((f"{path} {value}", value if isinstance(value, str) else "") for value in leaves(node, path))
    if node.type == _PROFILE:
        yield from _inference(graph, node)
    if node.type == _ACCESS_POINT:
        for value in leaves(node, "details.region.bucket"):
            yield f"bucket {identity(graph, value)}", bucket_region_of(graph, value)


def _inference(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    """A model is asked in its own region; a profile of AWS's in any region of a geography, as AWS chooses.

    Source: Amazon Bedrock User Guide, "Increase throughput with cross-Region inference".
    """
    for value in leaves(node, "model_source.copy_from"):
        text = str(identity(graph, value))
        resource = text.rsplit(":", 1)[-1]
        if resource.startswith("foundation-model/"):
            yield text, text.split(":")[3]
        else:
            geography = resource.rpartition("/")[2].partition(".")[0]
            yield f"profile {resource}", f"any region of {geography}" if "/" in resource else ""
