"""Workflows call the two commands, pin every action by commit; what runs a program may only read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_with_their_version_beside_it(path):
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert used
    assert [each for each in used if not re.fullmatch(r"[\w-]+(?:/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)] == []


@pytest.mark.parametrize("path", [path for path in WORKFLOWS if path.stem == "verify"], ids=lambda path: path.name)
def test_what_runs_the_programs_of_a_pull_request_may_read_the_code_and_nothing_else(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    allowed = [job for job in workflow["jobs"].values() if "permissions" in job]
    used = {step["uses"].split("@")[0] for job in allowed for step in job["steps"] if "uses" in step}
    assert used <= {"actions/download-artifact", "github/codeql-action/upload-sarif"}
    ran = [step["run"] for job in allowed for step in job["steps"] if "run" in step]
    assert [command for command in ran if not command.startswith("gh pr comment ")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_s_steps_are_the_readme_s_commands(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    ran = {step["run"].split()[0] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step}
    assert ran <= {"./scripts/verify", "./scripts/test", "./scripts/audit", "gh"}


def test_a_job_that_enters_a_role_runs_our_own_branch_and_nothing_else():
    """A token is asked for by the audit alone, which no pull request starts."""
    workflows = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in WORKFLOWS}
    asking = {name for name, each in workflows.items() if "id-token" in str(each)}
    assert asking == {"audit"}
    # YAML 1.1 reads the key `on` as true.
    assert set(workflows["audit"][True]) == {"schedule", "workflow_dispatch"}
