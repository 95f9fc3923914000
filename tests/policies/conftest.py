"""The example zone of `environments/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_environments.zone import Zone

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def zone() -> Zone:
    """The three environments of the repository."""
    return load(ROOT / "environments")
