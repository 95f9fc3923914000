"""Interval sets behave as sets of the numbers in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phizone_policies.proofs.network.engine.routes import partition, split
from phizone_policies.proofs.network.engine.sets import covers, intersect, normalise, subtract, union

PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair))), max_size=6)


@pytest.fixture(scope="session")
def numbers():
    """The numbers in some intervals."""
    return lambda intervals: {number for first, last in intervals for number in range(first, last + 1)}


@given(pairs=PAIRS)
def test_normalising_keeps_the_numbers_and_leaves_gaps(pairs, numbers):
    found = normalise(pairs)
    assert numbers(found) == numbers(pairs)
    assert all(last + 1 < after for (_, last), (after, _) in pairwise(found))


@given(one=PAIRS, other=PAIRS)
def test_operations_are_those_of_sets(one, other, numbers):
    left, right = normalise(one), normalise(other)
    assert numbers(intersect(left, right)) == numbers(left) & numbers(right)
    assert numbers(subtract(left, right)) == numbers(left) - numbers(right)
    assert numbers(union(left, right)) == numbers(left) | numbers(right)
    assert covers(left, right) == (numbers(left) >= numbers(right))


@given(one=PAIRS, other=PAIRS)
def test_results_are_normal(one, other):
    left, right = normalise(one), normalise(other)
    assert intersect(left, right) == normalise(intersect(left, right))
    assert subtract(left, right) == normalise(subtract(left, right))


def test_a_partition_gives_each_address_to_the_longest_prefix(entries):
    parts = partition(entries((0, 255, 0, "wide"), (16, 31, 0, "narrow"), (16, 31, 1, "late"), (300, 310, 0, "far")), 4)
    assert [(first, last, route.name) for first, last, route in parts] == [
        (0, 15, "wide"),
        (16, 31, "narrow"),
        (32, 255, "wide"),
        (300, 310, "far"),
    ]


def test_destinations_without_a_route_are_left(entries):
    parts, left = split(partition(entries((0, 15, 0, "one"), (32, 47, 0, "two")), 4), ((8, 40), (100, 110)))
    assert [(part.route.name, part.addresses) for part in parts] == [("one", ((8, 15),)), ("two", ((32, 40),))]
    assert left == ((16, 31), (100, 110))
