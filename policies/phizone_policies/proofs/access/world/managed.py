"""What AWS's own managed policies say, as far as `data/aws_policies.json` holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from phizone_policies.views.documents import Document, parse

# Source: AWS Managed Policy Reference Guide, the ARN of each; those that are not here stand without a path.
_PATHS = {
    "AWSConfigRoleForOrganizations": "service-role/",
    "AWSLambdaBasicExecutionRole": "service-role/",
    "AWSLambdaVPCAccessExecutionRole": "service-role/",
    "AmazonECSTaskExecutionRolePolicy": "service-role/",
    "ViewOnlyAccess": "job-function/",
}


def aws_policy(name: str) -> Document | None:
    """The document of the AWS-managed policy of a name, as `SecurityAudit`; None for one that is not held here."""
    found = _data()["policies"].get(name)
    return parse(json.dumps(found["document"])) if found else None


def aws_arns(partition: str) -> Mapping[str, str]:
    """The names of those that are held here, by ARN in a partition, as `aws`."""
    return {f"arn:{partition}:iam::aws:policy/{_PATHS.get(name, '')}{name}": name for name in _data()["policies"]}


def read_on() -> str:
    """The day on which they were read, as year-month-day; AWS changes them at will."""
    return str(_data()["read"])


@cache
def _data() -> Mapping[str, Any]:
    text = resources.files("phizone_policies.data").joinpath("aws_policies.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found
