"""The command's verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from typer.main import get_command

from phizone_scripts.main import application


@pytest.fixture
def verbs() -> list[tuple[str, ...]]:
    """Every verb, as the words it is typed with: those of groups after their group."""
    return list(_verbs(get_command(application())))


def _verbs(command: Any, typed: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    commands: Mapping[str, Any] | None = getattr(command, "commands", None)
    if commands is None:
        yield typed
    for name, each in (commands or {}).items():
        yield from _verbs(each, (*typed, name))
