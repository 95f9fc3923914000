"""A Terraform plan as a graph: known values as they are, unknown ones as what they lead to, secrets not at all."""

from __future__ import annotations

import json

import pytest

from phizone_stacks.graph.values import Ref, Template, Unknown
from phizone_stacks.plan.document import UnreadablePlan
from phizone_stacks.plan.names import node_address
from phizone_stacks.plan.read import read_plan
from phizone_stacks.plan.write import plan

VPC = ("aws_vpc.main", {"cidr_block": "10.0.0.0/16"}, {"id": True, "arn": True}, {"cidr_block": {}})


def refers(*names):
    return {"references": list(names)}


def test_what_is_written_is_read_again(graph, read):
    found = read(plan(graph)).graph
    back = {node_address(node.address): node for node in found}
    kept = {node.address for node in graph} - {"workspace.dev/random:index:Id.x"}
    assert set(back) == kept
    assert {name: node.account for name, node in back.items()} == {name: graph[name].account for name in kept}
    assert {name: node.region for name, node in back.items()} == {name: graph[name].region for name in kept}
    policy = back["workspace.dev/aws_s3_bucket_policy.raw"].attributes
    key = Ref("aws_kms_key.workspace_2edev_2fdata", "arn")
    assert policy["bucket"] == Ref("aws_s3_bucket.workspace_2edev_2fraw_2ev1", "id")
    assert policy["policy"] == Template(('{"Resource": "arn:aws:s3:::raw/*", "Key": "', key, '"}'))
    role = back["workspace.dev/aws_iam_role.reader"].attributes
    assert role == {"managed_policy_arns": [key, "literal"], "name": Unknown()}


def test_an_id_that_is_not_known_yet_is_a_reference(terraform, read):
    subnet = ("aws_subnet.a", {}, {"id": True, "vpc_id": True}, {"vpc_id": refers("aws_vpc.main.id", "aws_vpc.main")})
    found = read(terraform(VPC, subnet))
    assert found.graph["aws_subnet.a"].attributes == {"vpc_id": Ref("aws_vpc.main", "id")}
    assert found.unresolved == ()


def test_what_the_provider_chooses_is_absent_so_that_our_defaults_hold(terraform, read):
    assert read(terraform(VPC)).graph["aws_vpc.main"].attributes == {"cidr_block": "10.0.0.0/16"}


def test_an_instance_takes_the_neighbour_of_its_own_number(terraform, read):
    gateways = [(f"aws_nat_gateway.this[{number}]", {}, {}, {}) for number in range(2)]
    marks, written = {"nat_gateway_id": True}, {"nat_gateway_id": refers("aws_nat_gateway.this", "count.index")}
    routes = [(f"aws_route.out[{number}]", {}, marks, written) for number in range(2)]
    found = read(terraform(*gateways, *routes)).graph
    assert found["aws_route.out[0]"].attributes == {"nat_gateway_id": Ref("aws_nat_gateway.this[0]", "id")}
    assert found["aws_route.out[1]"].attributes == {"nat_gateway_id": Ref("aws_nat_gateway.this[1]", "id")}


def test_a_list_of_unknown_ids_is_a_list_of_references(terraform, read):
    subnets = [(f"aws_subnet.a[{number}]", {}, {}, {}) for number in range(2)]
    group = (
        "aws_db_subnet_group.db",
        {"subnet_ids": [None, None]},
        {"subnet_ids": [True, True]},
        {"subnet_ids": refers("aws_subnet.a")},
    )
    found = read(terraform(*subnets, group)).graph["aws_db_subnet_group.db"]
    assert found.attributes == {"subnet_ids": [Ref("aws_subnet.a[0]", "id"), Ref("aws_subnet.a[1]", "id")]}


def test_an_instance_of_a_map_takes_what_has_its_key(terraform, read):
    buckets = [(f"aws_s3_bucket.all[{json.dumps(key)}]", {"bucket": key}, {"id": True}, {}) for key in ("a", "b")]
    plan_ = terraform(
        *buckets,
        ('aws_s3_bucket_versioning.all["b"]', {}, {"bucket": True}, {"bucket": refers("each.value.id", "each.value")}),
    )
    plan_["configuration"]["root_module"]["resources"][-1]["for_each_expression"] = refers("aws_s3_bucket.all")
    found = read(plan_).graph['aws_s3_bucket_versioning.all["b"]']
    assert found.attributes == {"bucket": Ref('aws_s3_bucket.all["b"]', "id")}


FLOW_LOG = {"mode": "managed", "type": "aws_flow_log", "name": "this"}
INNER_VPC = {"mode": "managed", "type": "aws_vpc", "name": "this"}
NESTED = {
    "format_version": "1.2",
    "planned_values": {
        "root_module": {
            "child_modules": [
                {
                    "address": 'module.logs["x"]',
                    "resources": [{**FLOW_LOG, "address": 'module.logs["x"].aws_flow_log.this'}],
                },
                {
                    "address": "module.net",
                    "child_modules": [
                        {
                            "address": "module.net.module.inner",
                            "resources": [{**INNER_VPC, "address": "module.net.module.inner.aws_vpc.this"}],
                        }
                    ],
                },
            ]
        }
    },
    "resource_changes": [
        {
            "address": 'module.logs["x"].aws_flow_log.this',
            "change": {"actions": ["create"], "after_unknown": {"vpc_id": True, "subnet_id": True}},
        }
    ],
    "configuration": {
        "root_module": {
            "module_calls": {
                "logs": {
                    "expressions": {"vpc": refers("module.net.vpc_id", "module.net")},
                    "module": {
                        "resources": [{**FLOW_LOG, "expressions": {"vpc_id": refers("var.vpc"), "subnet_id": {}}}]
                    },
                },
                "net": {
                    "module": {
                        "outputs": {"vpc_id": {"expression": refers("module.inner.id", "module.inner")}},
                        "module_calls": {
                            "inner": {
                                "module": {
                                    "outputs": {"id": {"expression": refers("aws_vpc.this.id", "aws_vpc.this")}},
                                    "resources": [{**INNER_VPC, "expressions": {}}],
                                }
                            }
                        },
                    }
                },
            }
        }
    },
}
"""A flow log of one module on the VPC that another gives on from a third."""


