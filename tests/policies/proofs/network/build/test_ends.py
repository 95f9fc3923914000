"""What a person types for a place."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.network.question import Ends

TEXT = """
aws_vpc.a: {cidr_block: 10.1.0.0/16}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}
aws_subnet.b: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.1.0/24}
aws_security_group.g: {vpc_id: "@aws_vpc.a"}
aws_security_group.h: {vpc_id: "@aws_vpc.a"}
aws_instance.i: {subnet_id: "@aws_subnet.a", private_ip: 10.1.0.9,
    vpc_security_group_ids: ["@aws_security_group.g"], tags: {Team: cardiology}}
aws_lambda_function.out: {tags: {Team: cardiology}}
aws_sagemaker_model.alone: {enable_network_isolation: true}
aws_sagemaker_domain.d: {app_network_access_type: VpcOnly, subnet_ids: ["@aws_subnet.b"],
    default_user_settings: [{security_groups: ["@aws_security_group.h"]}]}
aws_sagemaker_user_profile.p: {domain_id: "@aws_sagemaker_domain.d",
    user_settings: [{security_groups: ["@aws_security_group.g"]}]}
aws_kms_key.k: {}
aws_iam_role.r: {name: r, inline_policy: [{name: p, policy: '{"Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*",
    "Condition": {"StringEquals": {"sagemaker:VpcSecurityGroupIds": "sg-none"}}}]}'}]}
"""
A, B = (f"aws_subnet.{name} with aws_vpc.a default security group" for name in "ab")
G, H = (f"aws_subnet.b with aws_security_group.{name}" for name in "gh")


@pytest.mark.parametrize(
    ("typed", "interfaces"),
    [
        ("aws_instance.i", ("aws_instance.i",)),
        ("aws_subnet.a", ("aws_instance.i", A)),
        ("aws_vpc.a", ("aws_instance.i", A, G, H, B)),
        ("aws_security_group.g", ("aws_instance.i", G)),
        ("aws_sagemaker_domain.d", (G, H)),
        ("aws_sagemaker_user_profile.p", (G,)),
        ("address:aws_subnet.a", ("aws_instance.i", A)),
        ("10.1.0.0/28", ("aws_instance.i", A)),
        ("10.1.0.200", (A,)),
        ("10.1.1.0/25", (G, H, B)),
    ],
)
def test_an_address_or_a_cidr_means_the_interfaces_there(meant, typed, interfaces):
    found = meant(TEXT, typed)
    assert (found.interfaces, found.outside, found.managed) == (tuple(sorted(interfaces)), (), ())


def test_what_computes_in_networks_of_aws_means_itself(meant):
    assert meant(TEXT, "aws_lambda_function.out") == Ends(managed=("aws_lambda_function.out",))


def test_what_computes_without_any_network_means_itself(meant):
    assert meant(TEXT, "aws_sagemaker_model.alone") == Ends(cut_off=("aws_sagemaker_model.alone",))


def test_a_team_means_everything_of_it(meant):
    expected = Ends(interfaces=("aws_instance.i",), managed=("aws_lambda_function.out",))
    assert meant(TEXT, "team:cardiology") == meant(TEXT, "cardiology") == expected


def test_an_environment_means_everything_in_its_vpcs(meant):
    found = meant(TEXT, "environment:prod")
    assert found == meant(TEXT, "prod")
    assert found.interfaces == tuple(sorted(("aws_instance.i", A, B, G, H)))
    assert found.managed == ("aws_lambda_function.out",)


def test_a_public_address_means_itself(meant, cidrs):
    found = meant(TEXT, "8.8.8.0/24")
    assert (found.interfaces, cidrs(found.outside)) == ((), ["8.8.8.0/24"])


def test_a_private_address_of_nobody_means_nothing(meant):
    assert meant(TEXT, "192.168.0.0/16") == Ends()


def test_the_internet_has_no_private_address(meant, cidrs):
    found = meant(TEXT, "internet")
    assert (found.interfaces, found.managed) == ((), ())
    assert {"10.0.0.0/8", "192.168.0.0/16"} & set(cidrs(found.outside)) == set()
    assert {"1.0.0.0/8", "2000::/3"} <= set(cidrs(found.outside))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "aws_instance.j",
            "aws_instance.j names nothing: give an address of the graph, a CIDR, a team, an environment "
            "(team cardiology; environment prod) or internet; did you mean aws_instance.i",
        ),
        ("team:radiology", "radiology names nothing"),
        ("cardiolgy", "did you mean cardiology"),
        ("", "an empty text names nothing"),
        ("aws_kms_key.k", "aws_kms_key.k is no place where packets begin or arrive"),
    ],
)
def test_what_names_nothing_is_refused_with_what_is_near(meant, typed, told):
    with pytest.raises(ValueError, match=r".+") as refused:
        meant(TEXT, typed)
    assert told in str(refused.value)


def test_a_name_of_two_things_asks_for_a_prefix(meant):
    text = TEXT.replace("Team: cardiology", "Team: prod")
    with pytest.raises(ValueError, match="prod is the name of more than one thing; say team:prod or environment:prod"):
        meant(text, "prod")


def test_the_end_of_an_address_is_enough_where_it_is_the_only_one(typed):
    whole = typed("workspace.prod/aws_security_group.endpoints")
    assert whole == typed("address:workspace.prod/aws_security_group.endpoints")
    with pytest.raises(ValueError, match=r"aws_security_group\.endpoints is the end of 3 addresses; say which, as"):
        typed("aws_security_group.endpoints")


def test_a_profile_of_the_zone_has_its_group_in_each_workload_subnet(typed):
    profile = "workspace.prod/aws_sagemaker_user_profile.cardiology-studio-data-scientist"
    places = [f"workspace.prod/aws_subnet.network-workload-us-east-1{zone}" for zone in "abc"]
    group = "workspace.prod/aws_security_group.cardiology-studio-data-scientist"
    assert typed(profile).interfaces == tuple(f"{place} with {group}" for place in places)
