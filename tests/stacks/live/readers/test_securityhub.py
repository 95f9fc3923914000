from __future__ import annotations

from unittest.mock import patch

import pytest
from moto.organizations import utils

from phizone_stacks.live.readers.securityhub import (
    configuration_policies,
    configuration_policy_associations,
    finding_aggregators,
    organization_admin_accounts,
    organization_configurations,
    standards_subscriptions,
)

ADMINISTRATOR, OTHER = "777777777777", "111111111111"
ORGANIZATION = ("organizations.describe_organization", {"Organization": {"MasterAccountId": OTHER}})
MANAGEMENT = ("organizations.describe_organization", {"Organization": {"MasterAccountId": ADMINISTRATOR}})
HUB = ("securityhub.describe_hub", {"HubArn": "arn:aws:securityhub:us-east-1:777777777777:hub/default"})
OFF = ("securityhub.describe_hub", ("InvalidAccessException", "Account is not subscribed to AWS Security Hub"))
ALONE = ("securityhub.get_administrator_account", {})
MEMBER = ("securityhub.get_administrator_account", {"Administrator": {"AccountId": "333333333333"}})
CENTRAL = (
    "securityhub.describe_organization_configuration",
    {
        "AutoEnable": False,
        "AutoEnableStandards": "NONE",
        "OrganizationConfiguration": {"ConfigurationType": "CENTRAL", "Status": "ENABLED"},
    },
)
REFUSED = (
    "securityhub.describe_organization_configuration",
    ("InvalidAccessException", "Account 777777777777 is not an administrator for this organization"),
)
STANDARD = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
POLICY = "11111111-2222-3333-4444-555555555555"


def test_an_account_is_read_with_its_controls(aws, seen):
    aws("securityhub").enable_security_hub(EnableDefaultStandards=False)
    assert seen("aws_securityhub_account") == [
        {
            "arn": "arn:aws:securityhub:us-east-1:777777777777:hub/default",
            "auto_enable_controls": True,
            "control_finding_generator": "SECURITY_CONTROL",
        }
    ]


def test_where_security_hub_is_off_there_is_no_account(seen):
    assert seen("aws_securityhub_account") == []


def test_the_setting_for_the_organization_is_read_from_its_administrator(aws, seen):
    organizations = aws("organizations", account=OTHER)
    organizations.create_organization(FeatureSet="ALL")
    with patch.object(utils, "make_random_account_id", lambda: ADMINISTRATOR):
        organizations.create_account(Email="audit@example.org", AccountName="audit")
    aws("securityhub", account=OTHER).enable_organization_admin_account(AdminAccountId=ADMINISTRATOR)
    aws("securityhub").enable_security_hub()
    configuration = {"ConfigurationType": "CENTRAL", "Status": "ENABLED"}
    aws("securityhub").update_organization_configuration(
        AutoEnable=False, AutoEnableStandards="NONE", OrganizationConfiguration=configuration
    )
    assert seen("aws_securityhub_organization_configuration") == [
        {
            "auto_enable": False,
            "auto_enable_standards": "NONE",
            "organization_configuration": [{"configuration_type": "CENTRAL"}],
        }
    ]


def test_how_the_organization_is_configured_is_read_from_its_administrator(answered):
    assert answered(organization_configurations, ORGANIZATION, HUB, ALONE, CENTRAL) == [
        {
            "auto_enable": False,
            "auto_enable_standards": "NONE",
            "organization_configuration": [{"configuration_type": "CENTRAL"}],
        }
    ]


@pytest.mark.parametrize("status", ["FAILED", "DISABLED"])
def test_a_central_configuration_that_is_not_in_effect_configures_nothing(answered, status):
    operation, answer = CENTRAL
    failed = (operation, {**answer, "OrganizationConfiguration": {"ConfigurationType": "CENTRAL", "Status": status}})
    assert answered(organization_configurations, ORGANIZATION, HUB, ALONE, failed) == [
        {"auto_enable": False, "auto_enable_standards": "NONE"}
    ]
    assert answered(configuration_policies, ORGANIZATION, HUB, ALONE, failed) == []


def test_who_administers_no_organization_has_no_setting_for_it(answered):
    assert answered(organization_configurations, ORGANIZATION, HUB, ALONE, REFUSED) == []
    assert answered(organization_configurations, ORGANIZATION, HUB, MEMBER) == []
    assert answered(organization_configurations, ORGANIZATION, OFF) == []
    assert answered(organization_configurations, MANAGEMENT) == []


