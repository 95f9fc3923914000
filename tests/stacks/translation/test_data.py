from __future__ import annotations

from importlib.metadata import version

import pytest

from phizone_stacks import translation
from phizone_stacks.translation import Kind


def test_the_data_was_made_from_the_installed_pulumi_aws() -> None:
    assert translation.index().versions == {
        "pulumi-aws": version("pulumi-aws"),
        "cdktn-provider-aws": "25.8.1",
        "terraform-provider-aws": "6.69.1",
        "policy-sentry": "0.15.2",
    }


def test_every_input_of_the_types_the_zone_uses_has_a_terraform_name(inputs_without_a_field: set[str]) -> None:
    # Pulumi shares this class with aws_s3_bucket_server_side_encryption_configuration, which alone has the attribute.
    assert inputs_without_a_field == {"aws_s3_bucket.server_side_encryption_configuration.rule.blockedEncryptionTypes"}


def test_the_zone_uses_these_many_types(used_types: tuple[str, ...]) -> None:
    assert len(used_types) == 178


def test_a_schema_tells_what_is_required_and_what_only_the_provider_gives() -> None:
    fields = translation.schema("aws_vpc_endpoint").fields
    assert {name for name, field in fields.items() if field.required} == {"vpcId"}
    assert {name for name, field in fields.items() if field.computed} == {
        "arn",
        "cidrBlocks",
        "dnsEntries",
        "networkInterfaceIds",
        "ownerId",
        "prefixListId",
        "requesterManaged",
        "state",
    }


def test_a_schema_tells_kinds_of_values() -> None:
    fields = translation.schema("aws_security_group").fields
    assert {name: field.shape.kind for name, field in fields.items()} == {
        "arn": Kind.STRING,
        "description": Kind.STRING,
        "egress": Kind.SET,
        "id": Kind.STRING,
        "ingress": Kind.SET,
        "name": Kind.STRING,
        "namePrefix": Kind.STRING,
        "ownerId": Kind.STRING,
        "region": Kind.STRING,
        "revokeRulesOnDelete": Kind.BOOL,
        "tags": Kind.MAP,
        "tagsAll": Kind.MAP,
        "timeouts": Kind.OBJECT,
        "vpcId": Kind.STRING,
    }


@pytest.mark.parametrize(
    ("name", "taggable", "has_region"),
    [
        ("aws_kms_key", True, True),
        ("aws_kms_alias", False, True),
        ("aws_iam_role", True, False),
        ("aws_iam_role_policy", False, False),
        ("aws_organizations_account", True, False),
    ],
)
def test_a_schema_tells_whether_a_type_has_tags_and_a_region(name: str, taggable: bool, has_region: bool) -> None:
    schema = translation.schema(name)
    assert (schema.taggable, schema.has_region) == (taggable, has_region)


def test_a_schema_is_read_once() -> None:
    assert translation.schema("aws_kms_key") is translation.schema("aws_kms_key")


def test_an_unknown_type_is_named_in_the_error() -> None:
    with pytest.raises(translation.UnknownType, match="aws_no_such_thing"):
        translation.schema("aws_no_such_thing")


@pytest.mark.parametrize(
    ("resource", "form"),
    [
        ("s3/bucket", "arn:${Partition}:s3:::${BucketName}"),
        ("s3/object", "arn:${Partition}:s3:::${BucketName}/${ObjectName}"),
        ("kms/key", "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}"),
        ("iam/role", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"),
        ("sns/no-such-thing", None),
    ],
)
def test_iam_resource_types_have_their_arn_formats(resource: str, form: str | None) -> None:
    assert translation.arn_format(resource) == form
