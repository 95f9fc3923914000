"""`phizone export cdktf`: an app for either library, and what its bindings lack."""

from __future__ import annotations

import pytest

from phizone_stacks.graph.canonical import dumps
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

NODES = [
    Node(address="organization.shared/aws_organizations_policy.guard", type="aws_organizations_policy", name="guard",
         account="111111111111", region="global", attributes={"name": "guard", "content": "{}"}),
    Node(address="security.shared/aws_s3_bucket.trail", type="aws_s3_bucket", name="trail", account="222222222222",
         region="us-east-1", attributes={"bucket": "trail"}),
    Node(address="network.shared/aws_ec2_transit_gateway.transit", type="aws_ec2_transit_gateway", name="transit",
         account="444444444444", region="us-east-1"),
    Node(address="workspace.dev/aws_s3_bucket.raw", type="aws_s3_bucket", name="raw", account="555555555555",
         region="us-east-1", environment="dev", attributes={"bucket": "raw", "newer": 1}),
]  # fmt: skip
STACKS = ["organization_shared.py", "security_shared.py", "network_shared.py", "workspace_dev.py"]


@pytest.fixture
def export(phizone, checkout):
    """Exports the graph for a library."""
    (checkout / "zone.json").write_text(dumps(Graph(NODES)), encoding="utf-8")
    return lambda *words: phizone("export", "cdktf", "dev", "app", "--graph", "zone.json", *words)


@pytest.mark.parametrize(
    ("words", "requirements", "lacking"),
    [
        ((), "cdktn==0.24.0\ncdktn-aws==0.3.0\n", "cdktn lacks newer of s3.AwsBucketConfig"),
        (
            ("--library", "cdktf"),
            "cdktf==0.21.0\ncdktf-cdktf-provider-aws==21.22.1\n",
            "cdktf lacks newer of s3_bucket.S3BucketConfig",
        ),
    ],
    ids=["cdktn by default", "cdktf"],
)
def test_an_app_is_written_and_what_its_bindings_lack_is_told(export, checkout, words, requirements, lacking):
    answer = export(*words)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        f"without types: 1 resources, because {lacking}",
        "wrote 4 resources in 4 stacks to app, 3 of them typed",
    ]
    assert (checkout / "app/requirements.txt").read_text(encoding="utf-8") == requirements
    assert {each.name for each in (checkout / "app").iterdir()} == {
        ".phizone-export.json",
        "backend.tfbackend.example",
        "cdktf.json",
        "main.py",
        "requirements.txt",
        "states.tfvars.example",
        *STACKS,
    }


def test_a_folder_of_the_other_library_is_refused(export):
    assert export().returncode == 0
    answer = export("--library", "cdktf")
    assert answer.returncode == 2
    assert "holds the export of cdktf dev --library cdktn" in " ".join(answer.stderr.split())


def test_a_library_that_is_none_is_refused(export):
    answer = export("--library", "pulumi")
    assert answer.returncode == 2
    assert "'cdktn', 'cdktf'" in answer.stderr
