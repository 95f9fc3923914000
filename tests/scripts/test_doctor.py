"""`phizone doctor` on a machine without anything, and for an environment whose accounts are emulated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_scripts.diagnosis import diagnose as looked_at
from phizone_scripts.diagnosis.diagnose import diagnose, guarded
from phizone_scripts.diagnosis.finding import Question
from phizone_scripts.exits import Misuse
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.running import in_process, served
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.canonical import dumps
from phizone_stacks.live.place import Place

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """dev's view of this checkout's zone, in a file."""
    file = tmp_path_factory.mktemp("graph") / "dev.json"
    file.write_text(dumps(capture_zone(ROOT, load(ROOT / "environments")).for_environment("dev")), encoding="utf-8")
    return file


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine without programs, credentials, logins and a way to the network."""
    [monkeypatch.delenv(name) for name in os.environ if name.startswith(("AWS_", "PULUMI_", "PHIZONE_"))]
    (tmp_path / "nothing").mkdir()
    monkeypatch.setenv("PHIZONE_CHECKOV", str(tmp_path / "nothing/checkov"))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("HOME", str(tmp_path / "nothing"))
    # A socket that is opened ends the process with a traceback, which the tests would see.
    (tmp_path / "offline").mkdir()
    (tmp_path / "offline/sitecustomize.py").write_text(
        "import socket\n"
        "def refuse(self, address):\n"
        "    raise SystemExit(f'opened a connection to {address}')\n"
        "socket.socket.connect = refuse\n",
        encoding="utf-8",
    )
    return tmp_path


def told(ended):
    return {each["what"]: (each["state"], each["found"]) for each in json.loads(ended.stdout)["findings"]}


@pytest.fixture
def offline(bare, phizone, checkout):
    """Runs the command where no connection can be opened."""

    def run(*words):
        paths = os.pathsep.join([str(bare / "offline"), str(checkout / "modules")])
        command = [sys.executable, "-c", "import sitecustomize; from phizone_scripts.main import main; main()", *words]
        return subprocess.run(
            command, cwd=checkout, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
        )

    return run


def test_a_bare_machine_is_told_what_it_lacks_and_how_to_get_it(offline, graph):
    ended = offline("doctor", "dev", "--graph", str(graph), "--json")
    assert (ended.returncode, ended.stderr) == (1, "")
    found = told(ended)
    assert {what for what, (state, _) in found.items() if state == "fail"} == {
        "checkov",
        "Pulumi CLI",
        "Pulumi's environment",
        "state backend",
    }
    assert "https://www.pulumi.com/docs/iac/download-install/" in found["Pulumi CLI"][1]
    assert "`phizone verify --no-checkov` goes without it" in found["checkov"][1]
    assert "run ./scripts/verify once" in found["Pulumi's environment"][1]
    assert "pulumi login s3://" in found["state backend"][1]
    assert found["AWS credentials"][0] == "note"
    assert "aws sso login" in found["AWS credentials"][1]
    assert [what for what, (state, said) in found.items() if state != "ok" and not said] == []


def test_without_an_environment_only_what_verify_needs_stands_in_the_way(offline):
    found = told(offline("doctor", "--json"))
    assert {what for what, (state, _) in found.items() if state == "fail"} == {"checkov"}
    assert "AWS credentials" not in found


def test_the_programs_are_captured_where_no_graph_is_given(offline):
    found = told(offline("doctor", "dev", "--json"))
    assert found["services"][0] in ("ok", "note")
    assert found["quotas"][0] == "ok"


def test_the_table_has_a_line_for_each_finding(offline, graph):
    lines = offline("doctor", "dev", "--graph", str(graph)).stdout.splitlines()
    assert {line.split()[0] for line in lines} == {"ok", "note", "fail"}


