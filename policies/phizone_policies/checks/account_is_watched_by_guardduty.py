"""GuardDuty watches every account."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Result, Severity, View, failed, passed, requirement
from phizone_policies.views.detection import administers, guardduty, guardduty_of_all, watches_objects
from phizone_policies.views.places import Place, places


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        "aws_guardduty_detector.datasources",
        "aws_guardduty_detector.enable",
        "aws_guardduty_detector_feature.detector_id",
        "aws_guardduty_detector_feature.status",
        "aws_guardduty_organization_admin_account.admin_account_id",
        "aws_guardduty_organization_configuration.auto_enable_organization_members",
        "aws_guardduty_organization_configuration.detector_id",
        "aws_guardduty_organization_configuration_feature.auto_enable",
        "aws_guardduty_organization_configuration_feature.detector_id",
    ),
)
def account_is_watched_by_guardduty(view: View) -> Iterator[Required]:
    """In each account and allowed region GuardDuty is on, watches objects, and is delegated to the audit account.

    An account has a detector of its own, or gets one from the audit account, which enrols all members. The management
    account gets none, since GuardDuty makes no role there, and the audit account is no member of its own.

    Why: it is the one that sees stolen credentials at work; an account or a region without it is where they go.
    Fix: make Detectors, Delegation and OrganizationDetectors in the security layer.
    Source: Amazon GuardDuty User Guide, "Managing accounts with AWS Organizations" and "S3 Protection"; AWS Security
    Hub, GuardDuty.1 and GuardDuty.10; 45 CFR 164.308(a)(1)(ii)(D).
    """
    fixed = view.organization.accounts
    alone = (fixed.management.id, fixed.audit.id)
    for place in places(view):
        own = guardduty(view, place)
        by = own or (None if place.account in alone else guardduty_of_all(view, place.region))
        result = (
            failed("no detector is on there, and nobody enrols all accounts") if by is None else _judge(view, place)
        )
        yield Required(f"GuardDuty in {place}", result, by)


def _judge(view: View, place: Place) -> Result:
    if not administers(view, "guardduty", place.region):
        return failed(f"GuardDuty is not delegated to the audit account in {place.region}")
    return passed() if watches_objects(view, place) else failed("nothing makes it watch objects")
