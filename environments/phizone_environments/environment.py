"""What an environment's file says, such as `prod.yaml`: its account, its network, its data and its teams."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from phizone_environments.fields import AvailabilityZone, Block, EnvironmentName, Frozen, Line, Region, TeamName
from phizone_environments.organization import Account


class DataClass(StrEnum):
    """What an environment's data tell about people."""

    SYNTHETIC = "synthetic"
    """Made up: about nobody."""
    DEIDENTIFIED = "deidentified"
    """Taken from people and stripped of what identifies them. Source: 45 CFR 164.514(b)."""
    PHI = "phi"
    """Protected health information. Source: 45 CFR 160.103."""

    @property
    def classification(self) -> str:
        """The `DataClassification` tag of what holds such data."""
        return _CLASSIFICATIONS[self]


_CLASSIFICATIONS = {
    DataClass.SYNTHETIC: "NonConfidential",
    DataClass.DEIDENTIFIED: "CompanyConfidential",
    DataClass.PHI: "PHI",
}


class Size(StrEnum):
    """How much an environment is built for: instance sizes, quotas and capacities follow from it."""

    SMALL = "small"
    """For trying things out."""
    MEDIUM = "medium"
    """For rehearsing with data of real shape."""
    LARGE = "large"
    """For real load."""


class EnvironmentNetwork(Frozen):
    """The address space of an environment."""

    cidr: Block
    """A private IPv4 block of /16 to /20 that no other environment overlaps.

    172.17.0.0/16 is refused, because Docker's bridge uses it in SageMaker notebooks and Cloud9.

    Source: RFC 1918; https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    """
    availability_zones: Annotated[tuple[AvailabilityZone, ...], Field(min_length=3, max_length=3)]
    """Three different zones of the environment's Region, by name."""


def _as_written(schema: dict[str, Any]) -> None:
    """Describe the file: the environment's name is the file's, and its Region may be left out."""
    del schema["properties"]["name"]
    schema["required"] = [field for field in schema["required"] if field not in ("name", "region")]


class Environment(Frozen):
    """An environment: one workload account, its network, and the teams that work there."""

    model_config = ConfigDict(json_schema_extra=_as_written)

    name: EnvironmentName
    """The file's name without `.yaml`: lower-case, at most 12 characters, not `shared`; part of resource names."""
    account: Account
    """The account that holds the environment and nothing else."""
    region: Region
    """The environment's Region; by default the organization's home Region."""
    network: EnvironmentNetwork
    """The environment's address space."""
    data: DataClass
    """The most sensitive data that may enter."""
    teams: Annotated[tuple[TeamName, ...], Field(min_length=1)]
    """The names of the teams that work here; each stands in `organization.yaml`."""
    size: Size
    """How much the environment is built for."""
    promotes_from: EnvironmentName | None = None
    """The environment whose proved releases this one takes; by default none: it is the first of its chain."""
    description: Line
    """One sentence for people, at most 200 characters."""
