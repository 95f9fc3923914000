from __future__ import annotations

from phizone_policies.discover import all_rules
from phizone_stacks.engine.stateful import stateful
from phizone_stacks.translation import pulumi_tokens


def test_every_type_is_one_that_pulumi_makes_and_says_what_is_lost():
    assert {kind for kind, lost in stateful().items() if not lost or not pulumi_tokens(kind)} == set()


def test_what_a_rule_demands_to_be_protected_is_among_them():
    (rule,) = (each for each in all_rules() if each.id == "stateful_resource_is_protected")
    assert set(rule.types) <= set(stateful())