def test_the_administrator_is_read_from_the_management_account(answered):
    accounts = [
        {"AccountId": "333333333333", "Status": "ENABLED"},
        {"AccountId": "888888888888", "Status": "DISABLE_IN_PROGRESS"},
    ]
    listed = ("securityhub.list_organization_admin_accounts", {"AdminAccounts": accounts})
    assert answered(organization_admin_accounts, MANAGEMENT, listed) == [{"admin_account_id": "333333333333"}]
    assert answered(organization_admin_accounts, ORGANIZATION) == []


def test_the_standards_of_an_account_are_read(answered):
    arn = "arn:aws:securityhub:us-east-1:777777777777:subscription/aws-foundational-security-best-practices/v/1.0.0"
    given = {"StandardsSubscriptionArn": arn, "StandardsArn": STANDARD, "StandardsInput": {}}
    ready, leaving = {**given, "StandardsStatus": "READY"}, {**given, "StandardsStatus": "DELETING"}
    enabled = ("securityhub.get_enabled_standards", {"StandardsSubscriptions": [ready, leaving]})
    assert answered(standards_subscriptions, HUB, enabled) == [{"arn": arn, "id": arn, "standards_arn": STANDARD}]
    assert answered(standards_subscriptions, OFF) == []


def test_the_aggregator_is_read_with_its_regions(answered):
    arn = "arn:aws:securityhub:us-east-1:777777777777:finding-aggregator/11111111-2222-3333-4444-555555555555"
    listed = ("securityhub.list_finding_aggregators", {"FindingAggregators": [{"FindingAggregatorArn": arn}]})
    told = {"FindingAggregatorArn": arn, "RegionLinkingMode": "SPECIFIED_REGIONS", "Regions": ["us-west-2"]}
    got = ("securityhub.get_finding_aggregator", told)
    assert answered(finding_aggregators, ORGANIZATION, HUB, ALONE, listed, got) == [
        {"arn": arn, "id": arn, "linking_mode": "SPECIFIED_REGIONS", "specified_regions": ["us-west-2"]}
    ]


def test_a_policy_is_read_with_its_standards_and_controls(answered):
    arn = f"arn:aws:securityhub:us-east-1:777777777777:configuration-policy/{POLICY}"
    controls = {
        "DisabledSecurityControlIdentifiers": ["Macie.1"],
        "SecurityControlCustomParameters": [
            {
                "SecurityControlId": "IAM.7",
                "Parameters": {"RequireSymbols": {"ValueType": "CUSTOM", "Value": {"Boolean": True}}},
            }
        ],
    }
    hub = {
        "ServiceEnabled": True,
        "EnabledStandardIdentifiers": [STANDARD],
        "SecurityControlsConfiguration": controls,
    }
    told = {"Arn": arn, "Id": POLICY, "Name": "all", "Description": "d", "ConfigurationPolicy": {"SecurityHub": hub}}
    listed = ("securityhub.list_configuration_policies", {"ConfigurationPolicySummaries": [{"Id": POLICY}]})
    got = ("securityhub.get_configuration_policy", told)
    assert answered(configuration_policies, ORGANIZATION, HUB, ALONE, CENTRAL, listed, got) == [
        {
            "arn": arn,
            "configuration_policy": [
                {
                    "enabled_standard_arns": [STANDARD],
                    "security_controls_configuration": [
                        {
                            "disabled_control_identifiers": ["Macie.1"],
                            "security_control_custom_parameter": [
                                {
                                    "parameter": [
                                        {
                                            "bool": [{"value": True}],
                                            "name": "RequireSymbols",
                                            "value_type": "CUSTOM",
                                        }
                                    ],
                                    "security_control_id": "IAM.7",
                                }
                            ],
                        }
                    ],
                    "service_enabled": True,
                }
            ],
            "description": "d",
            "id": POLICY,
            "name": "all",
        }
    ]


def test_on_what_a_policy_is_laid_and_in_effect_is_read(answered):
    key = "ConfigurationPolicyAssociationSummaries"
    laid = {"ConfigurationPolicyId": POLICY, "TargetType": "ORGANIZATIONAL_UNIT", "AssociationType": "APPLIED"}
    told = [
        {**laid, "TargetId": "r-demo", "AssociationStatus": "SUCCESS"},
        {**laid, "TargetId": "ou-demo-failed00", "AssociationStatus": "FAILED"},
        {**laid, "TargetId": "ou-demo-disabled", "AssociationStatus": "DISABLED"},
    ]
    listed = ("securityhub.list_configuration_policy_associations", {key: told})
    assert answered(configuration_policy_associations, ORGANIZATION, HUB, ALONE, CENTRAL, listed) == [
        {"policy_id": POLICY, "target_id": "r-demo"}
    ]


def test_where_nothing_is_configured_centrally_there_are_no_policies(answered):
    assert answered(configuration_policies, ORGANIZATION, HUB, ALONE, REFUSED) == []
    assert answered(configuration_policy_associations, ORGANIZATION, HUB, MEMBER) == []
