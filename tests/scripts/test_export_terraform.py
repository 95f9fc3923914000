"""`phizone export terraform` and `phizone export cdktf`: what is written, printed and refused."""

from __future__ import annotations

import json

import pytest

from phizone_stacks.graph.canonical import dumps
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source
from phizone_stacks.graph.values import Ref, Unknown

TRAIL = "security.shared/aws_s3_bucket.trail"
NODES = [
    Node(address="organization.shared/aws_organizations_policy.guard", type="aws_organizations_policy", name="guard",
         account="111111111111", region="global", attributes={"name": "guard", "content": "{}"}),
    Node(address=TRAIL, type="aws_s3_bucket", name="trail", account="222222222222", region="us-east-1",
         attributes={"bucket": "trail"}),
    Node(address="network.shared/aws_ec2_transit_gateway.transit", type="aws_ec2_transit_gateway", name="transit",
         account="444444444444", region="us-east-1"),
    Node(address="workspace.dev/aws_flow_log.dev", type="aws_flow_log", name="dev", account="555555555555",
         region="us-east-1", environment="dev", attributes={"log_destination": Ref(TRAIL, "arn")}),
    Node(address="workspace.prod/aws_flow_log.prod", type="aws_flow_log", name="prod", account="777777777777",
         region="us-east-1", environment="prod", attributes={"log_destination": Ref(TRAIL, "arn")}),
]  # fmt: skip
SHARED = {"organization.shared", "security.shared", "network.shared"}


@pytest.fixture
def graph(checkout):
    """A file with a graph of a resource a stack, and with what is added to it."""

    def write(*more, view="zone", leave_out=""):
        nodes = [node for node in (*NODES, *more) if not leave_out or not node.address.startswith(leave_out)]
        (checkout / "zone.json").write_text(dumps(Graph(nodes, view)), encoding="utf-8")
        return "zone.json"

    return write


@pytest.fixture
def export(phizone, graph):
    """Exports a graph and returns the answer; `words` begin with the tool."""
    return lambda *words, file=None: phizone("export", *words, "--graph", file or graph())


def folders(path):
    return {each.parent.name for each in path.glob("*/main.tf.json")}


def test_a_root_a_stack_is_written_for_the_environment_and_what_is_shared(export, checkout):
    answer = export("terraform", "prod", "out")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        "organization.shared: 1 resources",
        "security.shared: 1 resources",
        "network.shared: 1 resources",
        "workspace.prod: 1 resources",
        "wrote 4 resources in 4 roots to out",
    ]
    assert folders(checkout / "out") == {*SHARED, "workspace.prod"}
    assert {each.name for each in (checkout / "out").glob("*.example")} == {
        "backend.tfbackend.example",
        "states.tfvars.example",
    }


def test_environments_have_folders_of_their_own_with_the_same_shared_roots(export, checkout):
    assert export("terraform", "prod", "prod").returncode == 0
    assert export("terraform", "dev", "dev").returncode == 0
    texts = [
        [(checkout / folder / name / "main.tf.json").read_text(encoding="utf-8") for name in sorted(SHARED)]
        for folder in ("prod", "dev")
    ]
    assert texts[0] == texts[1]
    assert json.loads(texts[0][2])["output"] == {"aws_s3_bucket-trail-arn": {"value": "${aws_s3_bucket.trail.arn}"}}


def test_the_same_graph_gives_the_same_bytes(export, checkout):
    assert export("terraform", "prod", "one").returncode == 0
    assert export("terraform", "prod", "two").returncode == 0
    contents = [
        {
            path.relative_to(checkout / name): path.read_bytes()
            for path in (checkout / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    ]
    assert contents[0] == contents[1]
    assert len(contents[0]) == 7


def test_a_folder_with_other_files_is_refused(export, checkout):
    (checkout / "out").mkdir()
    (checkout / "out/main.tf").write_text("theirs", encoding="utf-8")
    answer = export("terraform", "prod", "out")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "did not write: main.tf" in " ".join(answer.stderr.split())
    assert [each.name for each in (checkout / "out").iterdir()] == ["main.tf"]


@pytest.mark.parametrize("tool", ["terraform", "cdktf"])
def test_an_unknown_value_is_named_and_nothing_is_written(export, graph, checkout, tool):
    node = Node(address="workspace.prod/aws_s3_bucket.x", type="aws_s3_bucket", name="x", account="777777777777",
                region="us-east-1", source=Source("modules/x.py", 3), attributes={"bucket": Unknown()})  # fmt: skip
    answer = export(tool, "prod", "out", file=graph(node))
    assert (answer.returncode, answer.stdout) == (2, "")
    told = " ".join(answer.stderr.split())
    assert "workspace.prod/aws_s3_bucket.x: bucket is not known before apply; change modules/x.py:3" in told
    assert not (checkout / "out").exists()


def test_another_environment_s_view_is_refused(export, graph):
    answer = export("terraform", "prod", "out", file=graph(view="dev"))
    assert answer.returncode == 2
    assert "is the view of dev, which holds only a part of prod" in " ".join(answer.stderr.split())


def test_a_graph_without_a_stack_is_refused(export, graph):
    answer = export("terraform", "prod", "out", file=graph(leave_out="network.shared"))
    assert answer.returncode == 2
    assert "holds nothing of network.shared" in " ".join(answer.stderr.split())


@pytest.mark.parametrize("tool", ["terraform", "cdktf"])
def test_an_environment_that_is_none_is_refused(export, tool):
    answer = export(tool, "production", "out")
    assert answer.returncode == 2
    assert "no environment production; environments/ has dev, staging, prod" in " ".join(answer.stderr.split())


def test_the_file_of_an_environment_s_view_gives_the_same_roots(phizone, export, graph, checkout):
    whole = Graph(NODES)
    (checkout / "prod.json").write_text(dumps(whole.for_environment("prod")), encoding="utf-8")
    assert export("terraform", "prod", "whole").returncode == 0
    assert export("terraform", "prod", "view", file="prod.json").returncode == 0
    texts = [
        {path.parent.name: path.read_text(encoding="utf-8") for path in (checkout / name).glob("*/main.tf.json")}
        for name in ("whole", "view")
    ]
    assert texts[0] == texts[1]
    assert set(texts[0]) == {*SHARED, "workspace.prod"}
