"""The wheel holds the five packages and their data, and its command starts fast in a clean environment."""

from __future__ import annotations

import resource
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def help_and_seconds(command: Path, folder: Path) -> tuple[str, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([command, "--help"], cwd=folder, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("phizone-*.whl"))


def test_the_wheel_holds_the_five_packages_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "phizone_environments",
        "phizone_modules",
        "phizone_policies",
        "phizone_scripts",
        "phizone_stacks",
    }


def test_the_wheel_carries_the_data_its_packages_read(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= {
        "phizone_stacks/translation/data.zip",
        "phizone_stacks/graph/defaults.json",
        "phizone_stacks/graph/identities.json",
        "phizone_policies/checkov/reasons.yaml",
        "phizone_policies/controls/conformance_pack.yaml",
        "phizone_policies/controls/objectives/keys.yaml",
        "phizone_policies/controls/regulations/hipaa.yaml",
        "phizone_policies/data/condition_keys.zip",
        "phizone_policies/data/eligible_services.yaml",
        "phizone_policies/reference_zone/organization.yaml",
        "phizone_policies/checks/kms_key_rotates.yaml",
        "phizone_environments/schemas/environment.schema.json",
        "phizone_environments/schemas/organization.schema.json",
    }


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A virtual environment of its own with the wheel; only the dependencies are this environment's."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
    python = folder / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True, capture_output=True
    )
    return folder / "bin" / "phizone"


def test_the_installed_command_tells_its_help_within_a_third_of_a_second(installed, tmp_path):
    # Processor time of the best of five runs: what else the machine does is not what is promised.
    told, seconds = zip(*(help_and_seconds(installed, tmp_path) for _ in range(5)), strict=True)
    assert "verify" in told[0]
    assert min(seconds) <= 0.3


def test_the_installed_command_reads_its_own_data(installed, tmp_path):
    done = subprocess.run(
        [installed, "explain", "kms_key_rotates"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert "aws_kms_key.still" in done.stdout
