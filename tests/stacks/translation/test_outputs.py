from __future__ import annotations

import pytest

from phizone_stacks.translation import UnknownType, attribute_path


@pytest.mark.parametrize(
    ("name", "path", "translated"),
    [
        ("aws_lambda_function", ("arn",), "arn"),
        ("aws_lambda_function", ("vpcConfig", "subnetIds", 0), "vpc_config.0.subnet_ids.0"),
        ("aws_lambda_function", ("vpcConfig",), "vpc_config"),
        ("aws_lambda_function", ("vpcConfig", 0, "vpcId"), "vpc_config.0.vpc_id"),
        ("aws_lambda_function", ("environment", "variables", "myKey"), "environment.0.variables.myKey"),
        ("aws_lambda_function", ("name",), "function_name"),
        ("aws_kms_key", ("tags", "DataClassification"), "tags.DataClassification"),
        ("aws_kms_key", ("tagsAll",), "tags_all"),
        ("aws_kms_key", ("notYetKnown", "innerName", 3), "not_yet_known.inner_name.3"),
        ("aws_db_instance", ("masterUserSecrets", 0, "secretArn"), "master_user_secret.0.secret_arn"),
        ("aws_vpc_endpoint", ("dnsEntries", 0, "dnsName"), "dns_entry.0.dns_name"),
        ("aws_s3_bucket", ("website", "indexDocument"), "website.0.index_document"),
        ("aws_s3_bucket", ("websites", 0, "indexDocument"), "website.0.index_document"),
        ("aws_s3tables_table_bucket", ("encryptionConfiguration", "kmsKeyArn"), "encryption_configuration.kms_key_arn"),
        ("aws_api_gateway_vpc_link", ("targetArn",), "target_arns.0"),
        ("aws_organizations_organization", ("roots", 0, "id"), "roots.0.id"),
        ("aws_organizations_organization", ("masterAccountId",), "master_account_id"),
    ],
)
def test_an_output_has_the_path_terraform_gives_it(name: str, path: tuple[str | int, ...], translated: str) -> None:
    assert attribute_path(name, path) == translated


def test_a_path_in_an_unknown_type_is_refused() -> None:
    with pytest.raises(UnknownType):
        attribute_path("aws_no_such_thing", ("arn",))
