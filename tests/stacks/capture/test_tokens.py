"""Tokens survive text, show what was cut from them, and name one origin each."""

from __future__ import annotations

import json
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phizone_stacks.capture.symbols import DecidedOnUnknown, SymbolicBoolean, SymbolicList, SymbolicMap, SymbolicText
from phizone_stacks.capture.tokens import (
    NUMBER_FLOOR,
    PIECE,
    TOKEN,
    Origin,
    Registry,
    is_whole,
    number_token,
    text_token,
)

PATHS = st.lists(st.one_of(st.text(max_size=12), st.integers(0, 99)), min_size=1, max_size=4).map(tuple)
ORIGINS = st.builds(Origin, st.text(max_size=40), PATHS)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="qQ"), max_size=20)


@given(ORIGINS, WORDS, WORDS)
def test_a_token_is_found_again_in_any_text_json_or_url_lower_case_or_not(origin, before, after):
    token = text_token(origin)
    text = f"{before}{token}{after}"
    for changed in (text, json.dumps({"k": text}), text.lower(), urllib.parse.quote(text)):
        assert TOKEN.findall(changed) == [token]
    assert is_whole(token)


@given(ORIGINS, st.data())
def test_six_characters_in_a_row_show_that_they_were_cut_from_a_token(origin, data):
    token = text_token(origin)
    start = data.draw(st.integers(0, len(token) - 6))
    end = data.draw(st.integers(start + 6, len(token)))
    piece = token[start:end]
    assert TOKEN.search(piece) or PIECE.search(piece)
    assert PIECE.search(piece.upper())


@given(ORIGINS, st.data())
def test_a_changed_character_breaks_the_checksum_or_the_form(origin, data):
    token = text_token(origin)
    place = data.draw(st.sampled_from(range(2, len(token) - 2, 2)))
    other = data.draw(st.sampled_from(sorted(set("0123456789abcdefghijklmnoprstuvw") - {token[place]})))
    changed = token[:place] + other + token[place + 1 :]
    assert not is_whole(changed)


@given(ORIGINS, ORIGINS)
def test_two_origins_share_no_token_and_no_number(one, other):
    assert (text_token(one) == text_token(other)) is (one == other)
    assert (number_token(one) == number_token(other)) is ((one.urn, one.path) == (other.urn, other.path))


@given(ORIGINS)
def test_a_number_token_is_exact_as_a_double_and_sixteen_digits_long(origin):
    number = number_token(origin)
    assert NUMBER_FLOOR <= number < 2 * NUMBER_FLOOR
    assert int(float(number)) == number
    assert len(str(number)) == 16


def symbol(cls=SymbolicText):
    return cls(Registry(), Origin("urn:pulumi:p::w::aws:s3/bucket:Bucket::raw", ("arn",)))


def test_the_parts_of_a_symbol_are_symbols_of_their_own_origin():
    arn = symbol()
    parts = {
        "item": arn[0],
        "partition": arn.partition(":")[2],
        "replace": arn.replace("a", "b"),
        "slice": arn[:4],
        "split": arn.split(":")[5],
        "strip": arn.strip("/"),
        "upper": arn.upper(),
    }
    assert len(set(parts.values())) == len(parts)
    assert {TOKEN.fullmatch(part) is not None for part in parts.values()} == {True}
    assert arn.strip() == str(arn)


def test_a_walk_over_a_symbolic_list_or_map_meets_one_element_for_all():
    origin = Origin("urn", ("names",))
    names = SymbolicList(Registry(), origin, lambda step: f"element {step}")
    tags = SymbolicMap(Registry(), origin, "key", lambda step: f"value {step}")
    assert (list(names), names[7], names[-1]) == (["element *"], "element 7", "element -1")
    assert (dict(tags), tags["Team"], tags.get("none", "default")) == ({"key": "value *"}, "value Team", "value none")
    assert "anything" in tags


def test_a_boolean_inside_a_larger_value_refuses_to_be_decided_on():
    with pytest.raises(DecidedOnUnknown, match="arn of raw, a boolean is not known before apply; do not branch on it"):
        bool(symbol(SymbolicBoolean))
