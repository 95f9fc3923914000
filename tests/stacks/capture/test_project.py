"""A Pulumi project on disk: its name, its own modules, and the same bytes wherever it is checked out."""

from __future__ import annotations

import pytest

from phizone_stacks.capture.assemble import assemble
from phizone_stacks.capture.program import run_project
from phizone_stacks.capture.record import CaptureError
from phizone_stacks.capture.tokens import Registry
from phizone_stacks.graph.canonical import dumps

MAIN = """
import pulumi_aws as aws
from parts import bucket

key = aws.kms.Key("key")
bucket("raw", key.arn)
"""
PARTS = """
import pulumi_aws as aws

def bucket(name, key):
    made = aws.s3.Bucket(name)
    aws.s3.BucketLogging(name, bucket=made.id, target_bucket=key, target_prefix="x")
"""


@pytest.fixture
def project(tmp_path):
    def make(place):
        folder = tmp_path / place / "stacks" / "workspace"
        folder.mkdir(parents=True)
        (folder / "Pulumi.yaml").write_text("name: workspace\nruntime: python\n")
        (folder / "__main__.py").write_text(MAIN)
        (folder / "parts.py").write_text(PARTS)
        return tmp_path / place

    return make


def capture(root):
    graph, problems = assemble([run_project(root / "stacks" / "workspace", "prod", root, {}, Registry())])
    assert problems == ()
    return dumps(graph)


def test_two_checkouts_at_different_paths_give_equal_bytes_and_relative_sources(project):
    first = capture(project("here"))
    assert first == capture(project("there/deeper"))
    assert '"file": "stacks/workspace/parts.py"' in first
    assert '"file": "stacks/workspace/__main__.py"' in first
    assert "/here/" not in first


def test_a_project_s_modules_are_not_left_to_the_next(project):
    here = project("here")
    capture(here)
    other = project("there")
    (other / "stacks/workspace/parts.py").write_text(PARTS.replace('target_prefix="x"', 'target_prefix="y"'))
    assert '"target_prefix": "y"' in capture(other)


def test_a_folder_without_pulumi_yaml_is_refused_by_name(tmp_path):
    with pytest.raises(CaptureError, match=r"has no Pulumi\.yaml; name the folder of a Pulumi project"):
        run_project(tmp_path, "prod", tmp_path, {}, Registry())


def test_a_project_without_a_name_is_refused(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("runtime: python\n")
    with pytest.raises(CaptureError, match=r"Pulumi\.yaml: has no `name`"):
        run_project(tmp_path, "prod", tmp_path, {}, Registry())
