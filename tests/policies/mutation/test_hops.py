"""Broken over several hops, or with a set emptied, the zone is no longer proved to be what the nearest claim says."""

from __future__ import annotations

import json

import pytest

from phizone_policies.discover import all_proofs
from phizone_policies.mutation.hops import OPERATORS
from phizone_policies.mutation.places import Mutant
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

BUCKET = [
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_replication_configuration",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
]
WAY_OUT = [
    "aws_internet_gateway",
    "aws_nat_gateway",
    "aws_network_acl",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_subnet",
    "aws_vpc_security_group_egress_rule",
]
EGRESS = [
    "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_internet_gateway",
    "aws_nat_gateway",
    "aws_route_table",
    "aws_route_table_association",
    "aws_subnet",
    "aws_vpc",
]
CHANGED = {
    "ARN of a foreign account": ["aws_organizations_policy"],
    "ARN with a part too few": ["aws_organizations_policy"],
    "DNS firewall fails open": ["aws_route53_resolver_firewall_config"],
    "DNS firewall not asked": ["aws_route53_resolver_firewall_rule_group_association"],
    "DNS firewall without its block": ["aws_route53_resolver_firewall_rule"],
    "Studio outside the VPC": ["aws_sagemaker_domain"],
    "another team's role passed": ["aws_iam_policy"],
    "archive deletable by a workload": ["aws_iam_policy", "aws_s3_bucket_policy"],
    "archive kept for a month": ["aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_object_lock_configuration"],
    "association moved to another's table": ["aws_ec2_transit_gateway_route_table_association"],
    "backup copied abroad": ["aws_backup_plan"],
    "bucket for a foreign account past the perimeter": ["aws_organizations_policy_attachment", "aws_s3_bucket_policy"],
    "bucket replicated abroad": BUCKET,
    "data events without one bucket": ["aws_cloudtrail"],
    "default route to a VPC with a NAT gateway": EGRESS,
    "default route to another's attachment": ["aws_ec2_transit_gateway_route"],
    "endpoint policy for anybody's resources": ["aws_vpc_endpoint"],
    "endpoint without its policy": ["aws_vpc_endpoint"],
    "endpoint without private names": ["aws_vpc_endpoint"],
    "function outside the VPC": ["aws_lambda_function"],
    "grant to a foreign account past the perimeter": [
        "aws_kms_grant",
        "aws_kms_key",
        "aws_organizations_policy_attachment",
    ],
    "grant to another team's role": ["aws_kms_grant"],
    "group opened to a way out": WAY_OUT,
    "group opened to another team's": [
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_ingress_rule",
    ],
    "images replicated abroad": ["aws_ecr_replication_configuration"],
    "key policy for another team's role": ["aws_kms_key"],
    "key replicated abroad": ["aws_kms_key", "aws_kms_replica_key"],
    "no PHI bucket is left": ["aws_s3_bucket"],
    "no key is left": ["aws_kms_key"],
    "no policy is attached": ["aws_organizations_policy_attachment"],
    "no policy of the organization is left": ["aws_organizations_policy"],
    "no role is left": ["aws_iam_role"],
    "no security group is left": ["aws_security_group"],
    "no workload subnet is left": ["aws_subnet"],
    "notebook with internet": ["aws_sagemaker_notebook_instance"],
    "policy not attached": ["aws_organizations_policy_attachment"],
    "propagation added to another's table": ["aws_ec2_transit_gateway_route_table_propagation"],
    "propagation moved to another's table": ["aws_ec2_transit_gateway_route_table_propagation"],
    "secret replicated abroad": ["aws_secretsmanager_secret"],
    "table replicated abroad": ["aws_dynamodb_table"],
    "trust in another team's role": ["aws_iam_policy", "aws_iam_role"],
    "typo in a condition key": ["aws_organizations_policy"],
}


def types_of(prod, mutants):
    after = [(mutant.applied(prod.graph), mutant.changed) for mutant in mutants]
    return sorted({(graph.find(each) or prod.graph[each]).type for graph, changed in after for each in changed})


def test_every_kind_is_enumerated_and_changes_what_its_way_takes(prod, by_operator):
    assert {name: types_of(prod, mutants) for name, mutants in by_operator.items()} == CHANGED
    assert set(OPERATORS) == set(CHANGED)


def test_each_mutant_names_the_proof_that_is_to_notice_it_and_is_told_apart(over_hops):
    assert {mutant.near for mutant in over_hops} == {
        "archive_is_beyond_the_workloads",
        "aws_apis_only_through_endpoints",
        "data_stays_in_allowed_regions",
        "dns_is_closed",
        "environments_reach_no_other_environment",
        "every_guardrail_can_match",
        "no_outsider_reads_phi",
        "phi_reads_reach_the_archive",
        "phi_store_is_read_by_its_team_alone",
        "phi_subnets_reach_no_internet",
        "roles_are_passed_within_their_team",
        "store_decrypts_for_its_team_alone",
        "teams_reach_no_other_team",
    }
    assert {mutant.near for mutant in over_hops} <= {rule.id for rule in all_proofs()}
    assert len({str(mutant) for mutant in over_hops}) == len(over_hops)


def test_what_is_added_joins_the_graph_and_what_is_gone_leaves_it():
    kept, changed, gone = (Node(address=f"w/aws_vpc.{name}", type="aws_vpc", name=name) for name in "abc")
    added = Node(address="w/aws_vpc.d", type="aws_vpc", name="d")
    other = Node(address=changed.address, type="aws_vpc", name="b", region="eu-west-1")
    mutant = Mutant(added.address, "aws_vpc", "x", "", added, {changed.address: other, gone.address: None})
    assert list(mutant.applied(Graph([kept, changed, gone]))) == [kept, other, added]


def test_some_twelve_are_noticed_by_the_proof_that_is_to_notice_them(of_some, unnoticed):
    assert unnoticed(of_some(11, 12)) == []


@pytest.mark.slow
def test_all_are_noticed_by_the_proof_that_is_to_notice_them(over_hops, unnoticed):
    assert len(over_hops) > 400
    assert unnoticed(over_hops) == []


def test_the_command_tries_them_on_the_proofs(phizone, repository, zone_file):
    done = phizone("rules", "mutate", "--proofs", "--most", "6", "--json", "--graph", str(zone_file), cwd=repository)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["tried"], told["killed"], told["survivors_unexplained"], told["raised"]) == (6, 6, [], [])
    assert set(told["operators"]) <= set(OPERATORS)
