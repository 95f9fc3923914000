"""A team's resource says who answers and pays for it."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.tags import beyond_tags, tag
from phizone_stacks.graph.node import Node


@check(claim=Claim.TAGGING, severity=Severity.LOW, profile=Profile.ZONE, types=("*",), reads=("*.tags", "*.tags_all"))
def team_resource_names_its_owner(resource: Node, view: View) -> Result:
    """What is tagged with a team carries that team's own Project, Owner and CostCenter.

    Why: an incident in another team's name is told to people who cannot mend it.
    Fix: make the tags from the team's scope.
    Source: environments/organization.yaml; NIST SP 800-53 CM-8; 45 CFR 164.310(d)(2)(iii).
    """
    beyond = beyond_tags(resource)
    if beyond is not None:
        return beyond
    team = next((team for team in view.organization.teams if team.name == tag(resource, "Team")), None)
    if team is None:
        return not_applicable("it is tagged with no team of organization.yaml")
    own = {"Project": team.project, "Owner": team.owner, "CostCenter": team.cost_center}
    wrong = {key: tag(resource, key) for key, value in own.items() if tag(resource, key) != value}
    if not wrong:
        return passed()
    told = (f"{key} is {value!r}, not {own[key]!r} as {team.name} has it" for key, value in wrong.items())
    return failed("; ".join(told), **wrong)
