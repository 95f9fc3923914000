"""Every known way to more permissions takes actions that AWS has."""

from __future__ import annotations

from phizone_policies.views.authorization import action_exists
from phizone_policies.views.escalation import methods


def test_every_action_that_a_method_takes_exists():
    assert [need for method in methods() for need in method.needs if not action_exists(need)] == []


def test_methods_have_names_of_their_own():
    names = [method.name for method in methods()]
    assert sorted(set(names)) == sorted(names)


def test_a_role_is_passed_to_a_service_and_only_then():
    passing = {method.name for method in methods() if "iam:PassRole" in method.needs}
    assert {method.name for method in methods() if method.passes_to} == passing