def test_files_that_say_something_impossible_are_told_and_nothing_follows_from_them(offline, edit, graph):
    line = edit("environments/dev.yaml", "size: small", "size: tiny")
    ended = offline("doctor", "dev", "--graph", str(graph), "--json")
    assert ended.returncode == 1
    state, said = told(ended)["environments/"]
    assert state == "fail"
    assert said.startswith(f"environments/dev.yaml:{line}: size tiny")
    assert "AWS credentials" not in told(ended)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("qa",), "no environment qa; environments/ has dev, staging, prod"),
        (("--profile", "x"), "--profile: belongs to an environment; name it, as in `phizone doctor dev`"),
        (("--graph", "x"), "--graph: belongs to an environment; name it, as in `phizone doctor dev`"),
    ],
)
def test_misuse_is_one_sentence(phizone, words, said):
    ended = phizone("doctor", *words)
    assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (2, "", said)


def test_a_graph_of_another_environment_is_refused(graph, checkout):
    question = Question(directory=checkout, day=date(2026, 11, 22), environment="staging", graph=graph)
    with pytest.raises(Misuse, match=r"dev\.json: is the view dev, not staging's; write it with"):
        diagnose(question)


def test_a_program_that_cannot_be_captured_is_told_and_nothing_counts_as_looked_at(offline, checkout):
    (checkout / "modules/phizone_modules/keys.py").write_text("raise ValueError('broken')\n", encoding="utf-8")
    found = told(offline("doctor", "dev", "--json"))
    assert found["programs"][0] == "fail"
    assert {"services", "quotas"} & set(found) == set()


def test_a_package_that_is_not_installed_is_named(checkout):
    def look(_):
        import a_package_that_nobody_has  # noqa: F401

        yield

    question = Question(directory=checkout, day=date(2026, 11, 22))
    assert [(each.state, each.what) for each in guarded(look, question)] == [("fail", "a_package_that_nobody_has")]


def test_all_looks_are_taken_and_in_order(checkout, monkeypatch):
    names = [look.__name__ for look in looked_at.ALWAYS]
    assert names == sorted(set(names), key=names.index)
    assert names[:2] == ["python", "packages"]


@pytest.fixture
def deployed_by(bare, checkout, graph, monkeypatch):
    """Runs `phizone doctor dev` as a role of an emulated AWS in which the organization is."""
    with in_process(before(load(ROOT / "environments"))) as clients, served() as url:

        def run(account, role):
            sts = clients("sts", Place(account, "us-east-1"))
            given = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="phizone")[
                "Credentials"
            ]
            names = {"AWS_ACCESS_KEY_ID": "AccessKeyId", "AWS_SECRET_ACCESS_KEY": "SecretAccessKey"}
            variables = {name: given[key] for name, key in {**names, "AWS_SESSION_TOKEN": "SessionToken"}.items()}
            command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", "doctor", "dev", "--json"]
            return subprocess.run(
                [*command, "--graph", str(graph)],
                cwd=checkout,
                env={**os.environ, **variables, "AWS_ENDPOINT_URL": url, "PULUMI_BACKEND_URL": "s3://meridian-state"},
                capture_output=True,
                text=True,
                check=False,
            )

        s3 = clients("s3", Place("111111111111", "us-east-1"))
        s3.create_bucket(Bucket="meridian-state")
        yield run


def test_with_credentials_roles_ids_bucket_and_quotas_are_looked_at(deployed_by):
    ended = deployed_by("111111111111", "meridian-shared-deploy")
    assert ended.stderr == ""
    found = told(ended)
    assert {what for what, (state, _) in found.items() if state == "ok"} >= {
        "AWS credentials",
        *(f"roles in {name}" for name in ("management", "log-archive", "audit", "network", "dev")),
        *(f"account {name}" for name in ("management", "log-archive", "audit", "network", "dev", "staging", "prod")),
        "organization",
        "root",
        "state bucket's owner",
        "state bucket's region",
        "state locks",
    }
    assert {what for what, (state, _) in found.items() if state == "fail"} >= {
        "state bucket versions",
        "state bucket's key",
        "state bucket to public",
    }
