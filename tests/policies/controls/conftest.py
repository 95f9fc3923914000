"""The shipped maps in a folder that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from phizone_policies.controls.load import load
from phizone_policies.controls.model import InvalidControls
from phizone_policies.controls.reading import folder
from phizone_policies.discover import all_rules

Edit = tuple[str, str, str]


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., list[str]]:
    """What is said of the shipped maps after edits, each a file, a text that stands in it and the text instead."""

    def refused(*edits: Edit) -> list[str]:
        copied = Path(shutil.copytree(folder(), tmp_path / "controls"))
        for file, old, new in edits:
            text = (copied / file).read_text(encoding="utf-8")
            assert old in text, f"{old!r} is not in {file}"
            (copied / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(InvalidControls) as told:
            load(copied, frozenset(check.id for check in all_rules()))
        return str(told.value).splitlines()

    return refused


@pytest.fixture
def line_of() -> Callable[[str, str], int]:
    """The line of a shipped file on which a text first stands."""

    def line_of(file: str, text: str) -> int:
        return (folder() / file).read_text(encoding="utf-8").split(text)[0].count("\n") + 1

    return line_of
