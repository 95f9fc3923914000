"""A graph with every kind of value, plans made by hand, and the real ones where this checkout has them beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown
from phizone_stacks.plan.read import Reading, read_plan

PLANS = Path(__file__).parents[4] / "shared/data/plans"
KEY = "workspace.dev/aws_kms_key.data"
BUCKET = "workspace.dev/aws_s3_bucket.raw.v1"
ROLE = "workspace.dev/aws_iam_role.reader"
PLACE = {"account": "555555555555", "region": "us-east-1"}


NODES = [
    Node(address=KEY, type="aws_kms_key", name="data", attributes={"enable_key_rotation": True}, **PLACE),
    Node(address=BUCKET, type="aws_s3_bucket", name="raw.v1", attributes={"bucket": "raw"}, **PLACE),
    Node(
        address="workspace.dev/aws_s3_bucket_policy.raw",
        type="aws_s3_bucket_policy",
        name="raw",
        attributes={
            "bucket": Ref(BUCKET, "id"),
            "policy": Template(('{"Resource": "', Ref(BUCKET, "arn"), '/*", "Key": "', Ref(KEY, "arn"), '"}')),
        },
        depends_on=(ROLE,),
        **PLACE,
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
                    ]
                }
            ],
        },
        **PLACE,
    ),
    Node(
        address=ROLE,
        type="aws_iam_role",
        name="reader",
        account="555555555555",
        region="global",
        attributes={"managed_policy_arns": [Ref(KEY, "arn"), "literal"], "name": Unknown("nobody says")},
    ),
    Node(
        address="workspace.dev/data.aws_ami.base",
        type="data.aws_ami",
        name="base",
        attributes={"owners": ["self"]},
        **PLACE,
    ),
    Node(address="workspace.dev/random:index:Id.x", type="random:index:Id", name="x"),
]


@pytest.fixture
def graph() -> Graph:
    """A bucket with its policy and encryption, its key, a role, a data source, and a type Terraform has no word for."""
    return Graph(NODES)


@pytest.fixture
def read() -> Callable[[dict[str, Any]], Reading]:
    """Reads a plan that is given as data."""
    return lambda plan: read_plan(json.dumps(plan), "plan.json")


@pytest.fixture
def terraform() -> Callable[..., dict[str, Any]]:
    """A plan of a root module: its resources as (address, values, marks, expressions), and more of the document."""

    def build(
        *resources: tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]],
        configuration: dict[str, Any] | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        told = [(_identity(address), values, marks, expressions) for address, values, marks, expressions in resources]
        return {
            "format_version": "1.2",
            "terraform_version": "1.11.4",
            "planned_values": {
                "root_module": {"resources": [{**name, "values": values} for name, values, _, _ in told]}
            },
            "resource_changes": [
                {**name, "change": {"actions": ["create"], "after_unknown": marks}} for name, _, marks, _ in told
            ],
            "configuration": {
                "provider_config": {"aws": {"name": "aws", "expressions": {}}},
                "root_module": {
                    "resources": [
                        {**name, "provider_config_key": "aws", "expressions": expressions}
                        for name, _, _, expressions in told
                    ]
                },
                **(configuration or {}),
            },
            **more,
        }

    return build


@pytest.fixture
def plan_file() -> Callable[[str], str]:
    """The text of a real plan; a named skip where the reference data is not beside this checkout."""

    def load(name: str) -> str:
        file = PLANS / name
        if not file.is_file():
            pytest.skip(f"no real plan {name}: ../shared/data/plans is not beside this checkout")
        return file.read_text(encoding="utf-8")

    return load


def _identity(address: str) -> dict[str, Any]:
    plain, _, index = address.partition("[")
    mode = "data" if plain.startswith("data.") else "managed"
    kind, name = plain.removeprefix("data.").split(".")
    key = {"index": json.loads(index.removesuffix("]"))} if index else {}
    return {"address": address, "mode": mode, "type": kind, "name": name, **key}
