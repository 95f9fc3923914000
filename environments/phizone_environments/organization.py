"""What `organization.yaml` says: the accounts, Regions, teams and records that all environments share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from phizone_environments.fields import (
    AccountId,
    Day,
    Frozen,
    GitHubId,
    GitHubName,
    GitHubOwner,
    Mail,
    OrganizationId,
    OrganizationName,
    ProjectName,
    Region,
    RetentionYears,
    Role,
    RootId,
    TagKey,
    TagValue,
    TeamName,
)

MANDATORY_TAGS = (
    "Organization",
    "Environment",
    "Team",
    "Project",
    "Owner",
    "CostCenter",
    "DataClassification",
    "ManagedBy",
)
"""The tag keys that every resource of a zone carries; `required_tags` may add to them and leave none out."""


class BaaScope(StrEnum):
    """How far an accepted business associate agreement reaches."""

    ORGANIZATION = "organization"
    """Accepted once in the management account, for every account of the organization."""
    ACCOUNT = "account"
    """Accepted in each account by itself."""


class IdentityKind(StrEnum):
    """Where people sign in."""

    IDENTITY_CENTER = "identity_center"
    """AWS IAM Identity Center."""
    IAM = "iam"
    """IAM roles of each account."""


class Account(Frozen):
    """One AWS account."""

    id: AccountId
    """The account's 12 digits, in quotes."""
    email: Mail
    """The mail address of the account's root user, a shared mailbox; unique in AWS, at most 64 characters."""


class Accounts(Frozen):
    """The accounts that belong to no environment."""

    management: Account
    """The account that owns the organization and the agreement with AWS."""
    log_archive: Account
    """The account that keeps the audit trail. Source: 45 CFR 164.312(b)."""
    audit: Account
    """The account that detects and alerts. Source: 45 CFR 164.308(a)(1)(ii)(D)."""
    network: Account
    """The account that joins the environments' networks and keeps them apart."""


class BaaRecord(Frozen):
    """The record that a business associate agreement with AWS was accepted. Source: 45 CFR 164.308(b)."""

    accepted_on: Day
    """The day it was accepted, as year-month-day."""
    accepted_by: Role
    """The role that accepted it, such as `Privacy officer`; never a person."""
    agreement: TagValue
    """The agreement's id in AWS Artifact."""
    scope: BaaScope
    """Whether it covers the organization or each account by itself."""


class Team(Frozen):
    """A team, whose keys, buckets and roles are its own in every environment that lists it."""

    name: TeamName
    """A lower-case name, at most 16 characters; part of resource names."""
    project: ProjectName
    """The value of the tag `Project`."""
    owner: Mail
    """The value of the tag `Owner`: the mail address of a role, not of a person."""
    cost_center: TagValue
    """The value of the tag `CostCenter`."""


class GitHubRepository(Frozen):
    """The repository whose workflows may deploy, by names and by the numbers that survive a rename.

    Source: https://docs.github.com/en/actions/concepts/security/openid-connect
    """

    owner: GitHubOwner
    """The user or organization that owns the repository."""
    repository: GitHubName
    """The repository's name, without its owner."""
    owner_id: GitHubId
    """The owner's immutable number, `repository_owner_id` in the workflow's token."""
    repository_id: GitHubId
    """The repository's immutable number, `repository_id` in the workflow's token."""


class IdentityProvider(Frozen):
    """Who vouches for people and for workflows. Source: 45 CFR 164.312(d)."""

    kind: IdentityKind
    """Where people sign in."""
    github: GitHubRepository
    """The repository whose workflows may deploy."""


class Organization(Frozen):
    """An AWS organization: what its environments share."""

    name: OrganizationName
    """A lower-case name, at most 20 characters; the first part of resource names."""
    id: OrganizationId
    """The organization's id, `o-` and 10 to 32 letters and digits."""
    root_id: RootId
    """The id of the organization's root, `r-` and 4 to 32 letters and digits."""
    accounts: Accounts
    """The accounts that belong to no environment."""
    home_region: Region
    """The Region of the shared layers, and of each environment that names none."""
    recovery_region: Region
    """The Region that backups are copied to; not the home Region. Source: 45 CFR 164.308(a)(7)(ii)(A)."""
    allowed_regions: Annotated[tuple[Region, ...], Field(min_length=2)]
    """Every Region in which anything may be made; the home and the recovery Region are among them."""
    baa: BaaRecord | None = None
    """The record of the agreement with AWS; none by default, and then no environment may hold PHI."""
    required_tags: tuple[TagKey, ...] = MANDATORY_TAGS
    """The tag keys that every resource carries; by default the eight that the rules read."""
    retention_years: RetentionYears
    """Years that audit records are kept, 6 to 10: CloudWatch Logs knows no longer time but for ever.

    Source: 45 CFR 164.316(b)(2)(i).
    """
    teams: Annotated[tuple[Team, ...], Field(min_length=1)]
    """The teams that environments may list."""
    identity_provider: IdentityProvider
    """Who vouches for people and for workflows."""
