"""Every team has a key of its own."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.data_classes import of_team
from phizone_policies.views.keys import encrypts_data


@requirement(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_kms_key.tags", "aws_kms_key.customer_master_key_spec", "aws_kms_key.key_usage"),
)
def team_has_its_keys(view: View) -> Iterator[Required]:
    """Each team of the environment has a symmetric key for the environment's data, in its account and region.

    Why: a team without a key of its own shares somebody's, and whoever may use that reads both teams' patients.
    Fix: make a Key with the team's scope and the classification of the environment's data.
    Source: NIST SP 800-53 SC-12; 45 CFR 164.312(a)(2)(iv).
    """
    environment = view.environment
    keys = [key for key in view.graph.of_type("aws_kms_key") if encrypts_data(key)]
    for team in environment.teams:
        found = of_team(keys, environment, team)
        what = f"a key of {team} for {environment.data.classification} data in {environment.name}"
        place = f"account {environment.account.id} and region {environment.region}"
        yield Required(what, passed() if found else failed(f"none of the keys in {place} is tagged so"), found)
