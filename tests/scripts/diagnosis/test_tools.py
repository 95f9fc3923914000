"""Programs on PATH: there or not, new enough or not, whole or not."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest

from phizone_scripts.diagnosis import tools

SDK = version("pulumi")
HOST = "pulumi-language-python"


def states(findings):
    return {finding.what: finding.state for finding in findings}


def test_a_deployment_needs_the_cli_and_a_look_around_does_not(bare, question):
    assert states(tools.pulumi(question)) == {"Pulumi CLI": "fail"}
    assert states(tools.pulumi(replace(question, environment=""))) == {"Pulumi CLI": "note"}


def test_who_lacks_the_cli_is_told_which_one_and_where_to_get_it(bare, question):
    (finding,) = tools.pulumi(question)
    assert SDK in finding.found
    assert "https://www.pulumi.com/docs/iac/download-install/" in finding.found


@pytest.mark.parametrize(
    ("says", "state"),
    [(f"v{SDK}", "ok"), ("v99.0.0", "ok"), ("v3.9.0", "fail"), ("v3.271.9", "fail"), ("", "note"), ("dev", "note")],
)
def test_the_cli_is_not_older_than_the_sdk(program, question, says, state):
    program("pulumi", says)
    program(HOST)
    assert states(tools.pulumi(question))["Pulumi CLI"] == state


def test_a_cli_that_ends_in_an_error_tells_no_version(program, question):
    program("pulumi", f"v{SDK}", code=1)
    program(HOST)
    assert states(tools.pulumi(question))["Pulumi CLI"] == "note"


def test_a_cli_without_its_host_of_python_programs_runs_none(program, question):
    program("pulumi", f"v{SDK}")
    assert states(tools.pulumi(question))["Pulumi for Python"] == "fail"
    program(HOST)
    assert states(tools.pulumi(question))["Pulumi for Python"] == "ok"


def test_the_plugin_is_looked_for_in_the_home_of_the_cli(program, question, tmp_path, monkeypatch):
    program("pulumi", f"v{SDK}")
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "pulumi"))
    assert states(tools.pulumi(question))["Pulumi AWS plugin"] == "note"
    (tmp_path / "pulumi" / "plugins" / f"resource-aws-v{version('pulumi-aws')}").mkdir(parents=True)
    assert states(tools.pulumi(question))["Pulumi AWS plugin"] == "ok"


@pytest.mark.parametrize(("says", "state"), [("v24.1.0", "ok"), ("v22.0.0", "ok"), ("v18.20.1", "note"), ("", "note")])
def test_node_is_told_where_it_is_too_old_and_stands_in_nobodys_way(program, question, says, state):
    program("node", says)
    assert states(tools.node(question)) == {"Node": state}


def test_without_any_program_each_is_named_with_what_needs_it(bare, question):
    found = [*tools.node(question), *tools.optional(question)]
    assert states(found) == dict.fromkeys(("Node", "git", "AWS CLI", "Terraform", "OpenTofu"), "note")
    assert [finding.what for finding in found if "need" not in finding.found and "uses" not in finding.found] == []


def test_a_program_that_never_answers_is_left_alone(bare, question, monkeypatch):
    monkeypatch.setattr(tools, "PATIENCE", 0.2)
    slow = bare / "node"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 30\n", encoding="utf-8")
    slow.chmod(0o755)
    assert states(tools.node(question)) == {"Node": "note"}


def test_the_environment_that_projects_name_needs_pip(question, checkout):
    assert states(tools.project_environment(question)) == {"Pulumi's environment": "fail"}
    pip = checkout / ".venv/lib/python3.11/site-packages/pip/__init__.py"
    pip.parent.mkdir(parents=True)
    pip.touch()
    assert states(tools.project_environment(question)) == {"Pulumi's environment": "ok"}
