"""checkov is asked in a process of its own, offline; where it cannot be asked or relied on, a zone is not proved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phizone_scripts.beside import Beside
from phizone_scripts.second_opinion import NoSecondOpinion, Run, command, graph_address, version
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source

KEY = Node(
    address="a.dev/aws_kms_key.k",
    type="aws_kms_key",
    name="k",
    account="555555555555",
    region="us-east-1",
    environment="dev",
    source=Source("main.py", 7),
)
GRAPH = Graph([KEY])
IN_PLAN = "aws_kms_key.a_2edev_2fk"


def asked(checkov, monkeypatch, **how):
    monkeypatch.setenv("PHIZONE_CHECKOV", str(checkov))
    with Beside(Path(), **{"wanted": True, **how}) as beside:
        beside.begin(GRAPH)
        return beside.end([])


def test_it_is_found_by_variable_then_in_the_checkout_then_on_path(tmp_path, monkeypatch, checkov_that):
    named = checkov_that()
    monkeypatch.delenv("PHIZONE_CHECKOV", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.prefix", str(tmp_path / "elsewhere/.venv"))
    inside = tmp_path / "checkout" / "environments"
    own = tmp_path / "checkout/.checkov/bin/checkov"
    inside.mkdir(parents=True)
    assert command(inside) == named
    ours = tmp_path / "elsewhere/.checkov/bin/checkov"
    ours.parent.mkdir(parents=True)
    ours.write_text("")
    assert command(inside) == ours
    own.parent.mkdir(parents=True)
    own.write_text("")
    assert command(inside) == own
    monkeypatch.setenv("PHIZONE_CHECKOV", str(named))
    assert command(inside) == named


def test_where_there_is_none_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("PHIZONE_CHECKOV", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.prefix", str(tmp_path / ".venv"))
    with pytest.raises(NoSecondOpinion, match=r"run \./scripts/verify once, which makes \.checkov"):
        command(tmp_path)
    monkeypatch.setenv("PHIZONE_CHECKOV", "no-such-checkov")
    with pytest.raises(NoSecondOpinion, match="PHIZONE_CHECKOV is no-such-checkov, which is no command"):
        command(tmp_path)


def test_it_gets_the_plan_alone_and_nothing_that_could_reach_out_or_skip(checkov_that, answer, seen, monkeypatch):
    monkeypatch.setenv("BC_API_KEY", "key")
    monkeypatch.setenv("CKV_SKIP", "1")
    with Run(checkov_that(answer(("CKV_AWS_7", IN_PLAN, True))), {"planned_values": {}}) as run:
        run.result(graph_address)
    given = seen()
    assert given["plan"] == {"planned_values": {}}
    assert {"--skip-download", "--framework", "terraform_plan"} <= set(given["words"])
    assert {name for name in given["variables"] if name.startswith(("BC_", "CKV_", "PRISMA"))} == {"BC_SKIP_MAPPING"}
    assert given["variables"]["HOME"] == given["folder"]
    assert not Path(given["folder"]).exists()


def test_a_failure_without_a_reason_keeps_a_zone_from_being_proved(checkov_that, answer, monkeypatch):
    opinion = asked(checkov_that(answer(("CKV_AWS_7", IN_PLAN, False)), ends_with=1), monkeypatch)
    assert not opinion.proved
    first, *rest = opinion.lines()
    assert first.startswith("checkov 3.3.99: 0 passed, 1 failed (1 unexplained), ")
    assert rest == ["  FAIL CKV_AWS_7 A title", "    a.dev/aws_kms_key.k  main.py:7"]
    assert opinion.as_json()["failures"] == [
        {
            "id": "CKV_AWS_7",
            "address": "a.dev/aws_kms_key.k",
            "source": {"file": "main.py", "line": 7},
            "title": "A title",
            "reason": None,
        }
    ]


def test_on_somebody_s_program_it_is_told_and_decides_nothing(checkov_that, answer, monkeypatch):
    opinion = asked(checkov_that(answer(("CKV_AWS_7", IN_PLAN, False)), ends_with=1), monkeypatch, decides=False)
    assert opinion.proved
    assert [line.rpartition(", ")[0] for line in opinion.lines()] == ["checkov 3.3.99: 0 passed, 1 failed"]


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ({"says": "", "ends_with": 2, "complains": "no module named x"}, "ended with code 2: no module named x"),
        ({"says": "Traceback"}, "cannot be relied on: its output is not JSON"),
        ({"says": '{"summary": {}}'}, "cannot be relied on: its JSON has another form"),
        (
            {"says": '{"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "checkov_version": "3.3.99"}'},
            "cannot be relied on: it ran no check",
        ),
    ],
)
def test_a_checkov_that_breaks_keeps_a_zone_from_being_proved(checkov_that, monkeypatch, does, said):
    opinion = asked(checkov_that(**does), monkeypatch)
    assert not opinion.proved
    (line,) = opinion.lines()
    assert line.startswith("checkov: not asked: checkov ")
    assert said in line
    assert line.endswith("; --no-checkov goes without it")
    assert said in opinion.as_json()["not_asked"]


def test_a_missing_checkov_keeps_a_zone_from_being_proved_unless_told_to_go_without(monkeypatch):
    assert not asked("no-such-checkov", monkeypatch).proved
    assert asked("no-such-checkov", monkeypatch, decides=False).proved
    without = asked("no-such-checkov", monkeypatch, wanted=False)
    assert without.proved
    assert without.lines() == ["checkov: not asked, as --no-checkov says"]
    assert without.as_json() == {"tool": "checkov", "not_asked": "--no-checkov"}


def test_a_process_does_not_outlive_a_verb_that_breaks(tmp_path):
    sleeper = tmp_path / "checkov"
    sleeper.write_text("#!/bin/sh\nexec sleep 600\n")
    sleeper.chmod(0o755)
    with pytest.raises(KeyboardInterrupt), Run(sleeper, {}) as run:
        raise KeyboardInterrupt
    assert run._process.returncode is not None


def test_its_version_is_told(checkov_that):
    assert version(checkov_that("3.3.99\n")) == "3.3.99"
    with pytest.raises(NoSecondOpinion, match="checkov --version ended with code 3: broken"):
        version(checkov_that(ends_with=3, complains="broken"))


def test_verify_without_its_checkov_is_not_proved_and_says_why(phizone, tmp_path):
    done = phizone("verify", "dev", checkov=tmp_path / "none")
    assert done.returncode == 1
    assert "checkov: not asked: PHIZONE_CHECKOV is" in done.stdout
    assert "NOT PROVED · 1 environment, 0 findings" in done.stdout


def test_verify_of_a_plan_gives_checkov_that_plan(phizone, checkov_that, answer, seen, plan_json):
    checkov = checkov_that(answer(("CKV_AWS_21", "aws_s3_bucket.b", False)), ends_with=1)
    done = phizone("verify", "--plan", str(plan_json), "--json", checkov=checkov)
    assert seen()["plan"] == json.loads(plan_json.read_text(encoding="utf-8"))
    told = json.loads(done.stdout)
    assert told["second_opinion"]["failed"] == 1
    assert told["environments"]["plan"]["resources"] == 1
    assert told["environments"]["plan"]["profile"] == "baseline"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["verify", "dev", "--plan", "p.json"], "an environment: does not go with --plan"),
        (["verify", "--graph", "g.json", "--plan", "p.json"], "--graph: does not go with --plan"),
        (["verify", "--project", ".", "--plan", "p.json"], "--plan: does not go with --project"),
        (["verify", "--plan", "none.json"], "none.json: cannot be read"),
        (["export", "plan", "prod"], "export plan prod: name the file too"),
        (["export", "plan", "prod", "a", "b"], "export plan takes an environment and a file, or a file alone"),
        (["export", "plan", "production", "a"], "no environment production; environments/ has dev, staging, prod"),
    ],
)
def test_misuse_is_told(phizone, words, said):
    done = phizone(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_view_is_exported_and_read_as_a_graph(phizone, checkout):
    written = phizone("export", "plan", "dev", "out/dev.json")
    assert written.returncode == 0
    count = int(written.stdout.split()[1])
    assert written.stdout == f"wrote {count} resources of dev to out/dev.json\n"
    read = phizone("graph", "--plan", "out/dev.json", "--out", "out/graph.json")
    assert read.stdout.startswith(f"wrote {count} resources of dev to out/graph.json, SHA-256 ")
    again = phizone("export", "plan", "dev", "out/again.json")
    assert again.returncode == 0
    assert (checkout / "out/again.json").read_bytes() == (checkout / "out/dev.json").read_bytes()


def test_what_people_keep_has_no_seconds(checkov_that, answer, monkeypatch):
    opinion = asked(checkov_that(answer(("CKV_AWS_7", IN_PLAN, True))), monkeypatch)
    assert opinion.lines(timed=False) == ["checkov 3.3.99: 1 passed, 0 failed"]


def test_a_comment_says_not_proved_where_checkov_keeps_it_from_that(phizone, checkout, tmp_path):
    done = phizone("verify", "dev", "--report", "markdown=out.md", checkov=tmp_path / "none")
    assert done.returncode == 1
    comment = (checkout / "out.md").read_text(encoding="utf-8")
    assert comment.startswith("## Phizone: NOT PROVED")
    assert "\n```\ncheckov: not asked: PHIZONE_CHECKOV is" in comment
