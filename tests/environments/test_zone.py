"""A zone that loads: its order, its questions, and that nothing in it changes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from pydantic import ValidationError

from phizone_environments.environment import DataClass, Environment, EnvironmentNetwork, Size
from phizone_environments.errors import EnvironmentsNotFound, InvalidEnvironments, Problem, UnknownName
from phizone_environments.fields import Frozen
from phizone_environments.load import find_environments, load
from phizone_environments.organization import MANDATORY_TAGS, Organization
from phizone_environments.zone import Zone


def test_the_shipped_files_are_a_zone(shipped):
    assert [each.name for each in load(shipped).environments] == ["dev", "staging", "prod"]


def test_the_shipped_prod_alone_holds_phi(shipped):
    assert [each.data for each in load(shipped).environments] == [
        DataClass.SYNTHETIC,
        DataClass.DEIDENTIFIED,
        DataClass.PHI,
    ]


def test_values_have_their_kinds(folder):
    zone = folder.zone()
    dev = zone.environment("dev")
    assert zone.organization.retention_years == 7
    assert zone.organization.baa.accepted_on == date(2026, 1, 15)
    assert zone.organization.identity_provider.github.owner_id == 1000001
    assert dev.network == EnvironmentNetwork(
        cidr=IPv4Network("10.10.0.0/16"), availability_zones=("us-east-1a", "us-east-1b", "us-east-1c")
    )
    assert dev.size is Size.SMALL


def test_an_environment_without_a_region_is_in_the_home_region(folder):
    assert folder.zone().environment("prod").region == "us-east-1"


def test_an_environment_may_choose_its_region(folder):
    folder.append("dev.yaml", "region: eu-west-1\n")
    folder.replace("dev.yaml", "[us-east-1a, us-east-1b, us-east-1c]", "[eu-west-1a, eu-west-1b, eu-west-1c]")
    assert folder.zone().environment("dev").region == "eu-west-1"


def test_required_tags_are_the_mandatory_ones_by_default(folder):
    folder.replace(
        "organization.yaml",
        "required_tags: [Organization, Environment, Team, Project, Owner, CostCenter, DataClassification, ManagedBy]\n",
        "",
    )
    assert folder.zone().organization.required_tags == MANDATORY_TAGS


def test_environments_stand_after_what_they_promote_from_and_then_by_name(folder):
    folder.add("archive", "888888888888", "10.40.0.0/16", "deidentified", "promotes_from: prod\n")
    folder.add("zoo", "999999999999", "10.50.0.0/16")
    assert [each.name for each in folder.zone().environments] == ["dev", "zoo", "staging", "prod", "archive"]


def test_an_unknown_environment_is_answered_with_those_there_are(folder):
    with pytest.raises(UnknownName, match="environment qa is not in environments/; choose one of: dev, staging, prod"):
        folder.zone().environment("qa")


@pytest.mark.parametrize(
    ("of", "field"),
    [
        (lambda zone: zone, "environments"),
        (lambda zone: zone.organization, "name"),
        (lambda zone: zone.organization.accounts.audit, "id"),
        (lambda zone: zone.environments[0], "data"),
        (lambda zone: zone.environments[0].network, "cidr"),
    ],
)
def test_nothing_in_a_zone_changes(folder, of, field):
    with pytest.raises(ValidationError, match="frozen"):
        setattr(of(folder.zone()), field, None)


def test_a_zone_can_be_a_key(folder):
    assert {folder.zone(): 1}[folder.zone()] == 1


def test_every_field_says_what_is_true_of_it():
    models = Frozen.__subclasses__()
    assert {Organization, Environment, Zone} <= set(models)
    assert [
        (model, name) for model in models for name, field in model.model_fields.items() if not field.description
    ] == []


def test_problems_are_carried_as_values_too(folder):
    folder.replace("prod.yaml", "size: small", "size: huge")
    with pytest.raises(InvalidEnvironments) as caught:
        folder.zone()
    assert caught.value.problems == (
        Problem(
            file="environments/prod.yaml",
            line=8,
            field="size",
            given="huge",
            message="is not one of the choices; choose small, medium or large",
        ),
    )


def test_the_nearest_environments_folder_is_found_upward(folder):
    deep = folder.path.parent / "stacks" / "network"
    deep.mkdir(parents=True)
    assert find_environments(deep) == folder.path
    assert find_environments(folder.path) == folder.path
    assert find_environments(folder.path.parent) == folder.path


def test_an_environments_folder_without_an_organization_is_passed_over(folder):
    nested = folder.path.parent / "examples"
    (nested / "environments").mkdir(parents=True)
    assert find_environments(nested) == folder.path


def test_no_environments_folder_is_answered_with_where_it_looked(tmp_path):
    with pytest.raises(EnvironmentsNotFound) as caught:
        find_environments(tmp_path)
    assert caught.value.looked_in == (tmp_path, *tmp_path.parents)
    assert str(caught.value).startswith(f"environments/organization.yaml is in none of {tmp_path}, {tmp_path.parent}")


def test_a_relative_folder_is_named_as_it_is_called(folder, monkeypatch):
    monkeypatch.chdir(folder.path)
    folder.write("prod.yaml", "")
    with pytest.raises(InvalidEnvironments, match=r"^environments/prod\.yaml:1: is empty"):
        load(Path())


def test_loading_needs_no_pulumi(shipped):
    program = "import sys, phizone_environments.load; sys.exit(any(name.startswith('pulumi') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=shipped).returncode == 0
