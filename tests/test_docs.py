"""What the README shows is what the commands print, and what it names exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from phizone_scripts.main import application

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECONDS = re.compile(r"\d+\.\d s$", re.MULTILINE)


def shown(name: str) -> str:
    """The block under `<!-- output: name -->`."""
    found = re.search(rf"<!-- output: {re.escape(name)} -->\n```\n(.*?)```", README, re.DOTALL)
    assert found, f"README has no output {name!r}"
    return found.group(1)


def run(words: list[str], cwd: Path, modules: Path) -> str:
    checkov = {"PHIZONE_CHECKOV": str(ROOT / ".checkov/bin/checkov")}
    environment = {**os.environ, **checkov, "PYTHONPATH": str(modules), "COLUMNS": "110", "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", *words]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def without_seconds(text: str) -> list[str]:
    return [line.rstrip() for line in SECONDS.sub("… s", text).strip().splitlines()]


COMMANDS = re.findall(r"<!-- output: (phizone .+) -->", README)


@pytest.mark.parametrize("words", COMMANDS)
def test_the_readme_shows_what_a_command_prints(words):
    printed = run(words.split()[1:], ROOT, ROOT / "modules")
    assert without_seconds(printed) == without_seconds(shown(words))


def test_the_readme_shows_the_commands_that_matter():
    assert {words.split()[1] for words in COMMANDS} == {"ask", "explain", "rules", "verify"}


def test_the_readme_s_counts_of_rules_are_those_of_the_list():
    printed = run(["rules", "list"], ROOT, ROOT / "modules")
    assert printed.split("\n\n")[-1].strip() == shown("rules").strip()


def test_the_readme_s_totals_are_those_of_the_regulations():
    printed = run(["rules", "controls"], ROOT, ROOT / "modules")
    titles_and_totals = re.findall(r"^([^\n]+)\n\n(?:.+\n)+\n(\d+ .+ open)$", printed, re.MULTILINE)
    assert len(titles_and_totals) == 5
    assert "\n".join(f"{title}\n  {total}" for title, total in titles_and_totals) == shown("totals").strip()


FILES = re.findall(r"<!-- file: ([^\n]+) -->\n```\w+\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("name", "text"), FILES, ids=[name for name, _ in FILES])
def test_the_readme_shows_a_file_as_it_is(name, text):
    assert (ROOT / name).read_text(encoding="utf-8") == text


def test_the_readme_shows_what_a_broken_module_gives(checkout):
    keys = checkout / "modules/phizone_modules/keys.py"
    text = keys.read_text(encoding="utf-8")
    keys.write_text(text.replace("            enable_key_rotation=True,\n", ""), encoding="utf-8")
    printed = run(["verify"], checkout, checkout / "modules")
    assert without_seconds(printed) == without_seconds(shown("broken key rotation"))


def test_the_readme_shows_a_refuted_claim(checkout):
    transit = checkout / "modules/phizone_modules/transit.py"
    text = transit.read_text(encoding="utf-8")
    transit.write_text(
        text.replace("{environment: table.id for", '{environment: tables["prod"].id for'), encoding="utf-8"
    )
    printed = run(["verify", "prod", "--no-checkov"], checkout, checkout / "modules")
    found = printed[printed.index("FAIL critical environments_reach_no_other_environment") :].split("\n\n")[0]
    assert without_seconds(found) == without_seconds(shown("refuted"))


def test_the_readme_shows_what_wrong_environments_give(checkout):
    prod = checkout / "environments/prod.yaml"
    text = prod.read_text(encoding="utf-8")
    wrong = text.replace("10.30.0.0/16", "10.0.0.0/8").replace("teams: [cardiology,", "teams: [cardiologie,")
    prod.write_text(wrong, encoding="utf-8")
    assert run(["verify"], checkout, checkout / "modules").strip() == shown("wrong environments").strip()


def test_every_verb_is_in_the_readme_and_every_verb_of_the_readme_exists():
    named = set(re.findall(r"^\| `phizone ([a-z]+)", README, re.MULTILINE))
    assert named == set(get_command(application()).commands)


def test_every_path_the_readme_names_exists():
    paths = set(re.findall(r"`((?:environments|modules|stacks|policies|scripts|tests)/[\w./]*\w\.\w+)`", README))
    assert len(paths) >= 3
    adopters = {path for path in paths if path.startswith("policies/checks/")}
    assert [path for path in sorted(paths - adopters) if not (ROOT / path).exists()] == []


def test_the_readme_tells_the_size_of_the_translation_data():
    size = (ROOT / "stacks/phizone_stacks/translation/data.zip").stat().st_size
    assert f"{size / 1e6:.2f} MB" in README


def test_ci_calls_the_readme_s_test_command_and_adds_nothing():
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines == ["#!/usr/bin/env bash", 'exec "$(dirname "$0")/../scripts/test"']
