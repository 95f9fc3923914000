from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from phizone_environments.errors import InvalidEnvironments
from phizone_environments.load import load
from phizone_environments.zone import Zone

ORGANIZATION = """\
name: meridian
id: o-exampleorg0
root_id: r-demo
accounts:
  management: {id: "111111111111", email: management@example.org}
  log_archive: {id: "222222222222", email: log-archive@example.org}
  audit: {id: "333333333333", email: audit@example.org}
  network: {id: "444444444444", email: network@example.org}
home_region: us-east-1
recovery_region: us-west-2
allowed_regions: [us-east-1, us-west-2, eu-west-1]
baa:
  accepted_on: 2026-01-15
  accepted_by: Privacy officer
  agreement: agreement-0001
  scope: organization
required_tags: [Organization, Environment, Team, Project, Owner, CostCenter, DataClassification, ManagedBy]
retention_years: 7
teams:
  - name: cardiology
    project: readmission-risk
    owner: cardiology@example.org
    cost_center: CC-1001
  - name: radiology
    project: chest-imaging
    owner: radiology@example.org
    cost_center: CC-1002
identity_provider:
  kind: identity_center
  github: {owner: meridian-example, repository: landing-zone, owner_id: 1000001, repository_id: 2000002}
"""

ENVIRONMENT = """\
description: An example.
account: {{id: "{account}", email: {name}@example.org}}
network:
  cidr: {cidr}
  availability_zones: [us-east-1a, us-east-1b, us-east-1c]
data: {data}
teams: [cardiology, radiology]
size: small
"""


class Folder:
    """An `environments/` folder to break: organization, dev, staging and prod, all valid."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.write("organization.yaml", ORGANIZATION)
        self.add("dev", "555555555555", "10.10.0.0/16")
        self.add("staging", "666666666666", "10.20.0.0/16", "deidentified", "promotes_from: dev\n")
        self.add("prod", "777777777777", "10.30.0.0/16", "phi", "promotes_from: staging\n")

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8")

    def add(self, name: str, account: str, cidr: str, data: str = "synthetic", rest: str = "") -> None:
        text = ENVIRONMENT.format(name=name, account=account, cidr=cidr, data=data)
        self.write(f"{name}.yaml", text + rest)

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.path / name).read_text(encoding="utf-8") + text)

    def remove(self, name: str) -> None:
        (self.path / name).unlink()

    def zone(self) -> Zone:
        return load(self.path)

    def said(self) -> str:
        """What the loader says about the folder; nothing if it loads."""
        try:
            load(self.path)
        except InvalidEnvironments as error:
            return str(error)
        return ""

    def printed(self) -> list[str]:
        """What the loader says about the folder, a line each."""
        return self.said().split("\n")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "environments")


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Folder]:
    return lambda: Folder(tmp_path_factory.mktemp("zone") / "environments")


@pytest.fixture(scope="session")
def shipped() -> Path:
    return Path(__file__).parents[2] / "environments"
