"""What is not known is never taken for what would stop a packet."""

from __future__ import annotations

import pytest


def test_an_unknown_value_never_isolates_what_is_reachable(isolated_by_doubt):
    assert isolated_by_doubt(9) == set()


@pytest.mark.slow
def test_no_unknown_value_at_all_isolates_what_is_reachable(isolated_by_doubt):
    assert isolated_by_doubt(1) == set()
