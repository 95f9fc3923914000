from __future__ import annotations

import pytest

from phizone_stacks.emulator.patterns import pattern_of

TAG = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"


def matches(pattern, text):
    return pattern_of(pattern).fullmatch(text) is not None


def test_a_pattern_that_python_reads_alike_stays():
    assert pattern_of(r"^[a-z]+\.[0-9]{2}$").pattern == r"^[a-z]+\.[0-9]{2}$"


def test_properties_of_unicode_are_their_characters():
    assert matches(TAG, "Ärztin 42\u00a0\U00020000")
    assert not matches(TAG, "a#b")
    assert matches(r"\p{Lu}\p{Ll}", "Äß")
    assert not matches(r"\p{Lu}\p{Ll}", "äß")


def test_posix_names_are_their_characters():
    assert matches(r"arn:[\p{Alnum}\-]+", "arn:aws-cn")
    assert not matches(r"arn:[\p{Alnum}\-]+", "arn:äws")


def test_a_hyphen_after_a_class_is_itself():
    assert matches(r"[\w-_]+", "a-b_c")
    assert matches(r"query-[a-zA-Z\d-_/]+", "query-1/-_")
    assert matches(r"[\p{L}-z]+", "ä-z")


def test_classes_hold_ascii_only_as_in_java():
    assert not matches(r"\w+", "ä")
    assert not matches(r"\d", "\u0663")


def test_halves_of_utf_16_are_one_character():
    text = r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*"
    assert matches(text, "a\t\U0001f600\U0010ffff")
    assert not matches(text, "a\x00")


def test_what_is_said_of_brackets_holds_for_escaped_ones_too():
    assert matches(r"\[[\]\[]+", "[][")
    assert matches(r"a&&b--c", "a&&b--c")


@pytest.mark.parametrize(
    "text",
    [r"[a-z&&[^b]]", r"[a[bc]]", r"[a--]", r"\p{IsLatin}", r"[\P{L}]", r"(a)${1,128}", r"\Qa.b\E"],
)
def test_what_python_has_nothing_like_is_left_out(text):
    assert pattern_of(text) is None
