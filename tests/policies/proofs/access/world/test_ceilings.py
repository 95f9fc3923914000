"""Which control policies reach an account, level by level."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.world import world_of

POLICY = '{"Statement": [{"Sid": "Stop", "Effect": "Deny", "Action": "*", "Resource": "*"}]}'
ORGANIZATION = f"""
aws_organizations_organization.all: {{$account: "111111111111", enabled_policy_types: [SERVICE_CONTROL_POLICY]}}
aws_organizations_organizational_unit.work:
  name: work
  parent_id: {{$ref: {{address: aws_organizations_organization.all, attribute: roots.0.id}}}}
aws_organizations_account.prod:
  $import_id: "777777777777"
  parent_id: {{$ref: {{address: aws_organizations_organizational_unit.work, attribute: id}}}}
aws_organizations_policy.stop: {{type: SERVICE_CONTROL_POLICY, content: '{POLICY}'}}
aws_organizations_policy_attachment.stop:
  policy_id: {{$ref: {{address: aws_organizations_policy.stop, attribute: id}}}}
  target_id: {{$ref: {{address: aws_organizations_organizational_unit.work, attribute: id}}}}
"""


def sids(levels):
    return [[held.document.statements[0].sid for held in level] for level in levels]


def test_every_level_has_full_access_and_what_is_attached_from_the_root_down(captured, zone):
    prod = world_of(captured, zone.organization).ceiling(zone.environment("prod").account.id)
    assert sids(prod.service) == [
        ["FullAWSAccess"],
        ["FullAWSAccess"],
        ["FullAWSAccess", "FoundationsStay", "AllowedRegionsOnly", "DomainsAreVpcOnly", "NoRootUser"],
        ["FullAWSAccess"],
    ]
    assert sids(prod.resource) == [[], [], ["OurPrincipalsOnly"], []]
    assert prod.unknown == ()


def test_none_reaches_the_management_account(captured, zone):
    management = world_of(captured, zone.organization).ceiling(zone.organization.accounts.management.id)
    assert (management.service, management.resource, management.unknown) == ((), (), ())


def test_an_organization_that_only_the_graph_tells_of_has_levels_too(world):
    assert sids(world(ORGANIZATION).ceiling("777777777777").service) == [
        ["FullAWSAccess"],
        ["FullAWSAccess", "Stop"],
        ["FullAWSAccess"],
    ]


def attached(name, target, layer):
    text = f"{{$layer: {layer}, policy_id: p-FullAWSAccess, target_id: {target}}}"
    return f"aws_organizations_policy_attachment.{name}: {text}\n"


IN_WORK = "{$ref: {address: aws_organizations_organizational_unit.work, attribute: id}}"
IN_ROOT = "r-demo"


@pytest.mark.parametrize(
    ("where", "levels"),
    [
        (
            {"root": IN_ROOT, "work": IN_WORK, "prod": '"777777777777"'},
            [["FullAWSAccess"], ["FullAWSAccess", "Stop"], ["FullAWSAccess"]],
        ),
        ({"root": IN_ROOT, "prod": '"777777777777"'}, [["FullAWSAccess"], ["Stop"], ["FullAWSAccess"]]),
        ({"root": IN_ROOT, "work": IN_WORK}, [["FullAWSAccess"], ["FullAWSAccess", "Stop"], []]),
        ({"elsewhere": '"111111111111"'}, [[], ["Stop"], []]),
    ],
)
def test_full_access_is_at_the_levels_where_it_was_read(world, where, levels):
    read = "".join(attached(name, target, "live") for name, target in where.items())
    assert sids(world(ORGANIZATION + read).ceiling("777777777777").service) == levels


def test_a_program_that_attaches_full_access_once_more_takes_it_from_no_other_level(world):
    assert sids(world(ORGANIZATION + attached("work", IN_WORK, "organization")).ceiling("777777777777").service) == [
        ["FullAWSAccess"],
        ["FullAWSAccess", "Stop"],
        ["FullAWSAccess"],
    ]


def test_a_type_that_is_switched_off_stops_nobody(world):
    off = ORGANIZATION.replace("[SERVICE_CONTROL_POLICY]", "[]")
    assert world(off).ceiling("777777777777").service == ()


def test_an_account_that_the_organization_does_not_hold_is_not_known(world):
    assert world(ORGANIZATION).ceiling("555555555555").unknown == (
        "account 555555555555 is not in the graph, so its control policies are not known",
    )


@pytest.mark.parametrize("content", ["{$unknown: true}", "'no JSON'"])
def test_a_policy_that_is_not_known_is_named_and_left_out(world, content):
    ceiling = world(ORGANIZATION.replace(f"'{POLICY}'", content)).ceiling("777777777777")
    assert ceiling.service == ()
    assert ["aws_organizations_policy.stop" in reason for reason in ceiling.unknown] == [True]
