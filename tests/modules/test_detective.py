"""Every change is recorded in every region; detectors watch every account and are seen in the audit account."""

from __future__ import annotations

import dataclasses
import json

import pytest

from phizone_modules import guardrail_policies
from phizone_modules.boundary import BoundaryArgs, platform_boundary, workload_boundary
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.deploy_detective import account, detectors
from phizone_modules.detective import Recorder, RecorderArgs
from phizone_modules.detective_delivery import RecordBucket, RecordBucketArgs, record_key_use
from phizone_modules.detective_detectors import Delegation, DelegationArgs, Detectors, DetectorsArgs
from phizone_modules.detective_organization import OrganizationDetectors, OrganizationDetectorsArgs

REGIONS = ["us-east-1", "us-west-2"]
AUDIT = "333333333333"
BUCKET = "meridian-shared-config-444444444444"
KEY = "arn:aws:kms:us-east-1:444444444444:key/0"


@pytest.fixture(name="platform")
def platform_fixture(scope):
    return dataclasses.replace(scope, team="platform", environment="shared")


@pytest.fixture(name="recorded")
def recorded_fixture(platform, build):
    args = RecorderArgs(scope=platform, allowed_regions=REGIONS, bucket=BUCKET, key_arn=KEY)
    return build(lambda opts: Recorder("account", args, opts))


@pytest.fixture(name="organization")
def organization_fixture(platform, build):
    args = OrganizationDetectorsArgs(
        scope=platform,
        root_id="r-demo",
        allowed_regions=REGIONS,
        detector_ids={"us-east-1": "east", "us-west-2": "west"},
        members={"prod": ("777777777777", "cloud-prod@example.org")},
        boundary_arn="arn:aws:iam::444444444444:policy/meridian-shared-boundary",
    )
    return build(lambda opts: OrganizationDetectors("organization", args, opts))


def test_all_types_are_recorded_and_those_without_a_region_in_one(recorded):
    assert {
        (
            node.region,
            node.get("recording_group.0.all_supported"),
            node.get("recording_group.0.include_global_resource_types"),
        )
        for node in recorded.of_type("aws_config_configuration_recorder")
    } == {("us-east-1", True, True), ("us-west-2", True, False)}
    role = recorded["workspace.prod/aws_iam_service_linked_role.account"]
    assert role.text("aws_service_name") == "config.amazonaws.com"
    assert {node.type for node in recorded.referrers(role)} == {"aws_config_configuration_recorder"}


def test_recorders_are_on_once_they_can_deliver_under_our_key(recorded):
    assert {
        (node.region, node.text("s3_bucket_name"), node.text("s3_kms_key_arn"), node.text("name"))
        for node in recorded.of_type("aws_config_delivery_channel")
    } == {(region, BUCKET, KEY, "meridian-shared-recorder") for region in REGIONS}
    status = recorded["workspace.prod/aws_config_configuration_recorder_status.account-us-west-2"]
    assert status.get("is_enabled") is True
    assert set(recorded.refers_to(status)) == {
        "workspace.prod/aws_config_configuration_recorder.account-us-west-2",
        "workspace.prod/aws_config_delivery_channel.account-us-west-2",
    }


