"""Images are named exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.settings import reads
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Template, Value

_IMAGES = {
    "aws_lambda_function": ("image_uri",),
    "aws_sagemaker_data_quality_job_definition": ("data_quality_app_specification.image_uri",),
    "aws_sagemaker_image_version": ("base_image",),
    "aws_sagemaker_model": ("container.image", "primary_container.image"),
    "aws_sagemaker_monitoring_schedule": (
        "monitoring_schedule_config.monitoring_job_definition.monitoring_app_specification.image_uri",
    ),
    "aws_sagemaker_training_job": ("algorithm_specification.training_image",),
}
_DEFINITIONS = {"aws_batch_job_definition": "container_properties", "aws_ecs_task_definition": "container_definitions"}
_TAG = re.compile(r"[:@](?P<tag>[\w.+:-]+)$", re.ASCII)


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.BASELINE,
    types=tuple(sorted({*_IMAGES, *_DEFINITIONS})),
    reads=reads(_IMAGES, _DEFINITIONS),
)
def image_is_not_latest(resource: Node, view: View) -> Result:
    """A container image is named by digest, or by a tag that is not `latest`.

    Why: what `latest` means changes with the next push, so nobody can say which code saw the data.
    Fix: name the image by digest, or by the tag of its release in a repository whose tags are immutable.
    Source: Amazon ECR User Guide, "Preventing image tags from being overwritten"; NIST SP 800-53 CM-2.
    """
    named = [tag for image in _images(resource) if (tag := _tag(view.graph, image)) is not None]
    if not named:
        return not_applicable("it names no image here")
    if "" in named:
        return failed("it names an image without tag or digest, which means latest")
    return failed("it names an image by the tag latest") if "latest" in named else passed()


def _images(resource: Node) -> Iterator[Value]:
    for path in _IMAGES.get(resource.type, ()):
        yield from leaves(resource, path)
    if resource.type in _DEFINITIONS:
        yield from _of_definition(resource, _DEFINITIONS[resource.type])


def _of_definition(resource: Node, path: str) -> Iterator[Value]:
    """The images in a JSON text; a reference in it reads as its address. Raises: UnknownValue."""
    value = resource.get(path)
    parts = value.parts if isinstance(value, Template) else (value,) if value else ()
    if any(isinstance(part, Ref) for part in parts) and not isinstance(value, Template):
        raise UnknownValue(resource.address, path, "it is another resource's attribute")
    text = "".join(part if isinstance(part, str) else f"<{part}>" for part in parts).replace("\n", " ")
    found = json.loads(text) if text else []
    for container in found if isinstance(found, list) else [found]:
        yield container.get("image")


def _tag(graph: Graph, image: Value) -> str | None:
    """The tag or digest of an image, empty for none; None where no image is named, or one that is built here."""
    if isinstance(image, Ref):
        return "" if image.attribute == "repository_url" else None
    text = image.parts[-1] if isinstance(image, Template) else image
    if isinstance(text, Ref):
        return None
    if not isinstance(text, str) or not text:
        return None
    name = text.rsplit("/", 1)[-1]
    found = _TAG.search(name)
    return found["tag"] if found else ""
