"""Whose resources a component makes, and where: what names, tags and policies are made from."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BUCKET_LIMIT = 63
"""Longest name of an S3 bucket. Source: Amazon S3 User Guide, "General purpose bucket naming rules"."""
NAME_LIMIT = 64
"""Longest name of an IAM role, the shortest limit of what we name beside buckets. Source: IAM User Guide, quotas."""


class NameTooLong(ValueError):
    """A physical name exceeds what AWS takes; the message says which, by how much, and what to shorten."""


def physical_name(*parts: str, limit: int = NAME_LIMIT) -> str:
    """The parts joined by hyphens: the one function that all explicit names of AWS resources come from.

    Raises: NameTooLong; ValueError for a part that is not lower-case letters, digits and single hyphens.
    """
    for part in parts:
        if not _PART.fullmatch(part):
            raise ValueError(f"name part {part!r} of {parts!r} has other than a-z, 0-9 and single hyphens inside")
    name = "-".join(parts)
    if len(name) > limit:
        raise NameTooLong(
            f"{name} has {len(name)} characters, {limit} are allowed; shorten the organization or team name"
        )
    return name


@dataclass(frozen=True, kw_only=True)
class Scope:
    """An organization's environment in one account and region, and who answers for what is made there."""

    organization: str
    """Short name of the organization, first part of every name."""
    organization_id: str
    """Id of the AWS organization, as `o-exampleorg0`."""
    environment: str
    """Name of the environment, or `shared`."""
    account: str
    """Twelve-digit id of the account that the component's provider works in."""
    region: str
    """Region that the component's resources are made in."""
    team: str = "platform"
    """Team the resources belong to."""
    project: str = "landing-zone"
    """Project tag."""
    owner: str
    """Mail address of the role that owns them; a role and not a person, since tags reach bills and logs."""
    cost_center: str
    """Cost center tag."""
    retention_days: int
    """Days that logs are kept, a value CloudWatch Logs takes: 2192 is six years. Source: 45 CFR 164.316(b)(2)(i)."""

    def name(self, *parts: str) -> str:
        """`<organization>-<environment>-<parts>`, at most 64 characters."""
        return physical_name(self.organization, self.environment, *parts)

    def bucket(self, *parts: str) -> str:
        """`<organization>-<environment>-<parts>-<account>`: bucket names are one name space over all accounts."""
        return physical_name(self.organization, self.environment, *parts, self.account, limit=BUCKET_LIMIT)

    def log_group(self, *parts: str) -> str:
        """`/<organization>/<environment>/<parts>`."""
        return "/" + "/".join((self.organization, self.environment, *parts))

    def role_arn(self, *parts: str) -> str:
        """ARN of this account's role with this name, whether it is made yet or not."""
        return f"arn:aws:iam::{self.account}:role/{self.name(*parts)}"

    @property
    def root_arn(self) -> str:
        """ARN that stands for this account in a policy."""
        return f"arn:aws:iam::{self.account}:root"
