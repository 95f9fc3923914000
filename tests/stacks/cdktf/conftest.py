"""A small graph's roots, and the environment of CDK Terrain that apps are synthesized in where it is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from phizone_environments.load import load
from phizone_environments.zone import Zone
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template
from phizone_stacks.terraform.providers import providers
from phizone_stacks.terraform.roots import Root, roots
from phizone_stacks.translation import schema
from phizone_stacks.translation.schema import Kind, Shape

ROOT = Path(__file__).parents[3]
GATEWAY = "network.shared/aws_ec2_transit_gateway.transit"
KEY = "workspace.dev/aws_kms_key.data"
BUCKET = "workspace.dev/aws_s3_bucket.raw"
IN_DEV = {"account": "555555555555", "region": "us-east-1"}
RULE = {"action": "allow", "protocol": "-1", "rule_no": 100, "from_port": 0, "to_port": 0, "cidr_block": "10.0.0.0/8"}
NODES = [
    Node(
        address=GATEWAY,
        type="aws_ec2_transit_gateway",
        name="transit",
        attributes={"description": "100 %{of} ${it}"},
        account="444444444444",
        region="us-east-1",
    ),
    Node(
        address=KEY, type="aws_kms_key", name="data", attributes={"deletion_window_in_days": 30}, protect=True, **IN_DEV
    ),
    Node(
        address=BUCKET, type="aws_s3_bucket", name="raw", attributes={"tags": {"a b": "ü"}}, import_id="raw", **IN_DEV
    ),
    Node(
        address="workspace.dev/aws_s3_bucket_policy.raw",
        type="aws_s3_bucket_policy",
        name="raw",
        attributes={
            "bucket": Ref(BUCKET, "id"),
            "policy": Template(('{"Resource": "', Ref(BUCKET, "arn"), '/${aws:username}/*"}')),
            "region": "us-west-2",
        },
        depends_on=(KEY,),
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/aws_s3_bucket_server_side_encryption_configuration.raw",
        type="aws_s3_bucket_server_side_encryption_configuration",
        name="raw",
        attributes={
            "bucket": Ref(BUCKET, "id"),
            "rule": [
                {
                    "apply_server_side_encryption_by_default": [
                        {"sse_algorithm": "aws:kms", "kms_master_key_id": Ref(KEY, "arn")}
                    ],
                    "bucket_key_enabled": True,
                }
            ],
        },
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/aws_network_acl.network",
        type="aws_network_acl",
        name="network",
        attributes={"vpc_id": "vpc-1", "egress": [RULE]},
        ignore_changes=("tags",),
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/aws_lambda_function.rotation",
        type="aws_lambda_function",
        name="rotation",
        attributes={
            "function_name": "rotation",
            "role": "arn:aws:iam::555555555555:role/rotation",
            "filename": "inline",
            "handler": "rotation_handler.handler",
            "reserved_concurrent_executions": Ref(KEY, "deletion_window_in_days"),
        },
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/aws_ec2_transit_gateway_vpc_attachment.transit",
        type="aws_ec2_transit_gateway_vpc_attachment",
        name="transit",
        attributes={"transit_gateway_id": Ref(GATEWAY, "id"), "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"]},
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/data.aws_ami.base",
        type="data.aws_ami",
        name="base",
        attributes={"owners": ["self"], "most_recent": True},
        **IN_DEV,
    ),
]


@pytest.fixture(scope="session")
def zone() -> Zone:
    """The three environments of the repository."""
    return load(ROOT / "environments")


@pytest.fixture(scope="session")
def roots_of(zone: Zone) -> Callable[[Graph], tuple[Root, ...]]:
    """The roots of all stacks of a graph."""

    def make(graph: Graph) -> tuple[Root, ...]:
        names = {node.address.partition("/")[0] for node in graph}
        return roots(graph, names, lambda stack: providers(zone, stack))

    return make


@pytest.fixture
def graph() -> Graph:
    """Two stacks with what the bindings treat in a way of their own."""
    return Graph(NODES)


@pytest.fixture
def newer() -> Node:
    """A bucket with an attribute that the bindings do not know."""
    return Node(
        address="workspace.dev/aws_s3_bucket.newer",
        type="aws_s3_bucket",
        name="newer",
        attributes={"bucket": "b", "newer_than_the_bindings": [{"a": "${b}"}]},
        protect=True,
        **IN_DEV,
    )


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, bytes]], dict[str, Any]]:
    """The Terraform JSON that an app synthesizes, by stack, and beside each the names of its other files.

    A named skip where CDK Terrain's own environment is absent: its bindings weigh 500 MB.
    """
    python = Path(os.environ.get("PHIZONE_CDKTN", ROOT / ".cdktn/bin/python"))
    if not python.is_file():
        pytest.skip("no environment of CDK Terrain: neither .cdktn nor PHIZONE_CDKTN names its Python")
    if shutil.which("node") is None:
        pytest.skip("CDK Terrain needs node on the PATH")

    def run(files: Mapping[str, bytes]) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp("app")
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        variables = {**os.environ, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1", "HOME": str(folder)}
        command = [str(python), "main.py"]
        answer = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stderr[-3000:]
        found = sorted((folder / "cdktf.out/stacks").glob("*/cdk.tf.json"))
        return {file.parent.name: _plain(json.loads(file.read_text(encoding="utf-8"))) for file in found} | {
            f"{file.parent.name}/{file.name}": file.read_bytes()
            for file in sorted((folder / "cdktf.out/stacks").glob("*/*.zip"))
        }

    return run


@pytest.fixture(scope="session")
def spelled() -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """A root's document with every lone block in a list of its own: Terraform reads both spellings alike."""

    def spell(document: Mapping[str, Any]) -> dict[str, Any]:
        resources = {
            kind: {name: _listed(body, _fields(kind)) for name, body in named.items()}
            for kind, named in document["resource"].items()
        }
        return {**document, "resource": resources}

    return spell


def _fields(kind: str) -> dict[str, Any]:
    return {field.name: field for field in schema(kind).fields.values()}


def _listed(body: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _block(value, fields[name].shape) if name in fields else value for name, value in body.items()}


def _block(value: Any, shape: Shape) -> Any:
    inner = shape.element if shape.kind in (Kind.LIST, Kind.SET) else shape
    if inner is None or inner.fields is None:
        return value
    fields = {each.name: each for each in inner.fields.values()}
    return [_listed(item, fields) for item in (value if isinstance(value, list) else [value])]


def _plain(told: Any) -> Any:
    """Without what CDK Terrain says of itself."""
    if isinstance(told, dict):
        return {key: _plain(value) for key, value in told.items() if key != "//"}
    return [_plain(item) for item in told] if isinstance(told, list) else told
