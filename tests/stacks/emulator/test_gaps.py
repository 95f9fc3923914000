from __future__ import annotations

import moto
import pytest

from phizone_stacks.emulator.adapter import all_adapters
from phizone_stacks.emulator.gaps import MOTO, gaps, is_emulated, not_emulated


def test_the_table_is_of_the_version_that_is_installed():
    assert moto.__version__ == MOTO


@pytest.mark.parametrize("operation", sorted({gap.operation for gap in gaps() if not gap.attribute and not gap.why}))
def test_moto_still_lacks_an_operation(operation):
    assert not is_emulated(operation)


def test_what_is_not_emulated_has_no_adapter():
    assert not_emulated() & set(all_adapters()) == set()


def test_an_operation_that_moto_has_is_told_from_one_it_lacks():
    assert (is_emulated("kms:CreateKey"), is_emulated("kms:MakeTea")) == (True, False)
