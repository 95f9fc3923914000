"""Programs on this machine that deployments and exports start."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from phizone_scripts.diagnosis.finding import NOTE, OK, Finding, Question

PATIENCE = 10
"""Seconds that a program has to tell its version."""
_NUMBERS = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_INSTALL = "https://www.pulumi.com/docs/iac/download-install/"
_NODE = (22, 0, 0)
_OPTIONAL = (
    ("git", "git", "--version", "only ./scripts/verify in a fresh clone and releases need it; install git"),
    ("AWS CLI", "aws", "--version", "stacks/DEPLOY.md uses it once, to sign in and to make the state backend"),
    ("Terraform", "terraform", "version", "only the roots of `phizone export terraform` need it, or OpenTofu"),
    ("OpenTofu", "tofu", "version", "only the roots of `phizone export terraform` need it, or Terraform"),
)


def pulumi(question: Question) -> Iterator[Finding]:
    """The Pulumi CLI, not older than the SDK, and its host of Python programs."""
    command = shutil.which("pulumi")
    wanted = _installed("pulumi")
    if command is None:
        yield Finding(
            question.needed(False),
            "Pulumi CLI",
            f"not on PATH; `phizone apply --engine pulumi` needs it: install {wanted or 'it'} or later, {_INSTALL}",
        )
        return
    said = asked(command, "version")
    found, least = numbers(said), numbers(wanted)
    if found is None:
        yield Finding(NOTE, "Pulumi CLI", f"tells no version ({said or 'nothing'}); it has to be {wanted} or later")
    else:
        old = least is not None and found < least
        say = f"{said} is older than the SDK, {wanted}; install that or later, {_INSTALL}" if old else said
        yield Finding(question.needed(not old), "Pulumi CLI", say)
    yield _language_host(question, command)
    yield _plugin()


def project_environment(question: Question) -> Iterator[Finding]:
    """The environment that `Pulumi.yaml` names, of which the CLI asks pip for packages."""
    from phizone_environments.errors import EnvironmentsNotFound
    from phizone_environments.load import find_environments

    try:
        root = find_environments(question.directory.resolve()).parent
    except EnvironmentsNotFound:
        return
    good = any((root / ".venv").glob("lib/python3.*/site-packages/pip/__init__.py"))
    say = ".venv with pip" if good else "no .venv with pip, which the CLI asks for packages; run ./scripts/verify once"
    yield Finding(question.needed(good), "Pulumi's environment", say)


def node(_: Question) -> Iterator[Finding]:
    """Node, which cdktf and cdktn run in."""
    command = shutil.which("node")
    need = "only apps of `phizone export cdktf` need it; install Node 22 or later"
    if command is None:
        yield Finding(NOTE, "Node", f"not on PATH; {need}")
        return
    said = asked(command, "--version")
    found = numbers(said)
    good = found is not None and found >= _NODE
    yield Finding(OK if good else NOTE, "Node", said if good else f"{said or 'tells no version'}; {need}")


def optional(_: Question) -> Iterator[Finding]:
    """What only some verbs start."""
    for name, command, word, need in _OPTIONAL:
        found = shutil.which(command)
        said = asked(found, word) if found else ""
        yield Finding(OK if said else NOTE, name, said or f"{'tells no version' if found else 'not on PATH'}; {need}")


def asked(command: str, word: str) -> str:
    """The first line that a program says to a word; empty where it does not, or not in time."""
    quiet = {"PULUMI_SKIP_UPDATE_CHECK": "1", "CHECKPOINT_DISABLE": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - a program on PATH, asked for its version
            [command, word],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = done.stdout.strip().splitlines()
    return lines[0].strip() if done.returncode == 0 and lines else ""


def numbers(text: str) -> tuple[int, int, int] | None:
    """The version in a text, None where there is none."""
    found = _NUMBERS.search(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _language_host(question: Question, command: str) -> Finding:
    """The CLI looks for it beside itself and on PATH."""
    name = "pulumi-language-python"
    beside = (Path(command).resolve().parent / name).is_file()
    good = beside or shutil.which(name) is not None
    say = name if good else f"{name} is neither beside pulumi nor on PATH; install the CLI whole, {_INSTALL}"
    return Finding(question.needed(good), "Pulumi for Python", say)


def _plugin() -> Finding:
    wanted = _installed("pulumi-aws")
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    good = bool(wanted) and (home / "plugins" / f"resource-aws-v{wanted}").is_dir()
    say = f"the first preview fetches it; or `pulumi plugin install resource aws v{wanted}` where there is a network"
    return Finding(OK if good else NOTE, "Pulumi AWS plugin", wanted if good else f"{wanted or 'none'} not here; {say}")
