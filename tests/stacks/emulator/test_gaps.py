from __future__ import annotations

from importlib.util import find_spec

import moto
import pytest

from phizone_stacks.emulator.adapter import all_adapters
from phizone_stacks.emulator.gaps import _MODULES, MOTO, gaps, is_emulated, not_emulated


def test_the_table_is_of_the_version_that_is_installed():
    assert moto.__version__ == MOTO


TRIED = {
    "aws_ec2_transit_gateway_route transit_gateway_attachment_id",
    "aws_ec2_transit_gateway_route_table_association",
    "aws_ec2_transit_gateway_route_table_propagation",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_iam_user permissions_boundary",
    "aws_kms_key rotation_period_in_days",
    "aws_lambda_function logging_config",
    "aws_ram_resource_share tags",
    "aws_route53_resolver_query_log_config tags",
    "aws_sagemaker_domain tag_propagation",
    "aws_ssoadmin_account_assignment",
    "aws_vpc_security_group_egress_rule description",
    "aws_vpc_security_group_ingress_rule description",
}
"""What moto has an operation for and does otherwise: a test of the folder `gaps` fails when it no longer does."""


@pytest.mark.parametrize("operation", sorted({gap.operation for gap in gaps() if not gap.attribute and not gap.why}))
def test_moto_still_lacks_an_operation(operation):
    assert not is_emulated(operation)


def test_all_services_but_one_are_found_in_moto_under_their_names():
    services = {gap.operation.partition(":")[0] for gap in gaps()}
    assert {each for each in services if find_spec(f"moto.{_MODULES.get(each, each)}") is None} == {"accessanalyzer"}


def test_what_is_not_emulated_has_no_adapter():
    assert not_emulated() & set(all_adapters()) == set()


def test_an_operation_that_moto_has_is_told_from_one_it_lacks():
    assert (is_emulated("kms:CreateKey"), is_emulated("kms:MakeTea")) == (True, False)


def test_what_moto_does_otherwise_is_tried_and_everything_else_is_an_operation_that_it_lacks():
    assert {f"{gap.type} {gap.attribute}".strip() for gap in gaps() if gap.attribute or gap.why} == TRIED
    assert [gap for gap in gaps() if gap.attribute and not gap.why] == []
