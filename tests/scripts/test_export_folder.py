"""A folder that an export owns: filled, filled again, and never over what anybody else wrote."""

from __future__ import annotations

import json
import os

import pytest

from phizone_scripts import export_folder
from phizone_scripts.exits import Misuse
from phizone_scripts.export_folder import MARKER, fill

FILES = {"a/main.tf.json": b"{}\n", "a/code.zip": b"\x00\xff", "notes.example": b"x"}


def held(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARKER
    }


@pytest.fixture
def folder(tmp_path):
    """A folder that holds an export."""
    fill(tmp_path / "out", "terraform dev", FILES)
    return tmp_path / "out"


def test_a_new_folder_holds_the_files_and_their_list(folder):
    assert held(folder) == FILES
    told = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    assert (told["format"], told["export"], sorted(told["files"])) == (
        "phizone-export/1",
        "terraform dev",
        sorted(FILES),
    )


def test_an_export_into_its_own_folder_replaces_what_changed_and_takes_away_what_is_no_more(folder):
    fill(folder, "terraform dev", {"a/main.tf.json": b"{1}", "b/main.tf.json": b"{}"})
    assert held(folder) == {"a/main.tf.json": b"{1}", "b/main.tf.json": b"{}"}


def test_what_the_tools_keep_beside_is_left_alone(folder):
    kept = ["backend.tfbackend", "states.tfvars", "a/.terraform.lock.hcl", "a/.terraform/modules.json", ".venv/x"]
    for name in kept:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("theirs", encoding="utf-8")
    fill(folder, "terraform dev", FILES)
    assert held(folder) == {**FILES, **dict.fromkeys(kept, b"theirs")}


@pytest.mark.parametrize("name", ["a/own.tf", "README", "b/deep/er/x.tf.json"])
def test_a_file_that_we_did_not_write_is_refused_and_stays(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("theirs", encoding="utf-8")
    with pytest.raises(Misuse, match=f"holds files that Phizone did not write: {name}; the tool would read them"):
        fill(folder, "terraform dev", {"a/main.tf.json": b"new"})
    assert held(folder) == {**FILES, name: b"theirs"}


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "main.tf").write_text("theirs", encoding="utf-8")
    with pytest.raises(Misuse, match=r"did not write: main\.tf"):
        fill(tmp_path, "terraform dev", FILES)
    assert held(tmp_path) == {"main.tf": b"theirs"}


def test_a_file_that_was_edited_is_refused_and_stays(folder):
    (folder / "a/main.tf.json").write_text("edited", encoding="utf-8")
    with pytest.raises(Misuse, match=r"edited since Phizone wrote them: a/main\.tf\.json; make the change in environ"):
        fill(folder, "terraform dev", FILES)
    assert held(folder)["a/main.tf.json"] == b"edited"


def test_a_link_is_no_file_of_ours_even_where_it_leads_to_the_same_text(folder, tmp_path):
    (tmp_path / "elsewhere").write_bytes(FILES["notes.example"])
    (folder / "notes.example").unlink()
    (folder / "notes.example").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Misuse, match=r"edited since Phizone wrote them: notes\.example"):
        fill(folder, "terraform dev", FILES)


def test_a_linked_folder_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (folder / "b").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Misuse, match="did not write: b;"):
        fill(folder, "terraform dev", {"b/main.tf.json": b""})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_that_was_removed_comes_back(folder):
    (folder / "a/main.tf.json").unlink()
    fill(folder, "terraform dev", FILES)
    assert held(folder) == FILES


def test_another_export_s_folder_is_refused(folder):
    with pytest.raises(Misuse, match="holds the export of terraform dev, not of cdktf dev; name another folder"):
        fill(folder, "cdktf dev", FILES)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(Misuse, match="is a file; name a folder"):
        fill(tmp_path / "out", "terraform dev", FILES)


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"format": "phizone-export/1"}',
        '{"format": "other/1", "export": "terraform dev", "files": {}}',
        '{"format": "phizone-export/1", "export": "terraform dev", "files": {"../../x": ["1"]}}',
        '{"format": "phizone-export/1", "export": "terraform dev", "files": {"/etc/x": ["1"]}}',
    ],
)
def test_a_list_that_is_not_ours_is_refused(folder, text):
    (folder / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(Misuse, match="is no list of files that Phizone wrote"):
        fill(folder, "terraform dev", FILES)


def test_an_export_that_was_cut_off_can_be_repeated(folder, monkeypatch):
    new = {"a/main.tf.json": b"{2}", "c/main.tf.json": b"{3}"}
    write, written = export_folder.write_bytes, []

    def full(file, content):
        written.append(file.name)
        if len(written) == 3:
            raise OSError(28, "No space left on device", str(file))
        write(file, content)

    monkeypatch.setattr(export_folder, "write_bytes", full)
    with pytest.raises(Misuse, match="cannot be written: No space left on device"):
        fill(folder, "terraform dev", new)
    assert written == [MARKER, "main.tf.json", "main.tf.json"]
    monkeypatch.undo()
    fill(folder, "terraform dev", new)
    assert held(folder) == new


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Misuse, match="cannot be written"):
        fill(tmp_path / "out", "terraform dev", FILES)
