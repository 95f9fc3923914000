"""The organization refuses to every environment what would undo it."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.guardrails import guardrails
from phizone_policies.views.organization import attached
from phizone_policies.views.requests import certainly_denied


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
    """Service control policies above the environment's account refuse leaving, the root user, and gaps in trail,
    detectors, defaults or VPC.

    Why: an administrator of the account can change everything in it but what the organization refuses from above.
    Fix: attach a policy with the missing denial to the account's unit; exempt single roles by ARN, no patterns of all.
    Source: AWS Organizations User Guide, "Service control policies"; 45 CFR 164.308(a)(4)(ii)(A).
    """
    account = view.environment.account.id
    policies = attached(view.graph, view.organization, account)
    statements = [statement for each in policies for statement in each.document.statements]
    for guardrail, requests in guardrails(view).items():
        what = f"a guardrail above account {account}: {guardrail}"
        gap = next((request for request in requests if not certainly_denied(statements, request)), None)
        if gap is None:
            yield Required(what, passed())
        else:
            found = f"none of the {len(policies)} service control policies above it always denies {gap.action}"
            shown = {key: ", ".join(values) if values else "(none)" for key, values in gap.context.items()}
            yield Required(what, failed(found, action=gap.action, **shown))
