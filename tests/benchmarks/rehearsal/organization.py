"""An organization of ten accounts in three regions: our programs, given three environments and a region more."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[3]
PATTERN = "dev"
"""The environment that is repeated."""
MORE = ("trial-1", "trial-2", "trial-3")
"""Environments beside the three that are written: an account and a network each."""
REGION = "us-east-2"
"""The third region: every account is set up in it, and nothing else stands there."""


def write(folder: Path, more: tuple[str, ...] = MORE) -> Path:
    """The organization as an adopter would have it in a folder: what it says, its modules and its programs.

    Without `more` environments it is the one that is written.
    """
    bytecode = shutil.ignore_patterns("__pycache__")
    for name in ("environments", "modules"):
        shutil.copytree(ROOT / name, folder / name, ignore=bytecode)
    for project in sorted((ROOT / "stacks").glob("*/Pulumi.yaml")):
        shutil.copytree(project.parent, folder / "stacks" / project.parent.name, ignore=bytecode)
    if more:
        _enlarge(folder / "environments", more)
    return folder


def _enlarge(environments: Path, more: tuple[str, ...]) -> None:
    organization = environments / "organization.yaml"
    said = yaml.safe_load(organization.read_text(encoding="utf-8"))
    said["allowed_regions"].append(REGION)
    organization.write_text(yaml.safe_dump(said), encoding="utf-8")
    pattern = yaml.safe_load((environments / f"{PATTERN}.yaml").read_text(encoding="utf-8"))
    for number, name in enumerate(more, start=1):
        pattern["account"] = {"id": f"{888888888880 + number}", "email": f"cloud-{name}@example.org"}
        pattern["network"]["cidr"] = f"10.{40 + number}.0.0/16"
        (environments / f"{name}.yaml").write_text(yaml.safe_dump(pattern), encoding="utf-8")
