"""A small graph of two stacks, the repository's own zone, and a reader of exported roots."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from phizone_environments.load import load
from phizone_environments.zone import Zone
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.types import regional
from phizone_stacks.graph.values import Ref, Template, template
from phizone_stacks.plan.names import spoken
from phizone_stacks.terraform.names import node_address
from phizone_stacks.terraform.providers import providers
from phizone_stacks.terraform.roots import Root, roots

ROOT = Path(__file__).parents[3]
GATEWAY = "network.shared/aws_ec2_transit_gateway.transit"
KEY = "workspace.dev/aws_kms_key.data"
BUCKET = "workspace.dev/aws_s3_bucket.raw.v1"
IN_NETWORK = {"account": "444444444444", "region": "us-east-1"}
IN_DEV = {"account": "555555555555", "region": "us-east-1"}
RULE = {"action": "allow", "protocol": "-1", "rule_no": 100, "from_port": 0, "to_port": 0, "cidr_block": "10.0.0.0/8"}
NODES = [
    Node(
        address=GATEWAY,
        type="aws_ec2_transit_gateway",
        name="transit",
        attributes={"description": "100 %{of} ${it}", "region": "us-east-1"},
        **IN_NETWORK,
    ),
    Node(address=KEY, type="aws_kms_key", name="data", attributes={"region": "us-east-1"}, protect=True, **IN_DEV),
    Node(
        address=BUCKET,
        type="aws_s3_bucket",
        name="raw.v1",
        attributes={"bucket": "raw", "region": "us-west-2", "tags": {"${Owner}": "é"}},
        account="555555555555",
        region="us-west-2",
        import_id="raw",
    ),
    Node(
        address="workspace.dev/aws_s3_bucket_policy.raw",
        type="aws_s3_bucket_policy",
        name="raw",
        attributes={
            "bucket": Ref(BUCKET, "id"),
            "policy": Template(
                ('{"Resource": "', Ref(BUCKET, "arn"), '/${aws:username}/*", "Price": "5$', Ref(KEY, "arn"))
            ),
            "region": "us-west-2",
        },
        depends_on=(GATEWAY, KEY),
        account="555555555555",
        region="us-west-2",
    ),
    Node(
        address="workspace.dev/aws_ec2_transit_gateway_vpc_attachment.transit",
        type="aws_ec2_transit_gateway_vpc_attachment",
        name="transit",
        attributes={
            "transit_gateway_id": Ref(GATEWAY, "id"),
            "vpc_id": Ref("workspace.dev/aws_vpc.network", "id"),
            "subnet_ids": ["subnet-1"],
            "region": "us-east-1",
        },
        ignore_changes=("tags", "options.0.dns_support"),
        retain_on_delete=True,
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/aws_vpc.network",
        type="aws_vpc",
        name="network",
        attributes={"cidr_block": "10.1.0.0/16", "region": "us-east-1"},
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/aws_network_acl.network",
        type="aws_network_acl",
        name="network",
        attributes={"vpc_id": Ref("workspace.dev/aws_vpc.network", "id"), "egress": [RULE], "region": "us-east-1"},
        **IN_DEV,
    ),
    Node(
        address="workspace.dev/data.aws_ami.base",
        type="data.aws_ami",
        name="base",
        attributes={"owners": ["self"]},
        **IN_DEV,
    ),
]


@pytest.fixture(scope="session")
def zone() -> Zone:
    """The three environments of the repository."""
    return load(ROOT / "environments")


@pytest.fixture(scope="session")
def captured(zone: Zone) -> Graph:
    """The zone graph of the repository's own stacks."""
    return capture_zone(ROOT, zone)


@pytest.fixture
def graph() -> Graph:
    """Two stacks of which one refers to the other, with every kind of value that Terraform can say."""
    return Graph(NODES)


@pytest.fixture(scope="session")
def exported(zone: Zone) -> Callable[..., dict[str, Root]]:
    """The roots of a graph's stacks by name, in the order they are applied."""

    def export(graph: Graph, *stacks: str) -> dict[str, Root]:
        named = stacks or sorted({node.address.partition("/")[0] for node in graph})
        return {root.name: root for root in roots(graph, named, lambda stack: providers(zone, stack))}

    return export


@pytest.fixture(scope="session")
def read_back() -> Callable[[Graph, Sequence[Root]], Graph]:
    """The graph that exported roots say; of each node only what no Terraform file says is taken from the original."""
    return lambda original, made: Graph(_Reader(original, made).nodes(), original.view)


