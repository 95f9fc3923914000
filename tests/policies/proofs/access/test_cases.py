"""Each row of the table of IAM cases: `decide` says of every sub-case what AWS does, or the wider access in doubt."""

from __future__ import annotations


def test_a_row_is_decided_as_the_table_says(numbered_row):
    assert numbered_row.decided() == numbered_row.expected


def test_every_row_of_the_table_is_there_and_no_name_twice(rows):
    assert [int(row.name[:2]) for row in rows] == list(range(1, 56))
    assert [row.name for row in rows if len(row.expected) != len(row.cases)] == []
