"""The kinds of value that the files hold: each with its form, and with the sentence that answers a wrong one."""

from __future__ import annotations

import re
from datetime import date
from ipaddress import AddressValueError, IPv4Address, IPv4Network, NetmaskValueError
from typing import Annotated, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

_SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_REGION = r"^[a-z]{2}(-gov)?-[a-z]+-[1-9]$"
_ZONE = r"^[a-z]{2}(-gov)?-[a-z]+-[1-9][a-z]$"
_MAIL = r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
_TAG_KEY = r"^[A-Za-z][A-Za-z0-9_.:/=+@-]*$"
_TAG_VALUE = r"^[A-Za-z0-9]([A-Za-z0-9 _.:/=+@-]*[A-Za-z0-9])?$"
_LINE = r"^[^\x00-\x1f\x7f-\x9f]+$"
_ROLE = r"^[A-Za-z]([A-Za-z ,/&-]*[A-Za-z])?$"
_ACCOUNT_ID = r"^[0-9]{12}$"
_ORGANIZATION_ID = r"^o-[a-z0-9]{10,32}$"
_ROOT_ID = r"^r-[a-z0-9]{4,32}$"
_GITHUB_OWNER = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
_GITHUB_REPOSITORY = r"^[A-Za-z0-9._-]+$"

ADVICE = {
    _SLUG: "is not a lower-case name; use a to z, 0 to 9 and single hyphens, a letter first",
    _REGION: "is not an AWS Region; write one such as us-east-1",
    _ZONE: "is not an availability zone; write a Region and a letter, such as us-east-1a",
    _MAIL: "is not a mail address; write one such as cloud-prod@example.org",
    _TAG_KEY: "is not a tag key; use letters, digits and _.:/=+@- only, a letter first",
    _TAG_VALUE: "is not a tag value; use letters, digits, inner spaces and _.:/=+@- only",
    _LINE: "is not one line of text; write one sentence",
    _ROLE: "is not a role; write one such as Privacy officer, never a person's mail address",
    _ACCOUNT_ID: 'is not an account id; write its 12 digits in quotes, such as "111111111111"',
    _ORGANIZATION_ID: "is not an organization id; write it as AWS Organizations shows it, such as o-exampleorg0",
    _ROOT_ID: "is not the id of an organization's root; write it as AWS Organizations shows it, such as r-demo",
    _GITHUB_OWNER: "is not a GitHub owner; write the name that stands first in the repository's address",
    _GITHUB_REPOSITORY: "is not a GitHub repository; write its name without the owner",
}
"""What a value that misses a pattern is told, by pattern."""

_PRIVATE = tuple(IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
_DOCKER = IPv4Network("172.17.0.0/16")


class Frozen(BaseModel):
    """A model that cannot be changed, takes no unknown field, and reads its fields' docstrings into the schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True)


def refuse(sentence: str) -> NoReturn:
    """Refuse a value inside a pydantic validator, with a sentence of ours."""
    raise PydanticCustomError("phizone", "{sentence}", {"sentence": sentence})


def _whole_number(value: object) -> object:
    # pydantic would also take "7.0" and "1_0".
    if isinstance(value, str) and not re.fullmatch("[0-9]{1,18}", value):
        refuse("is not a whole number; write digits only")
    return value


def _iso_date(value: object) -> object:
    # pydantic would also take "86400" and mean the second day of 1970.
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    refuse("is not a date; write year, month and day, such as 2026-01-31")


def _block(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        block = IPv4Network(value, strict=False)
    except (AddressValueError, NetmaskValueError):
        refuse("is not an IPv4 block; write one such as 10.20.0.0/16")
    if IPv4Address(value.partition("/")[0]) != block.network_address:
        refuse(f"has host bits set; write {block}")
    _refuse_unusable(block)
    return block


def _refuse_unusable(block: IPv4Network) -> None:
    if not any(block.subnet_of(private) for private in _PRIVATE):
        refuse("is not private; choose a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918)")
    if block.prefixlen < 16:
        refuse("is larger than /16; choose /16 to /20")
    if block.prefixlen > 20:
        refuse("is smaller than /20; choose /16 to /20")
    if block.overlaps(_DOCKER):
        refuse("overlaps 172.17.0.0/16, Docker's bridge in SageMaker notebooks and Cloud9; choose another block")


def _retention(value: object) -> object:
    years = _whole_number(value)
    if isinstance(years, str) and int(years) < 6:
        refuse("is shorter than the 6 years of 45 CFR 164.316(b)(2)(i); choose 6 to 10")
    if isinstance(years, str) and int(years) > 10:
        refuse("is longer than the 10 years CloudWatch Logs can keep; choose 6 to 10")
    return years


def _environment_name(value: object) -> object:
    # Stacks of the layers that all environments share are called `<layer>.shared`.
    if value == "shared":
        refuse("is kept for the shared layers; choose another name")
    return value


OrganizationName = Annotated[str, StringConstraints(pattern=_SLUG, max_length=20)]
EnvironmentName = Annotated[str, StringConstraints(pattern=_SLUG, max_length=12), BeforeValidator(_environment_name)]
TeamName = Annotated[str, StringConstraints(pattern=_SLUG, max_length=16)]
ProjectName = Annotated[str, StringConstraints(pattern=_SLUG, max_length=32)]
Region = Annotated[str, StringConstraints(pattern=_REGION)]
AvailabilityZone = Annotated[str, StringConstraints(pattern=_ZONE)]
# AWS Organizations takes a root mail address of up to 64 characters.
Mail = Annotated[str, StringConstraints(pattern=_MAIL, max_length=64)]
# Tag limits: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
TagKey = Annotated[str, StringConstraints(pattern=_TAG_KEY, max_length=128)]
TagValue = Annotated[str, StringConstraints(pattern=_TAG_VALUE, max_length=128)]
Line = Annotated[str, StringConstraints(pattern=_LINE, max_length=200)]
Role = Annotated[str, StringConstraints(pattern=_ROLE, max_length=64)]
AccountId = Annotated[str, StringConstraints(pattern=_ACCOUNT_ID)]
OrganizationId = Annotated[str, StringConstraints(pattern=_ORGANIZATION_ID)]
RootId = Annotated[str, StringConstraints(pattern=_ROOT_ID)]
GitHubOwner = Annotated[str, StringConstraints(pattern=_GITHUB_OWNER, max_length=39)]
GitHubName = Annotated[str, StringConstraints(pattern=_GITHUB_REPOSITORY, max_length=100)]
GitHubId = Annotated[int, Field(ge=1), BeforeValidator(_whole_number)]
Day = Annotated[date, BeforeValidator(_iso_date)]
RetentionYears = Annotated[int, Field(ge=6, le=10), BeforeValidator(_retention)]
Block = Annotated[IPv4Network, BeforeValidator(_block)]
