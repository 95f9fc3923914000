"""The identities agree with the ARN formats of the service authorization reference."""

from __future__ import annotations

import re

import pytest

from phizone_stacks.graph.physical import _formats
from phizone_stacks.translation import arn_format

TYPES = sorted(kind for kind, entry in _formats().items() if "format" in entry)


@pytest.mark.parametrize("kind", TYPES)
def test_an_identity_has_the_fixed_parts_of_its_published_format(kind):
    entry = _formats()[kind]
    published = re.sub(r"\$\{\w+\}", "*", arn_format(entry["format"]))
    # A path begins and ends with its slash, and an alias's name holds its prefix.
    ours = entry["attributes"]["arn"].replace("{path}", "/").replace("{name}", "*").replace("alias/*", "*")
    assert re.sub(r"\{\w+\}", "*", ours) == published.replace("alias/*", "*")
