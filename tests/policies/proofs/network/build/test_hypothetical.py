"""Interfaces that may appear at run time."""

from __future__ import annotations

import json

import pytest

BASE = """
aws_vpc.a: {cidr_block: 10.1.0.0/16}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}
aws_subnet.b: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.1.0/24}
aws_security_group.card: {vpc_id: "@aws_vpc.a", tags: {Team: cardiology}}
aws_security_group.rad: {vpc_id: "@aws_vpc.a", tags: {Team: radiology}}
"""
NOBODY = """
aws_iam_role.deploy: {name: deploy, inline_policy: [{name: p, policy: '{"Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*",
    "Condition": {"StringEquals": {"sagemaker:VpcSecurityGroupIds": "sg-none"}}}]}'}]}
"""
CARD, RAD, DEFAULT = "aws_security_group.card", "aws_security_group.rad", "aws_vpc.a default security group"
ROLE = """
aws_iam_role.r: {name: r, tags: {Team: cardiology}, permissions_boundary: %s}
aws_iam_role_policy.r: {role: "@aws_iam_role.r:name", policy: %s}
"""
START = '{"Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*"}'
ALL_BUT = (
    '{"Effect": "Deny", "Action": "sagemaker:Create*", "Resource": "*", '
    '"Condition": {"ForAnyValue:StringNotEquals": {"sagemaker:%s": ["'
)
JOBS = json.dumps(f'{{"Version": "2012-10-17", "Statement": [{START}]}}')
BOUND = {
    "$template": [
        f'{{"Version": "2012-10-17", "Statement": [{START}, {ALL_BUT % "VpcSecurityGroupIds"}',
        {"$ref": {"address": CARD, "attribute": "id"}},
        f'"]}}}}}}, {ALL_BUT % "VpcSubnets"}',
        {"$ref": {"address": "aws_subnet.a", "attribute": "id"}},
        '"]}}}]}',
    ]
}


def test_every_subnet_may_have_something_with_the_default_group(network, possible):
    assert possible(network(BASE + NOBODY)) == {f"aws_subnet.a with {DEFAULT}": "", f"aws_subnet.b with {DEFAULT}": ""}


def test_the_whole_subnet_is_its_address(network, cidrs):
    found = network(BASE + NOBODY).interfaces[f"aws_subnet.a with {DEFAULT}"]
    assert (cidrs(found.blocks), found.because) == (
        ["10.1.0.0/24"],
        "whatever names no security group gets the VPC's default one",
    )


def test_subnets_of_endpoints_and_gateways_have_none_unless_there_are_no_others(network, possible):
    endpoint = (
        'aws_vpc_endpoint.e: {vpc_id: "@aws_vpc.a", vpc_endpoint_type: Interface, '
        'service_name: com.amazonaws.us-east-1.kms, subnet_ids: ["@aws_subnet.a"]}\n'
    )
    attachment = (
        'aws_ec2_transit_gateway.t: {}\naws_ec2_transit_gateway_vpc_attachment.a: {vpc_id: "@aws_vpc.a", '
        'transit_gateway_id: "@aws_ec2_transit_gateway.t", subnet_ids: ["@aws_subnet.b"]}\n'
    )
    instance = 'aws_instance.i: {subnet_id: "@aws_subnet.a"}'
    a, b = f"aws_subnet.a with {DEFAULT}", f"aws_subnet.b with {DEFAULT}"
    assert set(possible(network(BASE + NOBODY + endpoint))) == {b}
    assert set(possible(network(BASE + NOBODY + endpoint + attachment))) == {a, b}
    assert set(possible(network(BASE + NOBODY + endpoint + attachment + instance))) == {a}


def test_studio_gives_its_groups_in_its_subnets(network, possible):
    more = """
aws_sagemaker_domain.d: {subnet_ids: ["@aws_subnet.a"], app_network_access_type: VpcOnly,
    default_user_settings: [{security_groups: ["@aws_security_group.card"]}]}
aws_sagemaker_user_profile.p: {domain_id: "@aws_sagemaker_domain.d", tags: {Team: radiology},
    user_settings: [{security_groups: ["@aws_security_group.rad"]}]}
"""
    assert possible(network(BASE + NOBODY + more)) == {
        f"aws_subnet.a with {DEFAULT}": "",
        f"aws_subnet.b with {DEFAULT}": "",
        f"aws_subnet.a with {CARD}": "cardiology",
        f"aws_subnet.a with {RAD}": "radiology",
    }


