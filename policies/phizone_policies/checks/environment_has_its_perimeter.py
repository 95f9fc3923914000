"""The organization keeps strangers from every environment's data, keys and roles."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, requirement
from phizone_policies.views.guardrails import guardrails
from phizone_policies.views.organization import RESOURCE_CONTROL


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
def environment_has_its_perimeter(view: View) -> Iterator[Required]:
    """Resource control policies above every environment's account, and the organization's own, refuse data, keys and
    roles to strangers and to AWS services that act for strangers, and to nobody else.

    Why: one resource policy or key grant that names a stranger by mistake opens PHI, whatever identity policies say.
    Fix: attach a resource control policy with aws:PrincipalOrgID and aws:SourceOrgID to the account's unit.
    Source: AWS Organizations User Guide, "Resource control policies"; AWS data perimeter policy examples; 45 CFR
    164.312(a)(1).
    """
    for guardrail in guardrails(view, "perimeter.yaml", RESOURCE_CONTROL):
        yield Required(guardrail.what, guardrail.result)
