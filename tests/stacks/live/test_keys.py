"""Resources are known again by what programs say of them, and a stranger is never taken for one of ours."""

from __future__ import annotations

import pytest

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.types import regional
from phizone_stacks.live.align import align
from phizone_stacks.live.keys import paths
from phizone_stacks.live.reading import all_readers

ONE_EACH = {
    "aws_default_vpc",
    "aws_ebs_default_kms_key",
    "aws_ebs_encryption_by_default",
    "aws_ebs_snapshot_block_public_access",
    "aws_ec2_instance_metadata_defaults",
    "aws_ecr_registry_policy",
    "aws_ecr_registry_scanning_configuration",
    "aws_ecr_replication_configuration",
    "aws_guardduty_detector",
    "aws_guardduty_organization_admin_account",
    "aws_guardduty_organization_configuration",
    "aws_iam_account_password_policy",
    "aws_macie2_account",
    "aws_macie2_organization_admin_account",
    "aws_macie2_organization_configuration",
    "aws_organizations_organization",
    "aws_organizations_resource_policy",
    "aws_ram_sharing_with_organization",
    "aws_s3_account_public_access_block",
    "aws_securityhub_account",
    "aws_securityhub_finding_aggregator",
    "aws_securityhub_organization_admin_account",
    "aws_securityhub_organization_configuration",
    "aws_ssoadmin_instance_access_control_attributes",
    "aws_vpc_block_public_access_options",
}
"""Types of which an account has one in a region at most: any of them that is there is the programs'."""
STRANGERS = {
    "aws_s3_bucket": ({"bucket": "records"}, {"bucket": "others"}),
    "aws_iam_role": ({"name": "reader"}, {"name": "other"}),
    "aws_vpc": ({"cidr_block": "10.10.0.0/16"}, {"cidr_block": "10.99.0.0/16"}),
    "aws_sns_topic": ({"name": "alerts"}, {"name": "other"}),
}


@pytest.fixture
def node():
    """A resource of a type in one account: `node("program", "aws_vpc", {})`."""

    def make(place, kind, attributes):
        return Node(
            address=f"{place}/{kind}.one",
            type=kind,
            name="one",
            account="777777777777",
            region="us-east-1" if regional(kind) else "global",
            attributes=attributes,
        )

    return make


def test_only_what_an_account_has_one_of_is_known_by_its_place_alone():
    read = {kind for reader in all_readers() for kind in reader.types}
    assert {kind for kind in read if not paths().get(kind)} == ONE_EACH


def test_everything_that_is_known_again_is_read():
    assert set(paths()) <= {kind for reader in all_readers() for kind in reader.types}


@pytest.mark.parametrize("kind", STRANGERS)
def test_a_stranger_is_unmanaged_and_ours_is_missing(kind, node):
    ours, other = STRANGERS[kind]
    found = align(Graph([node("program", kind, ours)]), Graph([node("live", kind, other)]))
    assert (found.matched, found.missing, found.unmanaged) == ({}, (f"program/{kind}.one",), (f"live/{kind}.one",))


@pytest.mark.parametrize("kind", STRANGERS)
def test_what_bears_the_name_in_another_account_is_a_stranger(kind, node):
    ours, _ = STRANGERS[kind]
    elsewhere = Node(address="live/x", type=kind, name="x", account="666666666666", region="us-east-1", attributes=ours)
    assert align(Graph([node("program", kind, ours)]), Graph([elsewhere])).matched == {}