@pytest.fixture(scope="session")
def terraform() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `terraform` in a folder; a named skip where it is not installed."""
    command = shutil.which("terraform") or shutil.which("tofu")
    if command is None:
        pytest.skip("neither terraform nor tofu is on the PATH")

    def run(folder: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        variables = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "CHECKPOINT_DISABLE": "1", "NO_COLOR": "1"}
        return subprocess.run(
            [command, *words], cwd=folder, env=variables, input=given, capture_output=True, text=True, check=False
        )

    return run


class _Reader:
    """Reads Terraform JSON with Terraform's own rules for templates; what it cannot read is an error."""

    _STEP = re.compile(r'\.([A-Za-z_][\w-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')

    def __init__(self, original: Graph, made: Sequence[Root]) -> None:
        self._original = original
        self._documents = {root.name: root.document for root in made}

    def nodes(self) -> list[Node]:
        return [
            self._node(stack, f"{mode}{kind}", name, body)
            for stack, document in self._documents.items()
            for mode, word in (("data.", "data"), ("", "resource"))
            for kind, named in document.get(word, {}).items()
            if kind != "terraform_remote_state"
            for name, body in named.items()
        ]

    def _node(self, stack: str, kind: str, name: str, body: dict[str, Any]) -> Node:
        address, document = node_address(stack, kind, name), self._documents[stack]
        provider = next(each for each in document["provider"]["aws"] if f"aws.{each['alias']}" == body["provider"])
        attributes = {
            key: self._value(stack, value)
            for key, value in body.items()
            if key not in ("provider", "depends_on", "lifecycle")
        }
        place = (
            "global" if regional(kind.removeprefix("data.")) is False else attributes.get("region", provider["region"])
        )
        if "region" in self._original[address].attributes:
            attributes.setdefault("region", provider["region"])
        lifecycle = body.get("lifecycle", {})
        away = [each for each in self._original[address].depends_on if each.partition("/")[0] != stack]
        waits = [node_address(stack, *each.rsplit(".", 1)) for each in body.get("depends_on", [])]
        adopted = {each["to"]: each["id"] for each in document.get("import", [])}
        kept = lifecycle.get("prevent_destroy", False)
        return replace(
            self._original[address],
            type=kind,
            account=provider["allowed_account_ids"][0],
            region=place,
            attributes=attributes,
            depends_on=tuple(sorted({*waits, *away})),
            protect=kept and (self._original[address].protect or not self._original[address].retain_on_delete),
            ignore_changes=tuple(re.sub(r"\[(\d+)\]", r".\1", each) for each in lifecycle.get("ignore_changes", [])),
            import_id=adopted.get(f"{kind}.{name}", ""),
        )

    def _value(self, stack: str, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(stack, value)
        if isinstance(value, list):
            return [self._value(stack, item) for item in value]
        if isinstance(value, dict):
            # Null is what Terraform calls absent.
            return {self._text(stack, key): self._value(stack, item) for key, item in value.items() if item is not None}
        return value

    def _text(self, stack: str, text: str) -> Any:
        parts: list[str | Ref] = []
        position = 0
        while position < len(text):
            if text.startswith(("$${", "%%{"), position):
                parts.append(text[position + 1 : position + 3])
                position += 3
            elif text.startswith("${", position):
                end = self._end(text, position + 2)
                parts.append(self._expression(stack, text[position + 2 : end]))
                position = end + 1
            elif text.startswith("%{", position):
                raise AssertionError(f"a directive nobody wrote: {text[position:]}")
            else:
                parts.append(text[position])
                position += 1
        found = template(parts)
        return "inline" if isinstance(found, str) and re.fullmatch(r"<module>/\w+-[0-9a-f]{12}\.zip", found) else found

    @staticmethod
    def _end(text: str, start: int) -> int:
        quoted = False
        for position in range(start, len(text)):
            if text[position] == '"' and text[position - 1] != "\\":
                quoted = not quoted
            elif text[position] == "}" and not quoted:
                return position
        raise AssertionError(f"no end: {text}")

    def _expression(self, stack: str, expression: str) -> str | Ref:
        if expression.startswith('"'):
            return str(json.loads(expression))
        if expression == "path.module":
            return "<module>"
        mode = "data." if expression.startswith("data.") else ""
        found = re.match(r"(\w+)\.([\w-]+)", expression.removeprefix(mode))
        assert found is not None, expression
        rest = expression.removeprefix(mode)[found.end() :]
        steps = ["".join(step) for step in self._STEP.findall(rest)]
        assert "".join(match[0] for match in self._STEP.finditer(rest)) == rest, expression
        if found[1] == "terraform_remote_state":
            other = spoken(found[2])
            value = self._documents[other]["output"][steps[1]]["value"]
            return self._expression(other, value[2:-1])
        return Ref(node_address(stack, f"{mode}{found[1]}", found[2]), ".".join(steps))
