"""Exports enter the same roles as the programs, and hold the same code: both are compared with what capture sees."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from phizone_stacks.capture.program import run_project
from phizone_stacks.capture.tokens import Registry
from phizone_stacks.terraform.archives import archive_of
from phizone_stacks.terraform.providers import Provider, providers

ROOT = Path(__file__).parents[3]
STACKS = [("organization", "shared"), ("security", "shared"), ("network", "shared"), ("workspace", "dev")]


@pytest.fixture(scope="module")
def runs():
    """What the programs of the shared stacks and of dev register, by stack."""
    exports, registry, found = {}, Registry(), {}
    for layer, stack in STACKS:
        run = run_project(ROOT / "stacks" / layer, stack, ROOT, exports, registry)
        exports[f"organization/{layer}/{stack}"] = dict(run.outputs)
        registry.merge(run.registry)
        found[f"{layer}.{stack}"] = run.records
    return found


@pytest.fixture(scope="module")
def registered(runs):
    """The providers of each program, by stack and name, as ours would say them."""
    return {
        stack: {each.name: _provider(each) for each in records if each.token == "pulumi:providers:aws"}
        for stack, records in runs.items()
    }


@pytest.fixture(scope="module")
def given(runs):
    """The archives that the programs give to functions."""
    return [each.properties["code"] for each in runs["workspace.dev"] if each.token == "aws:lambda/function:Function"]


def _provider(record):
    (role,), (account,) = (json.loads(record.properties[name]) for name in ("assumeRoles", "allowedAccountIds"))
    assert role == {"role_arn": role["role_arn"], "session_name": f"phizone-{record.name}"}
    return Provider(record.name, account, record.properties["region"], role["role_arn"])


def test_every_provider_of_every_program_is_the_export_s(zone, registered):
    ours = {stack: {each.alias: each for each in providers(zone, stack).values()} for stack in registered}
    named = {stack: {name: ours[stack].get(name) for name in found} for stack, found in registered.items()}
    assert named == registered
    assert {stack: sorted(found) for stack, found in registered.items()} == {
        "organization.shared": ["management"],
        "security.shared": ["audit", "log-archive", "management"],
        "network.shared": ["network"],
        "workspace.dev": ["environment", "network"],
    }


def test_the_code_of_functions_is_what_the_programs_give(captured, given):
    archives = {archive_of(node) for node in captured.of_type("aws_lambda_function")}
    (archive,) = archives
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        held = {name: opened.read(name).decode() for name in opened.namelist()}
    assert [{name: asset["text"] for name, asset in each["assets"].items()} for each in given] == [held, held]
    assert list(held) == ["rotation_handler.py"]
