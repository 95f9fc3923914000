"""Secrets in plain sight: what a value looks like, and what its name promises. No message tells a value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from phizone_policies.views.blocks import leaves
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Template, Unknown, Value

_MAPS = {
    "aws_lambda_function": ("environment.variables",),
    "aws_sagemaker_data_quality_job_definition": ("data_quality_app_specification.environment",),
    "aws_sagemaker_model": ("container.environment", "primary_container.environment"),
    "aws_sagemaker_training_job": ("environment", "hyper_parameters"),
}
_DEFINITIONS = {"aws_batch_job_definition": "container_properties", "aws_ecs_task_definition": "container_definitions"}
TYPES = tuple(sorted({*_MAPS, *_DEFINITIONS}))
"""Types whose environment variables are known."""
READS = tuple(
    sorted(
        {f"{kind}.{path.split('.')[0]}" for kind, paths in _MAPS.items() for path in paths}
        | {f"{kind}.{path}" for kind, path in _DEFINITIONS.items()}
    )
)
"""The attributes that hold them."""
_LOOKS = {
    "an AWS access key": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})",
    "a Slack token": r"\bxox[abprs]-[\w-]{10,}",
    "a JSON web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{5,}",
    "an address with a password": r"\b[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s:@${}<>]{3,}@",
}
_PROMISES = re.compile(
    r"(?:^|_)(?:password|passwd|pwd|secret|(?:secret|private|api|access|encryption|signing)_?key"
    r"|(?:auth|access|api|bearer|refresh)_?token|client_secret|secret_access_key)$",
    re.IGNORECASE,
)
_SNAKE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# What names a secret instead of being one: ARNs, paths of parameters, dynamic references, addresses, place-holders.
_NAMES = re.compile(r"arn:|/|\{\{|\$\{|https?://|s3://|<|(?:true|false|none|null|changeme|\d+)$", re.IGNORECASE)
_LEAST = 6
_OUTPUTS = ("secret_string", "password", "master_password", "result", "secret", "auth_token")


def variables(node: Node) -> Mapping[str, Value]:
    """The environment variables by name. Raises: UnknownValue where they themselves are not known."""
    found: dict[str, Value] = {}
    for path in _MAPS.get(node.type, ()):
        for value in leaves(node, path):
            if not isinstance(value, dict):
                raise UnknownValue(node.address, path)
            found.update(value)
    if node.type in _DEFINITIONS:
        found.update(_of_definition(node, _DEFINITIONS[node.type]))
    return found


def secret_in(graph: Graph, name: str, value: Value) -> str:
    """What kind of secret a variable holds, as `a private key`; empty for none. An unknown value is none yet."""
    if isinstance(value, Ref):
        return f"the secret of {value.address}" if value.attribute.split(".")[0] in _OUTPUTS else ""
    if isinstance(value, Template):
        inner = (secret_in(graph, "", part) for part in value.parts)
        return next((kind for kind in inner if kind), "")
    if not isinstance(value, str) or isinstance(value, Unknown):
        return ""
    kind = next((kind for kind, pattern in _LOOKS.items() if re.search(pattern, value)), "")
    promised = _PROMISES.search(_SNAKE.sub("_", name)) and len(value) >= _LEAST and not _NAMES.match(value)
    return kind or ("a secret by its name" if promised else "")


def _of_definition(node: Node, path: str) -> dict[str, Value]:
    """The variables in a JSON text; references in it read as place-holders. Raises: UnknownValue."""
    value = node.get(path)
    if isinstance(value, Ref):
        raise UnknownValue(node.address, path, "it is another resource's attribute")
    parts = value.parts if isinstance(value, Template) else (value,) if value else ()
    text = "".join(part if isinstance(part, str) else "<reference>" for part in parts)
    found = json.loads(text) if text else []
    containers = found if isinstance(found, list) else [found]
    entries = [entry for container in containers for entry in container.get("environment", ())]
    return {str(entry["name"]): entry.get("value") for entry in entries}