@pytest.mark.parametrize(
    "resource",
    [
        "aws_sagemaker_model.m: {vpc_config: [{subnets: %s, security_group_ids: %s}]}",
        "aws_sagemaker_training_job.m: {vpc_config: [{subnets: %s, security_group_ids: %s}]}",
        "aws_sagemaker_data_quality_job_definition.m: "
        "{network_config: [{vpc_config: [{subnets: %s, security_group_ids: %s}]}]}",
        "aws_lambda_function.m: {vpc_config: [{subnet_ids: %s, security_group_ids: %s}]}",
    ],
)
def test_models_jobs_and_functions_give_theirs(network, possible, resource):
    more = resource % ('["@aws_subnet.b"]', '["@aws_security_group.rad"]')
    assert possible(network(BASE + NOBODY + more)) == {
        f"aws_subnet.a with {DEFAULT}": "",
        f"aws_subnet.b with {DEFAULT}": "",
        f"aws_subnet.b with {RAD}": "radiology",
    }


def test_a_role_that_names_no_groups_may_use_every_group_of_the_vpc(network, possible):
    found = possible(network(BASE + ROLE % ("null", JOBS)))
    assert found == {
        f"aws_subnet.{subnet} with {group}": team
        for subnet in "ab"
        for group, team in {
            DEFAULT: "",
            f"{DEFAULT} for cardiology": "cardiology",
            CARD: "cardiology",
            f"{RAD} for cardiology": "cardiology",
        }.items()
    }


def test_a_role_bound_to_a_group_and_a_subnet_may_use_these(network, possible):
    found = possible(network(BASE + ROLE % ("null", json.dumps(BOUND))))
    assert found == {
        f"aws_subnet.a with {DEFAULT}": "",
        f"aws_subnet.b with {DEFAULT}": "",
        f"aws_subnet.a with {CARD}": "cardiology",
    }


def test_a_boundary_that_lets_nothing_start_leaves_nothing_to_start(network, possible):
    boundary = """
aws_iam_policy.b: {name: b, policy: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Action": "s3:*", "Resource": "*"}]}'}
"""
    found = possible(network(BASE + boundary + NOBODY + ROLE % ('"@aws_iam_policy.b:arn"', JOBS)))
    assert found == {f"aws_subnet.a with {DEFAULT}": "", f"aws_subnet.b with {DEFAULT}": ""}


def test_a_role_of_another_account_starts_nothing_here(network, possible):
    role = ROLE.replace("{name: r,", '{$account: "999999999999", name: r,').replace(
        '{role: "@', '{$account: "999999999999", role: "@'
    )
    assert set(possible(network(BASE + NOBODY + role % ("null", JOBS)))) == {
        f"aws_subnet.a with {DEFAULT}",
        f"aws_subnet.b with {DEFAULT}",
    }


def test_a_role_whose_policy_is_not_known_may_use_everything(network, possible):
    found = possible(network(BASE + ROLE % ("null", "{$unknown: true}")))
    assert f"aws_subnet.a with {RAD} for cardiology" in found


def test_a_program_without_anybody_who_starts_something_counts_every_group(network, possible):
    assert possible(network(BASE)) == {
        f"aws_subnet.{subnet} with {group}": team
        for subnet in "ab"
        for group, team in {DEFAULT: "", CARD: "cardiology", RAD: "radiology"}.items()
    }


def test_a_program_of_a_network_alone_may_have_any_group(network, possible, rules):
    found = network(
        'aws_vpc.a: {cidr_block: 10.1.0.0/16}\naws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}'
    )
    name = "aws_vpc.a any security group"
    assert set(possible(found)) == {f"aws_subnet.a with {DEFAULT}", f"aws_subnet.a with {name}"}
    assert rules(found.groups[name].ingress) == {"all 0.0.0.0/0 ::/0"}
