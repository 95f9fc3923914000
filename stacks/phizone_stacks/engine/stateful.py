"""Which resources hold what cannot be made again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def stateful() -> Mapping[str, str]:
    """What is lost with a resource that is replaced or deleted, by Terraform type; other types lose nothing."""
    text = resources.files("phizone_stacks.engine").joinpath("stateful.yaml").read_text(encoding="utf-8")
    found: Mapping[str, str] = yaml.safe_load(text)
    return found
