"""Macie looks into every account."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.detection import administers, macie, macie_of_newcomers
from phizone_policies.views.places import places


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    reads=(
        "aws_macie2_account.status",
        "aws_macie2_member.account_id",
        "aws_macie2_member.status",
        "aws_macie2_organization_admin_account.admin_account_id",
        "aws_macie2_organization_configuration.auto_enable",
    ),
)
def account_is_searched_by_macie(view: View) -> Iterator[Required]:
    """In each account and allowed region Macie is on, and is delegated to the audit account.

    An account has a session of its own, or is a member that the audit account enrols by name: Macie enrols by itself
    only accounts that join later.

    Why: patients' data where nobody expects it has none of the safeguards of where it belongs.
    Fix: make Detectors, Delegation and OrganizationDetectors in the security layer, with the account among the members.
    Source: Amazon Macie User Guide, "Managing accounts with AWS Organizations"; AWS Security Hub, Macie.1; 45 CFR
    164.308(a)(1)(ii)(D).
    """
    for place in places(view):
        by = macie(view, place)
        if by is None:
            result = failed("no session is on there, and the audit account enrols it nowhere")
        elif administers(view, "macie2", place.region):
            result = passed()
        else:
            result = failed(f"Macie is not delegated to the audit account in {place.region}")
        yield Required(f"Macie in {place}", result, by)
    for region in view.organization.allowed_regions:
        setting = macie_of_newcomers(view, region)
        result = passed() if setting else failed("auto_enable of the audit account's organization setting is not True")
        yield Required(f"Macie in accounts that join, {region}", result, setting)
