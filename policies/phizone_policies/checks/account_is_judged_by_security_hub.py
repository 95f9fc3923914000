"""Security Hub judges every account."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.detection import administers, security_hub
from phizone_policies.views.places import places


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    reads=(
        "aws_organizations_account.parent_id",
        "aws_organizations_organizational_unit.parent_id",
        "aws_securityhub_configuration_policy.configuration_policy",
        "aws_securityhub_configuration_policy_association.policy_id",
        "aws_securityhub_configuration_policy_association.target_id",
        "aws_securityhub_finding_aggregator.linking_mode",
        "aws_securityhub_finding_aggregator.specified_regions",
        "aws_securityhub_organization_admin_account.admin_account_id",
        "aws_securityhub_organization_configuration.organization_configuration",
    ),
)
def account_is_judged_by_security_hub(view: View) -> Iterator[Required]:
    """In each account and allowed region Security Hub applies a standard, and is delegated to the audit account.

    An account subscribes to a standard by itself, or a configuration policy on the root, on a unit or on the account
    does it: enrolment of new accounts only would leave out those that exist.

    Why: findings that nobody gathers are read by nobody.
    Fix: make Detectors, Delegation and OrganizationDetectors in the security layer.
    Source: AWS Security Hub User Guide, "Central configuration"; 45 CFR 164.308(a)(1)(ii)(D).
    """
    for place in places(view):
        by = security_hub(view, place)
        if by is None:
            result = failed("it has no standard of its own, and no policy of the audit account reaches it")
        elif administers(view, "securityhub", place.region):
            result = passed()
        else:
            result = failed(f"Security Hub is not delegated to the audit account in {place.region}")
        yield Required(f"Security Hub in {place}", result, by)
