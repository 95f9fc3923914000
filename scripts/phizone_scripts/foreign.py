"""The verdict on a graph without a zone, whatever it was read from: only rules that need none are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phizone_policies.check import Check
    from phizone_policies.report import Verdict
    from phizone_scripts.project import RuleSet
    from phizone_stacks.graph.graph import Graph


def judge_foreign(
    name: str, graph: Graph, warnings: Sequence[str], rule_set: RuleSet, in_force: Sequence[Check]
) -> Verdict:
    """The verdict of those rules in force that belong to a rule set; types of which none speaks are counted."""
    from phizone_policies.check import Profile, View
    from phizone_policies.evaluate import evaluate
    from phizone_policies.report import Examination, verdict

    made = [node for node in graph if not node.type.startswith("data.")]
    profiles = (Profile.BASELINE, Profile.PHI) if rule_set.value == Profile.PHI.value else (Profile.BASELINE,)
    rules = [check for check in in_force if check.profile in profiles]
    # A rule about every resource speaks of AWS's: of what others make, and of what is only read, it knows nothing.
    answers = [each for each in evaluate(rules, View(graph)) if not each.node or each.node.type.startswith("aws_")]
    known = {kind.split(".")[0] for rule in rules for kind in (*rule.types, *rule.reads)}
    unexamined = Counter(node.type for node in made if node.type not in known)
    examination = Examination(rule_set.value, dict(sorted(unexamined.items())), tuple(warnings))
    return verdict(name, made, answers, asked=rules, zone=False, examination=examination)
