"""The zone written as a Terraform plan and read again gives the same resources and the same verdicts."""

from __future__ import annotations

from phizone_policies.check import View
from phizone_policies.discover import all_checks
from phizone_policies.evaluate import evaluate


def verdicts(graph, zone):
    view = View(graph, zone, zone.environment("prod"))
    return {(answer.check.id, answer.subject): answer.result.outcome for answer in evaluate(all_checks(), view)}


def test_prod_is_judged_alike_as_a_program_and_as_a_plan(captured, zone, through_a_plan):
    prod = captured.for_environment("prod")
    again = through_a_plan(prod)
    assert [node.address for node in again] == [node.address for node in prod]
    assert [(node.account, node.region, node.depends_on) for node in again] == [
        (node.account, node.region, node.depends_on) for node in prod
    ]
    assert verdicts(again, zone) == verdicts(prod, zone)
