"""A project is run by its own Python in a process of its own: without credentials, its prints out of the way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from phizone_stacks.capture.foreign.capture import capture_project
from phizone_stacks.capture.foreign.interpreter import interpreter_of
from phizone_stacks.capture.foreign.settings import InvalidProject, read_settings
from phizone_stacks.capture.record import CaptureError
from phizone_stacks.graph.values import Ref

ENVIRONMENT = """
import os
import pulumi_aws as aws
told = {name: os.environ[name] for name in sorted(os.environ) if "KEY" in name or "TOKEN" in name}
aws.s3.Bucket("data", tags={**told, "Config": os.environ["AWS_CONFIG_FILE"]})
"""
LOADED = """
import sys
import pulumi_aws as aws
aws.s3.Bucket("data", tags={name: "x" for name in sys.modules if name.startswith("phizone_") and "." not in name})
"""
LENT = """
import pulumi_aws as aws
import pulumi_own
aws.s3.Bucket("data", bucket=pulumi_own.Made("m").text)
"""
OWN = """
import json, os, sys
if sys.argv[1:2] == ["-c"]:
    print(json.dumps([[{python}], "{sdk}", "{packages}"]))
else:
    os.execv("{executable}", ["{executable}", *sys.argv[1:]])
"""


def environment(folder: Path, **told: str) -> None:
    """An environment in a project that says what it is told and runs this Python."""
    (folder / "venv/bin").mkdir(parents=True)
    script = OWN.format(executable=sys.executable, **told)
    file = folder / "venv/bin/python"
    file.write_text(f"#!{sys.executable}\n{script}")
    file.chmod(0o755)


def test_the_paths_are_the_repository_s(project, tmp_path):
    (tmp_path / ".git").mkdir()
    graph = capture_project(read_settings(project("lambda_api"), None)).graph
    assert {node.source.file for node in graph} == {"lambda_api/infrastructure/api.py"}


def test_a_program_sees_no_credentials(written, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "k3y")
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "t0ken")
    graph = capture_project(read_settings(written(program=ENVIRONMENT), None)).graph
    assert graph["written.dev/aws_s3_bucket.data"].get("tags") == {"Config": "/dev/null"}


def test_what_a_program_prints_is_not_on_standard_output(project, capfd):
    capture_project(read_settings(project("own_loop"), None))
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "made 2 keys\n")


def test_a_program_that_kills_its_interpreter_is_told(written):
    with pytest.raises(CaptureError, match=r"written\.dev: the program ended its interpreter, exit code 7"):
        capture_project(read_settings(written(program="import os; os._exit(7)"), None))


def test_missing_configuration_is_the_user_s_to_give(project):
    with pytest.raises(InvalidProject, match="requires the configuration team:owner"):
        capture_project(read_settings(project("missing_config"), None))


def test_an_environment_that_is_named_and_not_there_is_told(project):
    found = capture_project(read_settings(project("fargate_alb"), None))
    assert found.warnings == ("Pulumi.yaml: its environment venv is not there; phizone's own packages are used",)


def test_the_project_s_own_python_runs_it(written, tmp_path):
    folder = written(program="import pulumi_aws as aws\naws.s3.Bucket('data')\n")
    environment(folder, python="3, 12", sdk="3.272.0", packages="")
    settings = read_settings(folder, None)
    assert interpreter_of(settings).executable == folder / "venv/bin/python"
    found = capture_project(settings)
    assert ([node.name for node in found.graph], found.warnings) == (["data"], ())


@pytest.mark.parametrize(("python", "sdk"), [("3, 12", "3.150.0"), ("3, 9", "3.272.0")])
def test_an_old_python_or_sdk_lends_its_provider_packages_only(written, python, sdk):
    folder = written(program=LENT)
    package = folder / "packages/pulumi_own/__init__.py"
    package.parent.mkdir(parents=True)
    package.write_text(
        "import pulumi\n"
        "class Made(pulumi.CustomResource):\n"
        "    text: pulumi.Output[str]\n"
        "    def __init__(self, name):\n"
        "        super().__init__('own:index:Made', name, {'text': None})\n"
    )
    environment(folder, python=python, sdk=sdk, packages=str(folder / "packages"))
    found = capture_project(read_settings(folder, None))
    has = f"Python {python.replace(', ', '.')} with pulumi {sdk}"
    assert found.warnings == (
        f"venv: has {has}, older than capture needs; phizone's own, with its provider packages, runs its program",
    )
    assert found.graph["written.dev/aws_s3_bucket.data"].get("bucket") == Ref("written.dev/own:index:Made.m", "text")


def test_an_environment_without_pulumi_is_told_with_what_to_do(written):
    folder = written()
    environment(folder, python="3, 12", sdk="", packages="")
    with pytest.raises(InvalidProject, match=r"venv: has no pulumi; run `venv/bin/pip install -r requirements\.txt`"):
        interpreter_of(read_settings(folder, None))


def test_an_environment_that_does_not_run_is_told(written):
    folder = written()
    environment(folder, python="", sdk="", packages="")
    (folder / "venv/bin/python").write_text("#!/bin/false\n")
    with pytest.raises(InvalidProject, match="venv: its Python does not run"):
        interpreter_of(read_settings(folder, None))


def test_the_program_meets_nothing_of_ours_but_the_package_that_runs_it(written):
    found = capture_project(read_settings(written(program=LOADED), None))
    assert found.graph["written.dev/aws_s3_bucket.data"].get("tags") == {"phizone_stacks": "x"}
