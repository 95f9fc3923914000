"""Every team has buckets of its own."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.data_classes import of_team


@requirement(claim=Claim.ACCESS, severity=Severity.MEDIUM, profile=Profile.ZONE, reads=("aws_s3_bucket.tags",))
def team_has_its_buckets(view: View) -> Iterator[Required]:
    """Each team of the environment has a bucket for the environment's data, in its account and region.

    Why: a team without a bucket of its own puts its patients' data where others read.
    Fix: make a Bucket with the team's scope and the classification of the environment's data.
    Source: 45 CFR 164.308(a)(4)(ii)(B); 45 CFR 164.312(a)(1).
    """
    environment = view.environment
    for team in environment.teams:
        found = of_team(view.graph.of_type("aws_s3_bucket"), environment, team)
        what = f"a bucket of {team} for {environment.data.classification} data in {environment.name}"
        place = f"account {environment.account.id} and region {environment.region}"
        yield Required(what, passed() if found else failed(f"none of the buckets in {place} is tagged so"), found)
