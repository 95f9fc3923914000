"""The organization refuses to every environment what would undo it."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, requirement
from phizone_policies.views.guardrails import guardrails
from phizone_policies.views.organization import SERVICE_CONTROL


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        "aws_organizations_account.parent_id",
        "aws_organizations_organizational_unit.parent_id",
        "aws_organizations_policy.content",
        "aws_organizations_policy.type",
        "aws_organizations_policy_attachment.policy_id",
        "aws_organizations_policy_attachment.target_id",
    ),
)
def environment_has_its_guardrails(view: View) -> Iterator[Required]:
    """Service control policies above every environment's account, and the organization's own, refuse what would undo
    the safeguards there, and leave deploy roles what they need.

    Why: an administrator of an account can change everything in it but what the organization refuses from above.
    Fix: attach a policy with the missing denial to the account's unit; exempt single roles by ARN, no patterns of all.
    Source: AWS Organizations User Guide, "Service control policies"; 45 CFR 164.308(a)(4)(ii)(A).
    """
    for guardrail in guardrails(view, "guardrails.yaml", SERVICE_CONTROL):
        yield Required(guardrail.what, guardrail.result)
