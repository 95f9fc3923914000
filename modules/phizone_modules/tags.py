"""The tags of everything: one pure function."""

from __future__ import annotations

from enum import StrEnum

from phizone_modules.scope import Scope, physical_name

TAG_LIMIT = 256
"""Longest value of a tag. Source: AWS Tag naming limits and requirements."""
MANAGED_BY = "phizone"
"""Value of the `ManagedBy` tag."""


class Classification(StrEnum):
    """Values of `DataClassification`, from least to most protected. Source: AWS LZA for Healthcare's tag policy."""

    NON_CONFIDENTIAL = "NonConfidential"
    """Public or synthetic data."""
    COMPANY_CONFIDENTIAL = "CompanyConfidential"
    """Code, models, configuration, logs without personal data, de-identified data."""
    PII = "PII"
    """Personal data that is not health data."""
    PHI = "PHI"
    """Protected health information, 45 CFR 160.103."""


def tags(scope: Scope, classification: Classification) -> dict[str, str]:
    """The eight mandatory tags of a resource; never holds personal data beyond the owning role's address."""
    return {
        "Organization": scope.organization,
        "Environment": scope.environment,
        "Team": scope.team,
        "Project": scope.project,
        "Owner": scope.owner,
        "CostCenter": scope.cost_center,
        "DataClassification": classification.value,
        "ManagedBy": MANAGED_BY,
    }


def named_tags(scope: Scope, classification: Classification, *parts: str) -> dict[str, str]:
    """As `tags`, and `Name` from the naming function: for resources, as of a VPC, that have no name of their own."""
    return {
        **tags(scope, classification),
        "Name": physical_name(scope.organization, scope.environment, *parts, limit=TAG_LIMIT),
    }