def test_the_bucket_takes_the_records_of_our_accounts_and_has_no_lock_that_would_refuse_them(platform, build):
    args = RecordBucketArgs(
        scope=platform,
        accounts=["777777777777", "111111111111"],
        key_arn=KEY,
        log_bucket="logs",
        administrators=[platform.role_arn("deploy")],
    )
    graph = build(lambda opts: RecordBucket("config", args, opts))
    assert graph.of_type("aws_s3_bucket_object_lock_configuration") == ()
    policy = json.loads(graph["workspace.prod/aws_s3_bucket_policy.config"].text("policy"))["Statement"]
    ours = {"StringEquals": {"aws:SourceAccount": ["111111111111", "777777777777"]}}
    assert [each for each in policy if each["Effect"] == "Allow"] == [
        {
            "Sid": "RecordersSeeTheBucket",
            "Effect": "Allow",
            "Principal": {"Service": "config.amazonaws.com"},
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": f"arn:aws:s3:::{BUCKET}",
            "Condition": ours,
        },
        {
            "Sid": "RecordersDeliver",
            "Effect": "Allow",
            "Principal": {"Service": "config.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": [
                f"arn:aws:s3:::{BUCKET}/AWSLogs/111111111111/Config/*",
                f"arn:aws:s3:::{BUCKET}/AWSLogs/777777777777/Config/*",
            ],
            "Condition": ours,
        },
    ]
    use = record_key_use(["777777777777", "111111111111"])
    assert (use.service, set(use.actions), use.condition) == (
        "config.amazonaws.com",
        {"kms:Decrypt", "kms:GenerateDataKey"},
        ours,
    )


def test_detectors_are_on_in_each_region_and_watch_objects(platform, build):
    graph = build(lambda opts: Detectors("audit", DetectorsArgs(scope=platform, allowed_regions=REGIONS), opts))
    assert {(node.region, node.get("enable")) for node in graph.of_type("aws_guardduty_detector")} == {
        ("us-east-1", True),
        ("us-west-2", True),
    }
    assert {
        (node.region, node.text("name"), node.text("status"), graph.target(node.get("detector_id")).region)
        for node in graph.of_type("aws_guardduty_detector_feature")
    } == {(region, "S3_DATA_EVENTS", "ENABLED", region) for region in REGIONS}
    assert {node.region for node in graph.of_type("aws_securityhub_account")} == set(REGIONS)
    assert {(node.region, node.text("status")) for node in graph.of_type("aws_macie2_account")} == {
        ("us-east-1", "ENABLED"),
        ("us-west-2", "ENABLED"),
    }


def test_the_audit_account_administers_them_in_every_region(build):
    args = DelegationArgs(audit_account=AUDIT, allowed_regions=REGIONS)
    graph = build(lambda opts: Delegation("audit", args, opts))
    assert {
        (node.type, node.region, node.text("admin_account_id")) for node in graph if node.peek("admin_account_id")
    } == {
        (f"aws_{service}_organization_admin_account", region, AUDIT)
        for service in ("guardduty", "macie2", "securityhub")
        for region in REGIONS
    }
    assert {
        (node.text("service_principal"), node.text("account_id"))
        for node in graph.of_type("aws_organizations_delegated_administrator")
    } == {
        ("access-analyzer.amazonaws.com", AUDIT),
        ("config.amazonaws.com", AUDIT),
    }


def test_guardduty_enrols_accounts_that_exist_and_those_to_come(organization):
    assert {
        (node.region, node.text("detector_id"), node.text("auto_enable_organization_members"))
        for node in organization.of_type("aws_guardduty_organization_configuration")
    } == {("us-east-1", "east", "ALL"), ("us-west-2", "west", "ALL")}
    assert {
        (node.region, node.text("name"), node.text("auto_enable"))
        for node in organization.of_type("aws_guardduty_organization_configuration_feature")
    } == {("us-east-1", "S3_DATA_EVENTS", "ALL"), ("us-west-2", "S3_DATA_EVENTS", "ALL")}


def test_macie_names_the_accounts_that_exist_and_enrols_those_to_come(organization):
    assert {
        (node.region, node.get("auto_enable")) for node in organization.of_type("aws_macie2_organization_configuration")
    } == {
        ("us-east-1", True),
        ("us-west-2", True),
    }
    assert {
        (node.region, node.text("account_id"), node.text("status"))
        for node in organization.of_type("aws_macie2_member")
    } == {("us-east-1", "777777777777", "ENABLED"), ("us-west-2", "777777777777", "ENABLED")}


def test_a_policy_on_the_root_switches_security_hub_on_everywhere(organization):
    (policy,) = organization.of_type("aws_securityhub_configuration_policy")
    assert policy.blocks("configuration_policy") == [
        {
            "service_enabled": True,
            "enabled_standard_arns": [
                "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
            ],
            "security_controls_configuration": [{"disabled_control_identifiers": []}],
        }
    ]
    (association,) = organization.of_type("aws_securityhub_configuration_policy_association")
    assert (association.text("target_id"), organization.target(association.get("policy_id"))) == ("r-demo", policy)
    (findings,) = organization.of_type("aws_securityhub_finding_aggregator")
    assert (findings.region, findings.items("specified_regions")) == ("us-east-1", ["us-west-2"])
    (central,) = organization.of_type("aws_securityhub_organization_configuration")
    assert central.blocks("organization_configuration") == [{"configuration_type": "CENTRAL"}]


def test_outside_access_to_the_organization_is_looked_for_in_each_region(organization):
    assert {
        (node.region, node.text("type"), node.text("analyzer_name"))
        for node in organization.of_type("aws_accessanalyzer_analyzer")
    } == {(region, "ORGANIZATION", "meridian-shared-organization") for region in REGIONS}


def test_all_records_of_all_regions_come_together_by_a_bounded_role(organization):
    (aggregator,) = organization.of_type("aws_config_configuration_aggregator")
    assert aggregator.get("organization_aggregation_source.0.all_regions") is True
    (role,) = organization.of_type("aws_iam_role")
    assert organization.target(aggregator.get("organization_aggregation_source.0.role_arn")) == role
    assert role.text("permissions_boundary") == "arn:aws:iam::444444444444:policy/meridian-shared-boundary"
    assert json.loads(role.text("assume_role_policy"))["Statement"] == [
        {
            "Sid": "Config",
            "Effect": "Allow",
            "Principal": {"Service": "config.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": "444444444444"}},
        }
    ]


