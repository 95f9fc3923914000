from __future__ import annotations

from collections.abc import Callable

import pytest

from phizone_stacks.translation import UnknownType, to_terraform


@pytest.mark.parametrize(
    ("name", "given", "translated"),
    [
        ("aws_lambda_function", "code", "filename"),
        ("aws_lambda_function", "name", "function_name"),
        ("aws_lambda_permission", "function", "function_name"),
        ("aws_cloudwatch_metric_alarm", "name", "alarm_name"),
        ("aws_sns_topic_subscription", "topic", "topic_arn"),
        ("aws_cloudwatch_log_subscription_filter", "logGroup", "log_group_name"),
        ("aws_iam_openid_connect_provider", "clientIdLists", "client_id_list"),
        ("aws_s3_bucket_website_configuration", "routingRuleDetails", "routing_rules"),
        ("aws_kms_key", "customerMasterKeySpec", "customer_master_key_spec"),
        ("aws_vpc", "ipv6CidrBlock", "ipv6_cidr_block"),
    ],
)
def test_a_property_has_the_name_terraform_gives_it(name: str, given: str, translated: str) -> None:
    assert to_terraform(name, {given: "value"}) == {translated: "value"}


def test_blocks_of_at_most_one_are_wrapped_at_every_depth() -> None:
    assert to_terraform(
        "aws_s3_bucket_server_side_encryption_configuration",
        {
            "bucket": "raw",
            "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, "bucketKeyEnabled": True}],
        },
    ) == {
        "bucket": "raw",
        "rule": [
            {"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms"}], "bucket_key_enabled": True},
        ],
    }


def test_a_studio_domain_is_translated_whole() -> None:
    assert to_terraform(
        "aws_sagemaker_domain",
        {
            "appNetworkAccessType": "VpcOnly",
            "subnetIds": ["subnet-1"],
            "defaultUserSettings": {
                "executionRole": "arn:aws:iam::333333333333:role/studio",
                "jupyterLabAppSettings": {"customImages": [{"imageName": "a"}], "lifecycleConfigArns": ["arn"]},
            },
        },
    ) == {
        "app_network_access_type": "VpcOnly",
        "subnet_ids": ["subnet-1"],
        "default_user_settings": [
            {
                "execution_role": "arn:aws:iam::333333333333:role/studio",
                "jupyter_lab_app_settings": [
                    {"custom_image": [{"image_name": "a"}], "lifecycle_config_arns": ["arn"]},
                ],
            },
        ],
    }


def test_both_versions_of_a_bucket_give_the_same_attributes() -> None:
    first = to_terraform("aws_s3_bucket", {"versioning": {"enabled": True}, "logging": {"targetBucket": "logs"}})
    second = to_terraform("aws_s3_bucket", {"versionings": [{"enabled": True}], "loggings": [{"targetBucket": "logs"}]})
    assert first == second == {"versioning": [{"enabled": True}], "logging": [{"target_bucket": "logs"}]}


def test_security_group_rules_keep_their_names_and_order() -> None:
    assert to_terraform(
        "aws_security_group",
        {"ingress": [{"fromPort": 443, "cidrBlocks": ["10.0.0.0/8"]}, {"fromPort": 80, "self": True}]},
    ) == {"ingress": [{"from_port": 443, "cidr_blocks": ["10.0.0.0/8"]}, {"from_port": 80, "self": True}]}


def test_keys_of_maps_are_the_users() -> None:
    tags = {"DataClassification": "PHI", "camelCase": "a", "aws:owner": "b"}
    assert to_terraform("aws_lambda_function", {"tags": tags, "environment": {"variables": {"myKey": "v"}}}) == {
        "tags": tags,
        "environment": [{"variables": {"myKey": "v"}}],
    }


def test_a_nested_attribute_stays_an_object() -> None:
    assert to_terraform("aws_s3tables_table_bucket", {"encryptionConfiguration": {"kmsKeyArn": "arn"}}) == {
        "encryption_configuration": {"kms_key_arn": "arn"},
    }


def test_a_text_that_terraform_has_in_a_list_is_wrapped() -> None:
    assert to_terraform("aws_api_gateway_vpc_link", {"targetArn": "arn"}) == {"target_arns": ["arn"]}


def test_references_pass_unchanged_wherever_they_stand(reference: object) -> None:
    assert to_terraform(
        "aws_lambda_function",
        {
            "kmsKeyArn": reference,
            "vpcConfig": reference,
            "layers": [reference],
            "tags": reference,
            "environment": {"variables": {"key": reference}},
            "deadLetterConfig": {"targetArn": reference},
        },
    ) == {
        "kms_key_arn": reference,
        "vpc_config": reference,
        "layers": [reference],
        "tags": reference,
        "environment": [{"variables": {"key": reference}}],
        "dead_letter_config": [{"target_arn": reference}],
    }


def test_a_block_that_is_a_list_already_is_not_wrapped_again() -> None:
    assert to_terraform("aws_lambda_function", {"vpcConfig": [{"subnetIds": ["subnet-1"]}]}) == {
        "vpc_config": [{"subnet_ids": ["subnet-1"]}],
    }


def test_an_absent_block_stays_absent() -> None:
    assert to_terraform("aws_lambda_function", {"vpcConfig": None, "code": None}) == {
        "vpc_config": None,
        "filename": None,
    }


def test_unknown_properties_are_kept_under_their_snake_case_names(reference: object) -> None:
    assert to_terraform("aws_kms_key", {"notYetKnown": {"innerName": 1}, "vpcConfig": {"newIPv6Thing": reference}}) == {
        "not_yet_known": {"innerName": 1},
        "vpc_config": {"newIPv6Thing": reference},
    }


def test_the_given_properties_are_not_changed() -> None:
    given = {"vpcConfig": {"subnetIds": ["subnet-1"]}}
    to_terraform("aws_lambda_function", given)
    assert given == {"vpcConfig": {"subnetIds": ["subnet-1"]}}


def test_properties_of_an_unknown_type_are_refused() -> None:
    with pytest.raises(UnknownType, match=r"^aws_no_such_thing is not a resource type of the Terraform AWS provider 6"):
        to_terraform("aws_no_such_thing", {})


def test_a_block_that_holds_itself_is_translated_at_every_depth() -> None:
    statement = {"andStatement": {"statements": [{"geoMatchStatement": {"countryCodes": ["US"]}}]}}
    assert to_terraform("aws_wafv2_web_acl", {"rules": [{"name": "a", "statement": statement}]}) == {
        "rule": [
            {
                "name": "a",
                "statement": [
                    {"and_statement": [{"statement": [{"geo_match_statement": [{"country_codes": ["US"]}]}]}]},
                ],
            },
        ],
    }


def test_two_thousand_resources_take_well_under_a_fifth_of_a_second(
    seconds: Callable[[Callable[[], object], int], float],
) -> None:
    default = {"kmsMasterKeyId": "key", "sseAlgorithm": "aws:kms"}
    bucket: dict[str, object] = {
        "bucket": "raw",
        "forceDestroy": False,
        "tags": {"Team": "cardiology", "DataClassification": "PHI"},
        "lifecycleRules": [{"id": "old", "enabled": True, "expiration": {"days": 2557}}],
        "serverSideEncryptionConfiguration": {"rule": {"applyServerSideEncryptionByDefault": default}},
    }
    assert seconds(lambda: to_terraform("aws_s3_bucket", bucket), 2000) < 0.2
