"""Amazon GuardDuty: detectors, what they watch, and who administers it for the organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.management import is_management
from phizone_stacks.live.reading import reads

_JUDGED = ("S3_DATA_EVENTS",)
"""Features that rules are about; AWS makes all of them with every detector."""
_NO_ADMINISTRATOR = ("BadRequestException",)
"""GuardDuty's answer to an account that asks for an organization that it does not administer."""


@reads("aws_guardduty_detector")
def detectors(calls: Calls) -> Iterator[Found]:
    """Detectors, those that are suspended too."""
    for name in calls.all("guardduty", "list_detectors", "DetectorIds"):
        detector = calls.get("guardduty", "get_detector", DetectorId=name)
        place = calls.place
        yield found(
            "aws_guardduty_detector",
            name,
            {
                "id": name,
                "arn": f"arn:{partition(place.region)}:guardduty:{place.region}:{place.account}:detector/{name}",
                "account_id": place.account,
                "enable": detector["Status"] == "ENABLED",
                "finding_publishing_frequency": detector.get("FindingPublishingFrequency"),
                "tags": tags_of(detector.get("Tags")),
            },
        )


@reads("aws_guardduty_detector_feature")
def features(calls: Calls) -> Iterator[Found]:
    """What detectors watch beside what they always do."""
    for name in calls.all("guardduty", "list_detectors", "DetectorIds"):
        for feature in calls.get("guardduty", "get_detector", DetectorId=name)["Features"]:
            if feature["Name"] in _JUDGED:
                attributes = {"detector_id": name, "name": feature["Name"], "status": feature["Status"]}
                yield found("aws_guardduty_detector_feature", f"{name}/{feature['Name']}", attributes)


@reads("aws_guardduty_organization_admin_account")
def organization_admin_accounts(calls: Calls) -> Iterator[Found]:
    """The account to which the management account leaves GuardDuty; no other account may ask."""
    if is_management(calls):
        for each in calls.all("guardduty", "list_organization_admin_accounts", "AdminAccounts"):
            if each["AdminStatus"] == "ENABLED":
                account = each["AdminAccountId"]
                attributes = {"admin_account_id": account}
                yield found("aws_guardduty_organization_admin_account", account, attributes)


@reads("aws_guardduty_organization_configuration")
def organization_configurations(calls: Calls) -> Iterator[Found]:
    """In which accounts of the organization the administrator's setting switches GuardDuty on."""
    for name, answer in _configurations(calls):
        members = answer.get("AutoEnableOrganizationMembers")
        attributes = {"detector_id": name, "auto_enable_organization_members": members}
        yield found("aws_guardduty_organization_configuration", name, attributes)


@reads("aws_guardduty_organization_configuration_feature")
def organization_configuration_features(calls: Calls) -> Iterator[Found]:
    """What GuardDuty watches in the accounts of the organization."""
    for name, answer in _configurations(calls):
        for feature in answer["Features"]:
            if feature["Name"] in _JUDGED:
                attributes = {"detector_id": name, "name": feature["Name"], "auto_enable": feature["AutoEnable"]}
                kind = "aws_guardduty_organization_configuration_feature"
                yield found(kind, f"{name}/{feature['Name']}", attributes)


def _configurations(calls: Calls) -> Iterator[tuple[str, dict[str, Any]]]:
    """(detector, the organization's configuration) where this account administers it."""
    for name in calls.all("guardduty", "list_detectors", "DetectorIds"):
        answer = calls.find("guardduty", "describe_organization_configuration", _NO_ADMINISTRATOR, DetectorId=name)
        if answer is not None:
            yield name, answer