def test_the_aggregators_role_reads_who_is_in_the_organization_and_no_other_deployed_role_does(platform):
    reading = {
        "organizations:DescribeOrganization",
        "organizations:ListA*",
        "organizations:ListDelegatedAdministrators",
    }
    security, workspace = (
        {
            each["Sid"]: each
            for each in workload_boundary(BoundaryArgs(scope=platform, duties=[duty], allowed_regions=REGIONS))
        }
        for duty in (Duty.SECURITY, Duty.WORKSPACE)
    )
    assert {action for action in security["Workloads"]["Action"] if "organizations" in action} == reading
    assert {action for action in workspace["Workloads"]["Action"] if "organizations" in action} == set()
    assert "organizations:*" not in security["Safeguards"]["Action"]
    assert "organizations:*" in workspace["Safeguards"]["Action"]


def test_deploy_passes_awss_recorder_role_to_aws_config_only(platform):
    role = "arn:aws:iam::444444444444:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    (passing,) = (each for each in account(platform) if each["Sid"] == "PassRecorderRole")
    assert (passing["Resource"], passing["Condition"]) == (
        role,
        {"StringEquals": {"iam:PassedToService": "config.amazonaws.com"}},
    )
    statements = platform_boundary(BoundaryArgs(scope=platform, duties=[Duty.WORKSPACE], allowed_regions=REGIONS))
    (others,) = (each for each in statements if each["Sid"] == "PassOtherRoles")
    assert others["NotResource"] == ["arn:aws:iam::444444444444:role/meridian-shared-*", role]


def test_deploy_stops_no_recorder_and_no_detector(platform, actions_of):
    actions = actions_of([*account(platform), *detectors(platform)])
    assert [
        each for each in actions if each.split(":")[1].startswith(("Delete", "Disable", "Disassociate", "Stop"))
    ] == []


def test_the_organization_keeps_everybody_else_from_recorders_and_detectors():
    statements = guardrail_policies.protected_foundations("meridian", "arn:aws:iam::*:role/meridian-*-deploy")
    (stay,) = (each for each in statements if each["Sid"] == "FoundationsStay")
    assert {
        "access-analyzer:DeleteAnalyzer",
        "config:Delete*",
        "config:PutConfigurationAggregator",
        "config:PutConfigurationRecorder",
        "config:PutDeliveryChannel",
        "config:StopConfigurationRecorder",
        "guardduty:Delete*",
        "guardduty:UpdateDetector",
        "guardduty:UpdateOrganizationConfiguration",
        "macie2:Disable*",
        "macie2:UpdateMacieSession",
        "macie2:UpdateOrganizationConfiguration",
        "securityhub:Disable*",
        "securityhub:StartConfigurationPolicyDisassociation",
        "securityhub:UpdateConfigurationPolicy",
        "securityhub:UpdateOrganizationConfiguration",
    } <= set(stay["Action"])