def test_references_are_followed_through_inputs_and_outputs_of_modules(read):
    found = read(NESTED)
    attributes = found.graph['module.logs["x"].aws_flow_log.this'].attributes
    assert attributes == {"vpc_id": Ref("module.net.module.inner.aws_vpc.this", "id"), "subnet_id": Unknown()}
    assert found.unresolved == ('module.logs["x"].aws_flow_log.this.subnet_id',)


def test_a_local_value_is_not_told_by_a_plan_unless_only_one_resource_can_be_meant(terraform, read):
    marks = {"vpc_id": True, "iam_role_arn": True}
    written = {"vpc_id": refers("local.vpc_id"), "iam_role_arn": refers("local.role")}
    found = read(terraform(VPC, ("aws_flow_log.all", {}, marks, written)))
    assert found.graph["aws_flow_log.all"].attributes == {
        "vpc_id": Ref("aws_vpc.main", "id"),
        "iam_role_arn": Unknown(),
    }
    assert found.unresolved == ("aws_flow_log.all.iam_role_arn",)


def test_two_candidates_leave_a_value_unknown(terraform, read):
    keys = [(f"aws_kms_key.{name}", {}, {"arn": True}, {}) for name in ("a", "b")]
    written = {"kms_key_id": refers("aws_kms_key.a.arn", "aws_kms_key.a", "aws_kms_key.b.arn", "aws_kms_key.b")}
    found = read(terraform(*keys, ("aws_ebs_volume.v", {}, {"kms_key_id": True}, written)))
    assert found.graph["aws_ebs_volume.v"].attributes == {"kms_key_id": Unknown()}


def test_a_sensitive_value_is_never_in_the_graph(terraform, read):
    document = terraform(("aws_db_instance.db", {"password": "hunter2hunter2", "engine": "postgres"}, {}, {}))
    document["planned_values"]["root_module"]["resources"][0]["sensitive_values"] = {"password": True}
    found = read(document).graph["aws_db_instance.db"].attributes
    assert found == {"password": Unknown(), "engine": "postgres"}
    assert "hunter2" not in repr(found)


def test_default_tags_of_the_provider_are_tags(terraform, read):
    values = {"tags": {"Team": "a"}, "tags_all": {"Team": "a", "Owner": "b"}}
    found = read(terraform(("aws_sns_topic.t", values, {}, {}))).graph["aws_sns_topic.t"]
    assert found.attributes == {"tags": {"Team": "a", "Owner": "b"}}


def test_a_policy_document_is_written_out_where_it_is_used(terraform, read):
    values = {
        "statement": [
            {
                "actions": ["s3:GetObject"],
                "resources": [None],
                "principals": [{"type": "AWS", "identifiers": ["*"]}],
                "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
                "effect": "Deny",
            }
        ]
    }
    marks = {"json": True, "statement": [{"resources": [True]}]}
    written = {"statement": [{"resources": refers("aws_s3_bucket.b.arn", "aws_s3_bucket.b")}]}
    found = read(
        terraform(
            ("aws_s3_bucket.b", {"bucket": "b"}, {"arn": True}, {}),
            ("data.aws_iam_policy_document.d", values, marks, written),
            (
                "aws_s3_bucket_policy.p",
                {"bucket": "b"},
                {"policy": True},
                {"policy": refers("data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d")},
            ),
        )
    ).graph["aws_s3_bucket_policy.p"]
    assert found.attributes["policy"] == Template(
        (
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["s3:GetObject"], "Resource": ["',
            Ref("aws_s3_bucket.b", "arn"),
            '"], "Principal": {"AWS": ["*"]}, "Condition": {"Bool": {"aws:SecureTransport": ["false"]}}}]}',
        )
    )


@pytest.mark.parametrize(
    ("expressions", "place"),
    [
        ({"region": {"constant_value": "eu-west-1"}}, ("000000000000", "eu-west-1")),
        ({"region": refers("var.region")}, ("000000000000", "us-west-2")),
        ({"region": refers("local.region")}, ("000000000000", "")),
        ({"allowed_account_ids": {"constant_value": ["123456789012"]}}, ("123456789012", "")),
        (
            {"assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::210987654321:role/deploy"}}]},
            ("210987654321", ""),
        ),
    ],
)
def test_account_and_region_come_from_the_provider_where_it_says_them(terraform, read, expressions, place):
    configuration = {"provider_config": {"aws": {"name": "aws", "expressions": expressions}}}
    document = terraform(VPC, variables={"region": {"value": "us-west-2"}})
    document["configuration"].update(configuration)
    node = read(document).graph["aws_vpc.main"]
    assert (node.account, node.region) == place


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "plan.json:1: not JSON"),
        ("[]", "plan.json: is no Terraform plan of format 1 (no format_version)"),
        ('{"format_version": "2.0", "planned_values": {}}', "is no Terraform plan of format 1 (format_version 2.0)"),
        (
            '{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{}]}}}',
            "a part of the plan is missing or has another form: KeyError('address')",
        ),
    ],
)
def test_what_is_no_plan_is_refused_with_what_to_do(text, said):
    with pytest.raises(UnreadablePlan) as refused:
        read_plan(text, "plan.json")
    assert said in str(refused.value)
    assert str(refused.value).endswith("write it with `terraform show -json PLAN`")
