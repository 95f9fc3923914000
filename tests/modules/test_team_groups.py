"""A team's people and its pipelines stand apart in the network, and what has no group yet reaches nothing."""

from __future__ import annotations

from phizone_modules.team_groups import TeamGroups, TeamGroupsArgs


def groups(scope, build):
    args = TeamGroupsArgs(
        scope=scope,
        profiles=["alice", "bob"],
        vpc_id="vpc-1",
        home_cidrs=["10.30.0.0/20", "10.30.16.0/20"],
        endpoint_security_group_id="sg-endpoints",
        s3_prefix_list_id="pl-s3",
    )
    return build(lambda opts: TeamGroups("studio", args, opts))


def test_there_is_a_group_a_person_one_for_pipelines_and_a_quiet_one(scope, build):
    assert {(node.name, node.text("name")) for node in groups(scope, build).of_type("aws_security_group")} == {
        ("studio", "meridian-prod-cardiology-studio"),
        ("studio-alice", "meridian-prod-cardiology-studio-alice"),
        ("studio-bob", "meridian-prod-cardiology-studio-bob"),
        ("studio-pipeline", "meridian-prod-cardiology-jobs-pipeline"),
    }


def test_the_quiet_group_has_no_rules(scope, build):
    graph = groups(scope, build)
    quiet = graph["workspace.prod/aws_security_group.studio"]
    assert graph.referrers(quiet) == ()
    assert (quiet.blocks("ingress"), quiet.blocks("egress")) == ([], [])


def test_jobs_of_pipelines_reach_each_other_the_endpoints_and_s3_and_no_home_directory(scope, build):
    graph = groups(scope, build)
    group = graph["workspace.prod/aws_security_group.studio-pipeline"]
    assert {rule.name for rule in graph.referrers(group, "aws_vpc_security_group_egress_rule")} == {
        "studio-pipeline-endpoints",
        "studio-pipeline-kernels",
        "studio-pipeline-s3",
    }


def test_a_profile_is_reached_by_itself_alone_on_kernel_ports(scope, build):
    graph = groups(scope, build)
    group = graph["workspace.prod/aws_security_group.studio-alice"]
    (rule,) = graph.referrers(group, "aws_vpc_security_group_ingress_rule")
    assert graph.target(rule.get("security_group_id")) is group
    assert graph.target(rule.get("referenced_security_group_id")) is group
    assert (rule.get("ip_protocol"), rule.get("from_port"), rule.get("to_port")) == ("tcp", 8192, 65535)


def test_a_profile_reaches_itself_the_endpoints_s3_and_its_home_directory(scope, build):
    graph = groups(scope, build)
    group = graph["workspace.prod/aws_security_group.studio-alice"]
    assert {
        (rule.name, rule.get("from_port"), rule.get("to_port"), rule.get("cidr_ipv4"), rule.get("prefix_list_id"))
        for rule in graph.referrers(group, "aws_vpc_security_group_egress_rule")
    } == {
        ("studio-alice-kernels", 8192, 65535, None, None),
        ("studio-alice-endpoints", 443, 443, None, None),
        ("studio-alice-s3", 443, 443, None, "pl-s3"),
        ("studio-alice-home-10-30-0-0-20", 2049, 2049, "10.30.0.0/20", None),
        ("studio-alice-home-10-30-16-0-20", 2049, 2049, "10.30.16.0/20", None),
    }
    endpoints = graph["workspace.prod/aws_vpc_security_group_egress_rule.studio-alice-endpoints"]
    assert endpoints.get("referenced_security_group_id") == "sg-endpoints"
