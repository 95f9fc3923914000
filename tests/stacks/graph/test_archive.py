"""An archive's bytes depend on its contents alone."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from phizone_stacks.graph.archive import write_archive


def test_the_bytes_of_an_archive_depend_on_its_contents_alone(tmp_path: Path) -> None:
    write_archive(tmp_path / "a.zip", {"a.json": {"x": 1, "y": [2]}, "b.json": {}})
    write_archive(tmp_path / "b.zip", {"b.json": {}, "a.json": {"y": [2], "x": 1}})
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_an_entry_is_compact_json(tmp_path: Path) -> None:
    write_archive(tmp_path / "a.zip", {"a.json": {"y": [2], "x": 1}})
    assert ZipFile(tmp_path / "a.zip").read("a.json") == b'{"x":1,"y":[2]}'
