"""What is not modelled and may give somebody access is named, with what it touches; what gives nobody access is not."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.world import kinds, world_of

PHI = "aws_s3_bucket.phi"
ROLE = "aws_iam_role.data"
BASE = """
aws_s3_bucket.phi: {bucket: phi-raw}
aws_kms_key.phi: {}
aws_iam_role.data: {name: data, assume_role_policy: '{"Statement": []}'}
"""


@pytest.fixture
def gaps(world):
    """What is not modelled of the base and some resources more."""

    def found(text):
        return world(BASE + text).gaps

    return found


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("aws_ram_resource_association.x: {resource_arn: 'arn:aws:s3:::phi-raw'}", {PHI}),
        ("aws_lakeformation_resource.x: {arn: 'arn:aws:s3:::phi-raw/tables'}", {PHI}),
        ("aws_glue_catalog_table.x: {storage_descriptor: [{location: 's3://phi-raw/t'}]}", {PHI}),
        ('aws_foo_policy.x: {policy: \'{"Resource": ["arn:aws:s3:::phi-*"]}\'}', {PHI}),
        ("aws_transfer_user.x: {role: {$ref: {address: aws_iam_role.data, attribute: arn}}}", {ROLE}),
        ("aws_cognito_identity_pool_roles_attachment.x: {roles: {a: 'arn:aws:iam::777777777777:role/data'}}", {ROLE}),
        ("aws_rolesanywhere_profile.x: {role_arns: [{$ref: {address: aws_iam_role.data, attribute: arn}}]}", {ROLE}),
        ("aws_foo.x: {kms_key_id: {$ref: {address: aws_kms_key.phi, attribute: arn}}}", set()),
        ("aws_foo.x: {shares: [{key: {$ref: {address: aws_kms_key.phi, attribute: arn}}}]}", {"aws_kms_key.phi"}),
        ("aws_route53_record.x: {name: phi-raw}", set()),
        ("data.aws_foo.x: {bucket: phi-raw}", set()),
        ("aws_foo.x: {tags: {Bucket: phi-raw}}", set()),
    ],
)
def test_what_a_type_names_that_is_not_modelled_is_in_doubt(gaps, text, touched):
    assert set(gaps(text).named) == touched
    assert gaps(text).anything == ()


def test_what_is_named_by_the_way_of_something_else_that_is_not_modelled_is_in_doubt_too(gaps):
    found = gaps("""
aws_iam_instance_profile.x: {role: {$ref: {address: aws_iam_role.data, attribute: name}}}
aws_launch_template.x: {iam_instance_profile: [{arn: {$ref: {address: aws_iam_instance_profile.x, attribute: arn}}}]}
aws_s3_access_point.x: {bucket: phi-raw, name: x}
aws_s3control_object_lambda_access_point.x:
  configuration: [{supporting_access_point: {$ref: {address: aws_s3_access_point.x, attribute: arn}}}]
""")
    assert {address: [gap.node.address for gap in each] for address, each in found.named.items()} == {
        ROLE: ["aws_launch_template.x"],
        "aws_s3_access_point.x": ["aws_s3control_object_lambda_access_point.x"],
        PHI: ["aws_s3control_object_lambda_access_point.x"],
    }


@pytest.mark.parametrize(
    "text",
    [
        "aws_cloudformation_stack.x: {template_body: '{}'}",
        "aws_foo.x: {grantee: {$unknown: true}}",
        "aws_foo.x: {policy_arn: {$ref: {address: aws_iam_policy.p, attribute: arn}}}\naws_iam_policy.p: {name: p}",
        "aws_organizations_delegated_administrator.x: {service_principal: sso.amazonaws.com}",
    ],
)
def test_what_nobody_sees_may_give_everything_in_its_account(gaps, world, text):
    (gap,) = gaps(text).anything
    made = [each for each in world(BASE + text).principals.values() if each.unknown == (gap.why,)]
    assert [(each.account, each.identity) for each in made] == [("777777777777", ())]
    assert gap.node.address in gap.why


def test_services_that_only_watch_may_be_administered_from_another_account(gaps):
    found = gaps("aws_organizations_delegated_administrator.x: {service_principal: config.amazonaws.com}")
    assert (found.named, found.anything, found.data) == ({}, (), ())


def test_a_snapshot_that_is_shared_takes_data_away_and_one_that_is_not_does_not(gaps):
    shared = gaps("aws_db_snapshot.x: {shared_accounts: ['888888888888']}")
    assert [gap.node.address for gap in shared.data] == ["aws_db_snapshot.x"]
    assert gaps("aws_db_snapshot.x: {db_instance_identifier: x}").data == ()


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("aws_s3_bucket_ownership_controls.x: {bucket: phi-raw, rule: [{object_ownership: ObjectWriter}]}", {PHI}),
        (
            "aws_s3_bucket_ownership_controls.x: {bucket: phi-raw, rule: [{object_ownership: BucketOwnerEnforced}]}",
            set(),
        ),
        ("aws_s3_bucket_acl.x: {bucket: phi-raw, acl: private}", {PHI}),
        (
            "aws_s3_bucket_replication_configuration.x: {bucket: phi-raw, rule: [{destination: [{bucket: other}]}]}",
            {PHI},
        ),
        (
            "aws_s3_bucket_replication_configuration.x: {bucket: phi-raw, rule: [{destination: [{bucket: phi-raw}]}]}",
            set(),
        ),
    ],
)
def test_lists_and_copies_of_a_bucket_are_ways_past_its_policy(gaps, text, touched):
    assert set(gaps(text).named) == touched


def test_the_shipped_zone_holds_nothing_that_is_not_modelled(captured):
    found = world_of(captured).gaps
    assert (found.named, found.anything, found.data) == ({}, (), ())


def test_each_type_with_a_rule_of_its_own_stands_in_the_data_and_is_one_of_the_provider_s(read_types, provider_types):
    assert read_types - kinds.modelled() == set()
    assert kinds.modelled() - provider_types == set()


def test_a_type_is_modelled_or_tells_what_it_may_do_or_gives_nobody_access():
    assert kinds.unmodelled("aws_s3_bucket") is None
    assert kinds.unmodelled("aws_cloudtrail") is None
    assert kinds.unmodelled("aws_vpclattice_auth_policy").why == "VPC Lattice's permissions are not modelled"
    assert kinds.unmodelled("aws_of_tomorrow").why == "resources of type aws_of_tomorrow are not modelled"
