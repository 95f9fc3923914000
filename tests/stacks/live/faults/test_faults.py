"""AWS answers badly: what a reader cannot know then it says that it does not know, and tells nothing less."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from phizone_policies.views.dated import dated
from phizone_stacks.live.reading import Where

OPERATIONS = yaml.safe_load((Path(__file__).parent / "operations.yaml").read_text(encoding="utf-8"))
LISTS = [(operation, key) for operation, told in OPERATIONS.items() for key in told.get("lists", ())]
PAGED = [operation for operation, told in OPERATIONS.items() if "more" in told]


def unread(seen):
    return {name: {each.type for each in told.unread} for name, told in seen.items()}


def reasons(seen, without):
    """Reasons that do not hold a text."""
    return [each.reason for told in seen.values() for each in told.unread if without not in each.reason]


def action(operation):
    """An operation as a reason names it."""
    service, _, name = operation.partition(".")
    return f"{service}:{''.join(word.capitalize() for word in name.split('_'))} in "


def test_every_operation_of_the_readers_is_asked_of_the_emulated_zone_and_listed(world):
    assert world.lists() == {operation: set(told.get("lists", ())) for operation, told in OPERATIONS.items()}


def test_what_is_asked_of_regions_that_must_be_empty_is_what_the_guardrail_lets_ask_there(world):
    asked = {
        OPERATIONS[operation]["action"].lower()
        for operation, readers in world.askers.items()
        for reader, _ in readers.values()
        if reader.where is Where.EVERYWHERE
    }
    # Buckets are asked for once, each where it is.
    assert asked == {each for each in dated("any_region.yaml").content["settings"] if not each.startswith("s3:")}


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "AccessDeniedException"), (400, "ThrottlingException"), (500, "InternalFailure")],
    ids=["denied", "throttled", "failing"],
)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_a_call_would_tell_that_always_fails_is_not_known(world, operation, status, code):
    seen = world.under(operation, statuses=(status,), code=code)
    assert unread(seen) == world.types(operation)
    assert reasons(seen, without=f": {code}: injected") == []
    assert reasons(seen, without=action(operation)) == []


@pytest.mark.parametrize(
    ("status", "code"), [(400, "ThrottlingException"), (500, "InternalFailure")], ids=["throttled", "failing"]
)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_call_that_fails_once_is_made_again_and_nothing_is_lost(world, operation, status, code):
    assert world.under(operation, statuses=(status, None), code=code) == world.undisturbed(operation)


@pytest.mark.parametrize(("operation", "key"), LISTS)
def test_an_answer_without_its_list_tells_nothing(world, operation, key):
    seen = world.under(operation, key, statuses=(None,), drops=key)
    assert unread(seen) == world.types(operation, key)
    assert reasons(seen, without=f": the answer has no {key}") == []


@pytest.mark.parametrize("operation", PAGED)
def test_the_first_of_two_pages_is_not_all(world, operation):
    more = OPERATIONS[operation]["more"]
    seen = world.under(operation, statuses=(403,), code="AccessDeniedException", more=more)
    assert unread(seen) == world.types(operation)
    assert reasons(seen, without=": AccessDeniedException: injected") == []
