"""Rows of the table of IAM cases that need a graph: who can, by themselves and through what."""

from __future__ import annotations


def test_those_can_who_the_row_says_and_nobody_else(read_row):
    assert read_row.readers() == sorted(read_row.case["readers"])


def test_those_need_nobody_else_who_the_row_says(read_row):
    assert read_row.readers(directly=True) == sorted(read_row.case["directly"])


def test_what_is_not_known_makes_nobody_a_certain_reader_and_is_named(unknown_row):
    reasons = " ".join(reason for chain in unknown_row.chains() for reason in chain.unknown)
    assert unknown_row.readers() == []
    assert [name for name in unknown_row.case["unknown"] if name not in reasons] == []
