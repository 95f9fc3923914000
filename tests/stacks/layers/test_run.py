"""A layer's program runs for the stacks it has and says which these are."""

from __future__ import annotations

from pathlib import Path

import pytest

from phizone_stacks.capture.tokens import Registry
from phizone_stacks.capture.traceback import ProgramFailed
from phizone_stacks.capture.zone import StackName, run_stack

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("layer", "stack", "said"),
    [
        ("workspace", "production", "layer workspace has no stack 'production'; its stacks are dev, staging, prod"),
        ("network", "prod", "layer network has no stack 'prod'; its stacks are shared"),
    ],
)
def test_a_stack_that_a_layer_does_not_have_is_refused_with_those_it_has(layer, stack, said):
    with pytest.raises(ProgramFailed, match=said):
        run_stack(ROOT, StackName(layer, stack), {}, Registry())


def test_a_workspace_without_the_network_layer_says_which_stack_is_missing():
    from phizone_stacks.capture.record import CaptureError

    with pytest.raises(CaptureError, match="no stack 'organization/network/shared' was captured before this one"):
        run_stack(ROOT, StackName("workspace", "prod"), {}, Registry())
