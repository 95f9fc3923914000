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


def test_a_service_acts_for_whomever_the_row_says(deputy_row):
    assert deputy_row.deputies() == deputy_row.case["services"] * deputy_row.case["deputy"]


def test_the_same_request_is_answered_as_the_row_says_through_an_endpoint_and_past_it(door_row):
    assert door_row.through() == door_row.case["through"]


def test_those_read_around_what_governs_a_store_who_need_nobody_else(around_row):
    assert around_row.governors() == [around_row.case["around"]]
    assert around_row.readers(directly=True) == sorted(around_row.case["directly"])


def test_every_row_says_what_is_expected_in_a_way_that_some_test_asserts(asserted, row_kinds):
    assert asserted - row_kinds == {"ask", "directly", "name", "resources", "services", "who"}
