from __future__ import annotations

import pytest

from phizone_stacks import translation

FIRST_AND_SECOND_VERSIONS = {
    "aws_s3_bucket": ("bucket:Bucket", "bucketV2:BucketV2"),
    "aws_s3_bucket_accelerate_configuration": (
        "bucketAccelerateConfiguration:BucketAccelerateConfiguration",
        "bucketAccelerateConfigurationV2:BucketAccelerateConfigurationV2",
    ),
    "aws_s3_bucket_acl": ("bucketAcl:BucketAcl", "bucketAclV2:BucketAclV2"),
    "aws_s3_bucket_cors_configuration": (
        "bucketCorsConfiguration:BucketCorsConfiguration",
        "bucketCorsConfigurationV2:BucketCorsConfigurationV2",
    ),
    "aws_s3_bucket_lifecycle_configuration": (
        "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    ),
    "aws_s3_bucket_logging": ("bucketLogging:BucketLogging", "bucketLoggingV2:BucketLoggingV2"),
    "aws_s3_bucket_object_lock_configuration": (
        "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
    ),
    "aws_s3_bucket_request_payment_configuration": (
        "bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration",
        "bucketRequestPaymentConfigurationV2:BucketRequestPaymentConfigurationV2",
    ),
    "aws_s3_bucket_server_side_encryption_configuration": (
        "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ),
    "aws_s3_bucket_versioning": (
        "bucketVersioning:BucketVersioning",
        "bucketVersioningV2:BucketVersioningV2",
    ),
    "aws_s3_bucket_website_configuration": (
        "bucketWebsiteConfiguration:BucketWebsiteConfiguration",
        "bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
    ),
}


def test_types_whose_tokens_do_not_spell_them_are_these(
    tokens_that_do_not_spell_their_type: dict[str, tuple[str, ...]],
) -> None:
    assert tokens_that_do_not_spell_their_type == {
        "aws_cloudtrail": ("aws:cloudtrail/trail:Trail",),
        "aws_config_aggregate_authorization": ("aws:cfg/aggregateAuthorization:AggregateAuthorization",),
        "aws_config_config_rule": ("aws:cfg/rule:Rule",),
        "aws_config_configuration_aggregator": ("aws:cfg/configurationAggregator:ConfigurationAggregator",),
        "aws_config_configuration_recorder": ("aws:cfg/recorder:Recorder",),
        "aws_config_configuration_recorder_status": ("aws:cfg/recorderStatus:RecorderStatus",),
        "aws_config_conformance_pack": ("aws:cfg/conformancePack:ConformancePack",),
        "aws_config_delivery_channel": ("aws:cfg/deliveryChannel:DeliveryChannel",),
        "aws_config_organization_conformance_pack": (
            "aws:cfg/organizationConformancePack:OrganizationConformancePack",
        ),
        "aws_config_organization_custom_policy_rule": (
            "aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule",
        ),
        "aws_config_organization_custom_rule": ("aws:cfg/organizationCustomRule:OrganizationCustomRule",),
        "aws_config_organization_managed_rule": ("aws:cfg/organizationManagedRule:OrganizationManagedRule",),
        "aws_config_remediation_configuration": ("aws:cfg/remediationConfiguration:RemediationConfiguration",),
        "aws_config_retention_configuration": ("aws:cfg/retentionConfiguration:RetentionConfiguration",),
        "aws_db_instance": ("aws:rds/instance:Instance",),
        "aws_default_security_group": ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",),
        "aws_ec2_transit_gateway": ("aws:ec2transitgateway/transitGateway:TransitGateway",),
        "aws_flow_log": ("aws:ec2/flowLog:FlowLog",),
        "aws_instance": ("aws:ec2/instance:Instance",),
        "aws_macie2_custom_data_identifier": ("aws:macie/customDataIdentifier:CustomDataIdentifier",),
        "aws_macie2_findings_filter": ("aws:macie/findingsFilter:FindingsFilter",),
        "aws_network_acl": ("aws:ec2/networkAcl:NetworkAcl",),
        "aws_network_acl_rule": ("aws:ec2/networkAclRule:NetworkAclRule",),
        "aws_route": ("aws:ec2/route:Route",),
        "aws_route_table": ("aws:ec2/routeTable:RouteTable",),
        "aws_route_table_association": ("aws:ec2/routeTableAssociation:RouteTableAssociation",),
        "aws_s3_bucket_analytics_configuration": ("aws:s3/analyticsConfiguration:AnalyticsConfiguration",),
        "aws_s3_bucket_inventory": ("aws:s3/inventory:Inventory",),
        "aws_s3_bucket_replication_configuration": ("aws:s3/bucketReplicationConfig:BucketReplicationConfig",),
        "aws_s3_object": ("aws:s3/bucketObjectv2:BucketObjectv2",),
        "aws_security_group": ("aws:ec2/securityGroup:SecurityGroup",),
        "aws_subnet": ("aws:ec2/subnet:Subnet",),
        "aws_vpc": ("aws:ec2/vpc:Vpc",),
        "aws_vpc_endpoint": ("aws:ec2/vpcEndpoint:VpcEndpoint",),
    }


@pytest.mark.parametrize(("name", "tokens"), FIRST_AND_SECOND_VERSIONS.items())
def test_both_versions_of_a_bucket_resource_stand_for_one_type(name: str, tokens: tuple[str, str]) -> None:
    assert translation.pulumi_tokens(name) == (f"aws:s3/{tokens[0]}", f"aws:s3/{tokens[1]}")


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("aws:rds/instance:Instance", "aws_db_instance"),
        ("aws:ec2/instance:Instance", "aws_instance"),
        ("aws:rds/cluster:Cluster", "aws_rds_cluster"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:elb/loadBalancer:LoadBalancer", "aws_elb"),
        ("aws:kms/key:Key", "aws_kms_key"),
        ("aws:s3/bucketObject:BucketObject", "aws_s3_bucket_object"),
        (
            "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
            "aws_dx_hosted_private_virtual_interface",
        ),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws_vpc_security_group_ingress_rule"),
        ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws_iam_openid_connect_provider"),
        ("random:index/randomId:RandomId", None),
    ],
)
def test_a_token_stands_for_its_type(token: str, name: str | None) -> None:
    assert translation.terraform_type(token) == name


def test_no_token_is_unpaired() -> None:
    assert translation.index().unpaired == ()


def test_every_token_and_every_type_of_the_provider_is_paired() -> None:
    assert (len(translation.index().types), len(translation.index().tokens)) == (1748, 1735)


def test_an_unknown_type_has_no_tokens() -> None:
    assert translation.pulumi_tokens("aws_no_such_thing") == ()
