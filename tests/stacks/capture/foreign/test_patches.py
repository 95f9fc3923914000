"""What the capture of a foreign program changes in Python and the SDK is put back."""

from __future__ import annotations

import asyncio
import json

import pulumi.runtime
import pytest
from pulumi import Config, Output

from phizone_stacks.capture.foreign.program import MissingConfiguration

PATCHED = {
    asyncio: ("run",),
    asyncio.BaseEventLoop: ("run_until_complete",),
    json: ("loads",),
    pulumi.runtime: ("call", "invoke", "invoke_async", "invoke_output", "invoke_output_single", "invoke_single"),
    Output: ("secret",),
    Config: ("_get", "_get_bool", "_get_float", "_get_int", "_get_object", "_require", "get_secret", "require_secret"),
}


def attributes():
    return {(holder.__name__, name): getattr(holder, name) for holder, names in PATCHED.items() for name in names}


def test_everything_is_as_it_was_after_a_program_and_after_one_that_failed(captured):
    before = attributes()
    captured("look_ups")
    assert attributes() == before
    with pytest.raises(MissingConfiguration):
        captured("missing_config")
    assert attributes() == before
