"""What the zone cannot work without is allowed: deliveries, records, copies, and Studio with what it is started by."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.access.stories import shipped, together


@proof(claim=Claim.ACCESS, severity=Severity.HIGH, profile=Profile.ZONE)
def services_still_work(view: View) -> Iterator[Proof]:
    """CloudTrail, Config, access logs, flow logs, backups, rotation, deployments and Studio are let do their work.

    Why: a policy that denies too much stops records without a word, or Studio on the day it is needed.
    Fix: look at what denies the request; spare the service, or the role, by the condition its guide names.
    Source: 45 CFR 164.308(a)(7) and 164.312(b); the services' guides, as `phizone_policies/data/needs.yaml` names them.
    """
    what = f"what {view.environment.name} cannot work without is allowed"
    yield together(what, shipped("needs.yaml"), view)
