"""What Pulumi's CLI cannot do is told in one paragraph with what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from phizone_stacks.engine.events import Seen
from phizone_stacks.engine.workspace import EngineRefused, Pack, opened

CLI = shutil.which("pulumi")
WITH_CLI = pytest.mark.skipif(CLI is None, reason="the Pulumi CLI is not on PATH")
LOCK = {"pid": 4711, "username": "mia", "hostname": "laptop", "timestamp": "2026-11-22T10:00:00Z"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder of one Pulumi project with a stack `shared`, and a backend beside it."""
    (tmp_path / "network").mkdir()
    (tmp_path / "network/Pulumi.yaml").write_text("name: network\nruntime: python\n", encoding="utf-8")
    (tmp_path / "state").mkdir()
    # A CLI that was built without a version tells none, which the Automation API refuses.
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin/pulumi"
    command.write_text(f'#!/bin/sh\n[ "$*" = version ] && echo v3.260.0 && exit\nexec {CLI} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]]))
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path / 'state'}")
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PULUMI_SKIP_UPDATE_CHECK", "1")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "test")
    words = ["pulumi", "stack", "init", "shared", "--non-interactive"]
    subprocess.run(words, cwd=tmp_path / "network", check=True, capture_output=True)
    return tmp_path


@pytest.fixture
def refused(project):
    """What is said where a stack of the project is opened and, if that works, applied."""

    def ask(stack="shared"):
        pack = Pack(folder=project, configuration=project / "none.json")
        with pytest.raises(EngineRefused) as told:
            opened(project, "network", stack).up(pack, Seen())
        assert "\n" not in str(told.value)
        return str(told.value)

    return ask


def test_without_a_cli_it_is_told_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "network").mkdir()
    (tmp_path / "network/Pulumi.yaml").touch()
    with pytest.raises(EngineRefused, match=r"^network.shared: there is no Pulumi CLI on PATH .* install it"):
        opened(tmp_path, "network", "shared")


def test_a_layer_without_a_project_is_told(tmp_path):
    with pytest.raises(EngineRefused, match=r"^network.shared: there is no Pulumi project stacks/network"):
        opened(tmp_path, "network", "shared")


@WITH_CLI
def test_without_a_login_it_is_told_where_to_log_in(refused, monkeypatch):
    monkeypatch.delenv("PULUMI_BACKEND_URL")
    assert "nobody is logged in to a state backend: run `pulumi login s3://BUCKET`" in refused()


@WITH_CLI
def test_a_backend_that_is_not_there_is_told(refused, monkeypatch, project):
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{project / 'nothing'}")
    assert "unable to open state directory" in refused()


@WITH_CLI
def test_a_stack_that_is_not_there_is_told_with_the_command_that_makes_it(refused):
    assert "make it with `pulumi -C stacks/network stack init prod --secrets-provider" in refused("prod")


@WITH_CLI
@pytest.mark.parametrize(
    ("passphrase", "told"),
    [(None, "set PULUMI_CONFIG_PASSPHRASE_FILE to the file"), ("wrong", "the passphrase is not that of this stack")],
)
def test_a_passphrase_that_is_missing_or_wrong_is_told(refused, monkeypatch, passphrase, told):
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    monkeypatch.setenv(*(("PULUMI_CONFIG_PASSPHRASE", passphrase) if passphrase else ("UNUSED", "")))
    assert told in refused()


@WITH_CLI
def test_a_lock_is_told_with_who_holds_it_and_how_it_is_taken_away(refused, project):
    folder = project / "state/.pulumi/locks/organization/network/shared"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "8c1f2b0e-2a55-4c0f-9f0c-1f2e3d4c5b6a.json").write_text(json.dumps(LOCK), encoding="utf-8")
    told = refused()
    assert "created by mia@laptop (pid 4711)" in told
    assert "`pulumi -C stacks/network cancel shared` takes its lock away" in told
