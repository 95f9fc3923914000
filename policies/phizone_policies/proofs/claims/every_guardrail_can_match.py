"""Every statement of a guardrail can match a request."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.access.guardrails import can_match
from phizone_policies.views.organization import RESOURCE_CONTROL, SERVICE_CONTROL


@proof(claim=Claim.ACCESS, severity=Severity.HIGH, profile=Profile.ZONE)
def every_guardrail_can_match(view: View) -> Iterator[Proof]:
    """Each service or resource control policy is attached; each statement, and all it names and asks for, can be met.

    Why: AWS takes an ARN with a letter too many, and a guardrail that meets nothing reads like one that holds.
    Fix: correct what the witness names; look the action, the ARN's form or the condition key up.
    Source: AWS Service Authorization Reference; AWS Organizations User Guide, "SCP syntax" and "RCP syntax".
    """
    yield from (can_match(view, kind) for kind in (SERVICE_CONTROL, RESOURCE_CONTROL))
