"""What policies must refuse is asked with actions and condition keys that AWS has."""

from __future__ import annotations

import pytest

from phizone_policies.views.authorization import action_exists
from phizone_policies.views.safeguards import safeguards

FILES = ("boundaries.yaml", "guardrails.yaml", "perimeter.yaml")
WHERE = {
    "boundaries.yaml": {"account", "platform", "team"},
    "guardrails.yaml": {"all", "workloads"},
    "perimeter.yaml": {"all"},
}


@pytest.mark.parametrize("file", FILES)
def test_every_action_that_is_asked_exists(file):
    actions = {action for safeguard in safeguards(file) for ask in safeguard.asks for action in ask.actions}
    assert {action for action in actions if not action_exists(action)} == set()


@pytest.mark.parametrize("file", FILES)
def test_a_safeguard_has_a_name_of_its_own_where_it_is_asked_for(file):
    named = [(where, safeguard.name) for safeguard in safeguards(file) for where in safeguard.where]
    assert sorted(set(named)) == sorted(named)


@pytest.mark.parametrize("file", FILES)
def test_a_safeguard_asks_something_of_somewhere_known(file):
    assert {where for safeguard in safeguards(file) for where in safeguard.where} == WHERE[file]
    assert [safeguard.name for safeguard in safeguards(file) if not safeguard.asks] == []


def test_values_are_texts():
    """A boolean or a number of YAML would never equal what a policy says."""
    asks = [ask for file in FILES for safeguard in safeguards(file) for ask in safeguard.asks]
    assert {type(value) for ask in asks for value in ask.context.values()} == {str, type(None)}
