"""Amazon GuardDuty: detectors, what they watch, and who administers it for the organization."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_guardduty_detector")
def detector(wanted: Wanted) -> Outputs:
    """CreateDetector."""
    given = wanted.given(Enable="enable", FindingPublishingFrequency="finding_publishing_frequency", Tags="tags")
    name = wanted.client("guardduty").create_detector(**given)["DetectorId"]
    place = wanted.place
    return {"id": name, "arn": f"arn:aws:guardduty:{place.region}:{place.account}:detector/{name}"}


@creates("aws_guardduty_detector_feature")
def detector_feature(wanted: Wanted) -> Outputs:
    """UpdateDetector, which changes the features that it names."""
    guardduty, name = wanted.client("guardduty"), wanted.get("name")
    others = guardduty.get_detector(DetectorId=wanted.get("detector_id")).get("Features", [])
    kept = [{"Name": each["Name"], "Status": each["Status"]} for each in others if each["Name"] != name]
    features = [*kept, {"Name": name, "Status": wanted.get("status")}]
    guardduty.update_detector(DetectorId=wanted.get("detector_id"), Features=features)
    return {"id": f"{wanted.get('detector_id')}/{name}"}


@creates("aws_guardduty_organization_admin_account")
def organization_admin_account(wanted: Wanted) -> Outputs:
    """EnableOrganizationAdminAccount."""
    wanted.client("guardduty").enable_organization_admin_account(AdminAccountId=wanted.get("admin_account_id"))
    return {"id": wanted.get("admin_account_id")}
