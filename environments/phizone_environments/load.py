"""From a folder of YAML files to a `Zone`, or to every problem in them at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from phizone_environments.document import Document, read
from phizone_environments.draft import Draft, judge
from phizone_environments.environment import Environment
from phizone_environments.errors import EnvironmentsNotFound, InvalidEnvironments, Problem
from phizone_environments.organization import Organization
from phizone_environments.rules import names, networks, promotions
from phizone_environments.zone import Zone

Rule = Callable[[Draft[Organization], Sequence[Draft[Environment]]], Iterator[Problem]]
"""A rule yields what is wrong, reading only fields that are valid by themselves."""

RULES: tuple[Rule, ...] = (
    names.accounts_are_given_once,
    names.lists_repeat_nothing,
    names.teams_are_known,
    names.mandatory_tags_are_required,
    networks.blocks_lie_apart,
    networks.regions_are_allowed,
    networks.recovery_is_elsewhere,
    networks.zones_are_of_the_region,
    promotions.promotions_start_somewhere,
    promotions.promotions_end_somewhere,
    promotions.phi_stands_behind_a_promotion,
    promotions.phi_has_an_agreement,
)
"""What must hold between fields and files."""

ORGANIZATION = "organization.yaml"
"""The file of what the environments share; every other `*.yaml` is an environment."""

# Stands for a home Region that is itself refused, so that no environment is told to write one.
_ANY_REGION = "us-east-1"


def find_environments(start: Path) -> Path:
    """Return the nearest `environments/` folder with an organization.yaml, at a directory or above it.

    Raises:
        EnvironmentsNotFound: there is none; the error lists where it looked.
    """
    here = Path(os.path.abspath(start))
    places = [here, *here.parents]
    for place in places:
        if (place / "environments" / ORGANIZATION).is_file():
            return place / "environments"
    raise EnvironmentsNotFound(places)


def load(directory: Path) -> Zone:
    """Return the zone that a folder of YAML files describes.

    Raises:
        InvalidEnvironments: some file cannot be; carries all problems of all files.
    """
    folder = Path(os.path.abspath(directory))
    organization = _organization(folder)
    environments = [_environment(path, organization) for path in _environment_files(folder)]
    problems = [*_problems_of_folder(folder, environments), *organization.problems]
    problems += [problem for draft in environments for problem in draft.problems]
    problems += [problem for rule in RULES for problem in rule(organization, environments)]
    values = [draft.value for draft in environments if draft.value]
    if problems or organization.value is None:
        raise InvalidEnvironments(problems)
    return Zone(organization=organization.value, environments=tuple(values))


def _environment_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.name != ORGANIZATION)


def _file(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _problems_of_folder(folder: Path, environments: Sequence[Draft[Environment]]) -> Iterator[Problem]:
    if not environments:
        yield Problem(file=folder.name, message="holds no environment; write one, such as dev.yaml")
    for path in sorted(folder.glob("*.yml")):
        yield Problem(file=_file(path), message=f"is not read; rename it to {path.stem}.yaml")


def _organization(folder: Path) -> Draft[Organization]:
    path = folder / ORGANIZATION
    document = read(path, _file(path)) if path.exists() else Document(file=_file(path))
    if not path.exists():
        document.problems.append(document.problem((), "does not exist; write what all environments share"))
    return judge(Organization, path.stem, document, {})


def _environment(path: Path, organization: Draft[Organization]) -> Draft[Environment]:
    implied = {"name": path.stem, "region": organization.get("home_region") or _ANY_REGION}
    return judge(Environment, path.stem, read(path, _file(path)), implied)
