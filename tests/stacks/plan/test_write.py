"""A graph as a Terraform plan: what is known stands in the values, what is not in the marks and references."""

from __future__ import annotations

import json

from phizone_stacks.plan.write import left_out, plan

POLICY = "aws_s3_bucket_policy.workspace_2edev_2fraw"
ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration.workspace_2edev_2fraw"
BUCKET = "aws_s3_bucket.workspace_2edev_2fraw_2ev1"
KEY = "aws_kms_key.workspace_2edev_2fdata"
ROLE = "aws_iam_role.workspace_2edev_2freader"


def planned(document):
    return {each["address"]: each["values"] for each in document["planned_values"]["root_module"]["resources"]}


def unknown(document):
    return {each["address"]: each["change"]["after_unknown"] for each in document["resource_changes"]}


def expressions(document):
    return {each["address"]: each["expressions"] for each in document["configuration"]["root_module"]["resources"]}


def test_the_same_graph_gives_the_same_plan(graph):
    assert json.dumps(plan(graph)) == json.dumps(plan(graph))


def test_every_resource_terraform_has_a_type_for_is_in_each_part(graph):
    document = plan(graph)
    expected = {POLICY, ENCRYPTION, BUCKET, KEY, ROLE, "data.aws_ami.workspace_2edev_2fbase"}
    assert set(planned(document)) == expected
    assert set(unknown(document)) == expected
    assert set(expressions(document)) == expected
    assert [node.address for node in left_out(graph)] == ["workspace.dev/random:index:Id.x"]


def test_a_reference_is_left_out_of_the_values_and_named_in_the_configuration(graph):
    document = plan(graph)
    assert "bucket" not in planned(document)[POLICY]
    assert unknown(document)[POLICY] == {"bucket": True}
    assert expressions(document)[POLICY]["bucket"] == {"references": [f"{BUCKET}.id", BUCKET]}


def test_a_policy_with_references_stays_json_that_can_be_parsed(graph):
    policy = json.loads(planned(plan(graph))[POLICY]["policy"])
    assert policy == {
        "Resource": "arn:aws:s3:::raw/*",
        "Key": f"arn:aws:kms:us-east-1:555555555555:known-after-apply/<{KEY}.arn>",
    }


def test_a_reference_inside_a_block_is_marked_there(graph):
    document = plan(graph)
    inner = "apply_server_side_encryption_by_default"
    assert planned(document)[ENCRYPTION] == {"rule": [{inner: [{"sse_algorithm": "aws:kms"}]}]}
    assert unknown(document)[ENCRYPTION] == {"bucket": True, "rule": [{inner: [{"kms_master_key_id": True}]}]}
    assert expressions(document)[ENCRYPTION]["rule"] == [
        {
            inner: [
                {
                    "sse_algorithm": {"constant_value": "aws:kms"},
                    "kms_master_key_id": {"references": [f"{KEY}.arn", KEY]},
                }
            ]
        }
    ]


def test_an_unknown_member_of_a_list_is_null_and_an_unknown_value_is_absent(graph):
    document = plan(graph)
    assert planned(document)[ROLE] == {"managed_policy_arns": [None, "literal"]}
    assert unknown(document)[ROLE] == {"managed_policy_arns": [True, False], "name": True}
    assert expressions(document)[ROLE]["name"] == {}


def test_providers_say_account_and_region(graph):
    assert plan(graph)["configuration"]["provider_config"] == {
        "aws.account-555555555555": {
            "name": "aws",
            "full_name": "hashicorp/aws",
            "alias": "account-555555555555",
            "expressions": {"allowed_account_ids": {"constant_value": ["555555555555"]}},
        },
        "aws.account-555555555555-us-east-1": {
            "name": "aws",
            "full_name": "hashicorp/aws",
            "alias": "account-555555555555-us-east-1",
            "expressions": {
                "allowed_account_ids": {"constant_value": ["555555555555"]},
                "region": {"constant_value": "us-east-1"},
            },
        },
    }


def test_what_waits_for_a_resource_says_so(graph):
    document = plan(graph)["configuration"]["root_module"]["resources"]
    assert {each["address"]: each["depends_on"] for each in document if each["depends_on"]} == {POLICY: [ROLE]}
