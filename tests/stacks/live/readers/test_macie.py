from __future__ import annotations

import pytest

from phizone_stacks.live.calls import Unreadable
from phizone_stacks.live.readers.macie import accounts, members, organization_configurations

ADMINISTRATOR = "333333333333"
SESSION = ("macie2.get_macie_session", {"status": "ENABLED", "findingPublishingFrequency": "FIFTEEN_MINUTES"})
OFF = ("macie2.get_macie_session", ("AccessDeniedException", "Macie is not enabled"))
DENIED = ("macie2.get_macie_session", ("AccessDeniedException", "User is not authorized to perform this"))
MEMBERS = (
    "macie2.list_members",
    {
        "members": [
            {
                "accountId": "555555555555",
                "administratorAccountId": ADMINISTRATOR,
                "arn": "arn:aws:macie2:us-east-1:333333333333:member/555555555555",
                "email": "dev@example.org",
                "relationshipStatus": "Enabled",
                "tags": {"Team": "platform"},
            },
            {"accountId": "666666666666", "relationshipStatus": "Paused"},
            {"accountId": "888888888888", "relationshipStatus": "AccountSuspended"},
        ]
    },
)
CONFIGURED = ("macie2.describe_organization_configuration", {"autoEnable": True, "maxAccountLimitReached": False})
REFUSED = (
    "macie2.describe_organization_configuration",
    (
        "AccessDeniedException",
        "The request failed because you must be the Macie administrator for an organization to perform this operation",
    ),
)


def test_a_session_is_read_with_its_status(aws, seen):
    aws("macie2").enable_macie(findingPublishingFrequency="ONE_HOUR", status="PAUSED")
    assert seen("aws_macie2_account") == [
        {
            "finding_publishing_frequency": "ONE_HOUR",
            "service_role": (
                "arn:aws:iam::777777777777:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie"
            ),
            "status": "PAUSED",
        }
    ]


def test_where_macie_is_off_there_is_no_session(aws, seen):
    aws("macie2").disable_macie()
    assert seen("aws_macie2_account") == []


def test_what_aws_says_where_macie_is_off_is_an_absence_and_a_lack_of_permission_is_none(answered):
    assert answered(accounts, OFF) == []
    with pytest.raises(Unreadable, match="GetMacieSession in 777777777777 us-east-1: AccessDenied"):
        answered(accounts, DENIED)


def test_of_a_session_and_of_a_member_that_tell_no_status_nothing_is_known(answered):
    with pytest.raises(KeyError, match="status"):
        answered(accounts, ("macie2.get_macie_session", {"findingPublishingFrequency": "ONE_HOUR"}))
    with pytest.raises(KeyError, match="relationshipStatus"):
        answered(members, SESSION, ("macie2.list_members", {"members": [{"accountId": "555555555555"}]}))


def test_the_administrator_is_read_from_the_management_account(aws, seen):
    aws("organizations").create_organization(FeatureSet="ALL")
    aws("macie2").enable_organization_admin_account(adminAccountId=ADMINISTRATOR)
    assert seen("aws_macie2_organization_admin_account") == [{"admin_account_id": ADMINISTRATOR}]


def test_an_account_that_manages_no_organization_is_not_asked_for_the_administrator(aws, seen):
    aws("macie2").enable_organization_admin_account(adminAccountId=ADMINISTRATOR)
    assert seen("aws_macie2_organization_admin_account") == []


def test_members_are_read_with_the_status_of_their_sessions(answered):
    assert answered(members, SESSION, MEMBERS) == [
        {
            "account_id": "555555555555",
            "administrator_account_id": ADMINISTRATOR,
            "arn": "arn:aws:macie2:us-east-1:333333333333:member/555555555555",
            "email": "dev@example.org",
            "relationship_status": "Enabled",
            "status": "ENABLED",
            "tags": {"Team": "platform"},
        },
        {"account_id": "666666666666", "relationship_status": "Paused", "status": "PAUSED", "tags": {}},
        {
            "account_id": "888888888888",
            "relationship_status": "AccountSuspended",
            "status": "AccountSuspended",
            "tags": {},
        },
    ]


def test_the_setting_for_the_organization_is_read_from_its_administrator(answered):
    assert answered(organization_configurations, SESSION, CONFIGURED) == [{"auto_enable": True}]


def test_who_administers_no_organization_has_no_setting_for_it(answered):
    assert answered(organization_configurations, SESSION, REFUSED) == []


def test_where_macie_is_off_there_are_neither_members_nor_a_setting(answered):
    assert answered(members, OFF) == []
    assert answered(organization_configurations, OFF) == []
