"""Every team has a Studio of its own."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.tags import tag


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    reads=("aws_sagemaker_domain.tags",),
)
def team_has_its_studio(view: View) -> Iterator[Required]:
    """Each team of an environment has a Studio domain in its account, tagged with the team's name.

    Why: teams in one domain share its home file system, its defaults and its key.
    Fix: make a Studio with the team's scope.
    Source: SageMaker Developer Guide, "Amazon SageMaker AI domain overview"; 45 CFR 164.312(a)(1).
    """
    environment = view.environment
    account = environment.account.id
    domains = [node for node in view.graph.of_type("aws_sagemaker_domain") if node.account == account]
    for team in environment.teams:
        found = next((domain for domain in domains if tag(domain, "Team") == team), None)
        what = f"a Studio domain of {team} in account {account} of {environment.name}"
        missing = failed(f"none of the {len(domains)} domains there is tagged so")
        yield Required(what, passed() if found else missing, found)
