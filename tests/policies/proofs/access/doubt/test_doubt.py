"""What is not known is never taken for what would keep somebody out, or let in who must be let in."""

from __future__ import annotations

import pytest


def test_an_unknown_value_never_proves_a_claim_that_is_refuted(proved_by_doubt):
    assert proved_by_doubt(23) == set()


@pytest.mark.slow
def test_no_unknown_value_at_all_proves_a_claim_that_is_refuted(proved_by_doubt):
    assert proved_by_doubt(1) == set()


@pytest.mark.slow
def test_an_unknown_value_of_a_witness_never_proves_a_claim_that_a_broken_zone_refutes(proved_by_doubt_in_the_zone):
    assert proved_by_doubt_in_the_zone(1, 5) == set()


def test_few_unknown_values_are_tried_on_the_broken_zones_too(proved_by_doubt_in_the_zone):
    assert proved_by_doubt_in_the_zone(9, 29) == set()
