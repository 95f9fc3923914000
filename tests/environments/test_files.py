"""Files that are no YAML, not ours, or not there."""

from __future__ import annotations

import pytest


def test_an_empty_file_is_refused(folder):
    folder.write("prod.yaml", "")
    assert folder.printed() == ["environments/prod.yaml:1: is empty; write the fields of its schema"]


def test_a_file_of_comments_only_is_empty(folder):
    folder.write("prod.yaml", "# nothing yet\n")
    assert folder.printed() == ["environments/prod.yaml:1: is empty; write the fields of its schema"]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", '"quoted"\n', "12\n"])
def test_a_file_that_is_no_mapping_is_refused(folder, text):
    folder.write("prod.yaml", text)
    assert folder.printed() == ["environments/prod.yaml:1: is not a mapping; write it as fields, one a line"]


def test_a_syntax_error_is_refused_at_its_line(folder):
    folder.replace("prod.yaml", "size: small", "\tsize: small")
    assert folder.printed() == [
        "environments/prod.yaml:8: is not valid YAML (found character '\\t' that cannot start any token); "
        "look for a wrong indent, colon or quote here or just above"
    ]


def test_a_control_character_is_refused_at_its_line(folder):
    folder.replace("prod.yaml", "size: small", "size: \x07")
    assert folder.printed() == [
        "environments/prod.yaml:8: holds a control character, which YAML does not allow; take it out"
    ]


def test_a_key_written_twice_is_refused_at_the_second(folder):
    folder.append("prod.yaml", "size: large\n")
    assert folder.printed() == ["environments/prod.yaml:10: size is written twice, first on line 8; keep one"]


def test_a_key_that_is_a_list_is_refused(folder):
    folder.append("prod.yaml", "? [a]\n: b\n")
    assert folder.printed() == [
        "environments/prod.yaml:10: has a mapping or a list for a key; write the name of a field"
    ]


def test_anchors_and_aliases_are_refused_at_their_lines(folder):
    folder.write("prod.yaml", "a: &a [x, x]\nb: [*a, *a]\n")
    assert folder.printed() == [
        "environments/prod.yaml:1: uses a YAML anchor (&); write the value out wherever it is needed",
        "environments/prod.yaml:2: uses a YAML alias (*); write the value out",
    ]


def test_a_tag_is_refused(folder):
    folder.replace("prod.yaml", "size: small", "size: !!python/name:os.system small")
    assert folder.printed() == [
        "environments/prod.yaml:8: uses a YAML tag (!); leave it out: the schema says what each field is"
    ]


def test_depth_without_end_is_refused(folder):
    folder.write("prod.yaml", "[" * 100_000)
    assert folder.printed() == [
        "environments/prod.yaml:1: nests deeper than 16 levels; write only the fields of the schema"
    ]


def test_a_second_document_is_refused(folder):
    folder.append("prod.yaml", "---\nsize: large\n")
    assert folder.printed() == ["environments/prod.yaml:10: starts a second YAML document (---); keep one in a file"]


def test_a_file_that_is_not_utf_8_is_refused(folder):
    (folder.path / "prod.yaml").write_bytes(b"description: caf\xe9\n")
    assert folder.printed() == ["environments/prod.yaml:1: is not UTF-8 text; save it as UTF-8"]


def test_a_file_that_cannot_be_read_is_refused(folder):
    (folder.path / "qa.yaml").mkdir()
    assert folder.printed() == [
        "environments/qa.yaml:1: cannot be read (Is a directory); make it a readable file",
    ]


def test_a_byte_order_mark_is_no_matter(folder):
    (folder.path / "dev.yaml").write_bytes(b"\xef\xbb\xbf" + (folder.path / "dev.yaml").read_bytes())
    assert folder.zone().environment("dev").name == "dev"


def test_a_missing_organization_is_refused(folder):
    folder.remove("organization.yaml")
    assert folder.printed() == ["environments/organization.yaml:1: does not exist; write what all environments share"]


def test_a_folder_without_environments_is_refused(folder):
    folder.remove("dev.yaml")
    folder.remove("staging.yaml")
    folder.remove("prod.yaml")
    assert folder.printed() == ["environments:1: holds no environment; write one, such as dev.yaml"]


def test_a_file_that_would_not_be_read_is_refused(folder):
    folder.write("qa.yml", "size: small\n")
    assert folder.printed() == ["environments/qa.yml:1: is not read; rename it to qa.yaml"]


def test_a_file_name_that_is_no_slug_is_refused(folder):
    folder.add("QA_1", "888888888888", "10.40.0.0/16")
    assert folder.printed() == [
        "environments/QA_1.yaml:1: file name QA_1 is not a lower-case name; "
        "use a to z, 0 to 9 and single hyphens, a letter first"
    ]


def test_a_file_name_that_shared_layers_use_is_refused(folder):
    folder.add("shared", "888888888888", "10.40.0.0/16")
    assert folder.printed() == [
        "environments/shared.yaml:1: file name shared is kept for the shared layers; choose another name"
    ]
