from __future__ import annotations

import pytest

from phizone_stacks.live.calls import Unreadable
from phizone_stacks.live.readers.guardduty import (
    features,
    organization_configuration_features,
    organization_configurations,
)

ADMINISTRATOR = "333333333333"
DETECTOR = "0123456789abcdef0123456789abcdef"
LISTED = ("guardduty.list_detectors", {"DetectorIds": [DETECTOR]})
DESCRIBED = (
    "guardduty.describe_organization_configuration",
    {
        "AutoEnable": True,
        "MemberAccountLimitReached": False,
        "AutoEnableOrganizationMembers": "ALL",
        "Features": [
            {"Name": "S3_DATA_EVENTS", "AutoEnable": "ALL"},
            {"Name": "RDS_LOGIN_EVENTS", "AutoEnable": "NONE"},
        ],
    },
)
REFUSED = (
    "guardduty.describe_organization_configuration",
    ("BadRequestException", "the account is not the delegated administrator for this organization"),
)
DENIED = ("guardduty.describe_organization_configuration", ("AccessDeniedException", "not authorized"))


def test_a_detector_is_read_with_its_tags(aws, seen):
    made = aws("guardduty").create_detector(
        Enable=True, FindingPublishingFrequency="ONE_HOUR", Tags={"Team": "platform"}
    )
    name = made["DetectorId"]
    assert seen("aws_guardduty_detector") == [
        {
            "account_id": "777777777777",
            "arn": f"arn:aws:guardduty:us-east-1:777777777777:detector/{name}",
            "enable": True,
            "finding_publishing_frequency": "ONE_HOUR",
            "id": name,
            "tags": {"Team": "platform"},
        }
    ]


def test_a_suspended_detector_is_not_enabled(aws, seen):
    aws("guardduty").create_detector(Enable=False)
    assert [each["enable"] for each in seen("aws_guardduty_detector")] == [False]


def test_of_what_a_detector_watches_that_is_told_which_rules_are_about(aws, seen):
    given = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}, {"Name": "RDS_LOGIN_EVENTS", "Status": "ENABLED"}]
    name = aws("guardduty").create_detector(Enable=True, Features=given)["DetectorId"]
    assert seen("aws_guardduty_detector_feature") == [
        {"detector_id": name, "name": "S3_DATA_EVENTS", "status": "DISABLED"}
    ]


def test_of_a_detector_that_does_not_tell_its_features_nothing_is_known(answered):
    detector = ("guardduty.get_detector", {"ServiceRole": "arn:aws:iam::777777777777:role/r", "Status": "ENABLED"})
    with pytest.raises(KeyError, match="Features"):
        answered(features, LISTED, detector)


def test_the_administrator_is_read_from_the_management_account(aws, seen):
    aws("organizations").create_organization(FeatureSet="ALL")
    aws("guardduty").enable_organization_admin_account(AdminAccountId=ADMINISTRATOR)
    assert seen("aws_guardduty_organization_admin_account") == [{"admin_account_id": ADMINISTRATOR}]


def test_an_account_that_manages_no_organization_is_not_asked_for_the_administrator(aws, seen):
    aws("guardduty").enable_organization_admin_account(AdminAccountId=ADMINISTRATOR)
    assert seen("aws_guardduty_organization_admin_account") == []


def test_the_setting_for_the_organization_is_read_from_its_administrator(answered):
    assert answered(organization_configurations, LISTED, DESCRIBED) == [
        {"detector_id": DETECTOR, "auto_enable_organization_members": "ALL"}
    ]


def test_what_is_watched_in_the_organization_is_read_from_its_administrator(answered):
    assert answered(organization_configuration_features, LISTED, DESCRIBED) == [
        {"detector_id": DETECTOR, "name": "S3_DATA_EVENTS", "auto_enable": "ALL"}
    ]


def test_who_administers_no_organization_has_no_setting_for_it(answered):
    assert answered(organization_configurations, LISTED, REFUSED) == []


def test_a_lack_of_permission_is_no_absence(answered):
    with pytest.raises(Unreadable, match="DescribeOrganizationConfiguration in 777777777777 us-east-1: AccessDenied"):
        answered(organization_configurations, LISTED, DENIED)
