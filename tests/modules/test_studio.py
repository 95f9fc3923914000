"""Studio is closed, encrypted, stops when idle, and keeps one person's notebook from another's."""

from __future__ import annotations

from phizone_modules.role_names import execution_role_arn, studio_role_arn
from phizone_modules.studio import AuthMode, Studio, StudioArgs
from phizone_modules.tags import Classification

KEY = "arn:aws:kms:us-east-1:444444444444:key/00000000-0000-0000-0000-000000000000"
SUBNETS = ["subnet-1", "subnet-2"]


def studio(scope, build):
    args = StudioArgs(
        scope=scope,
        classification=Classification.PHI,
        auth_mode=AuthMode.SSO,
        vpc_id="vpc-1",
        subnet_ids=SUBNETS,
        subnet_cidrs=["10.30.0.0/20", "10.30.16.0/20"],
        endpoint_security_group_id="sg-endpoints",
        s3_prefix_list_id="pl-s3",
        key_arn=KEY,
        default_role_arn=studio_role_arn(scope),
        profiles={"alice": execution_role_arn(scope, "alice"), "bob": execution_role_arn(scope, "bob")},
        identity_users={"alice": "alice@example.org", "bob": "bob@example.org"},
    )
    return build(lambda opts: Studio("studio", args, opts))


def test_a_domain_is_made_with_a_profile_and_a_group_a_person(scope, build):
    graph = studio(scope, build)
    kinds = ("aws_sagemaker_domain", "aws_sagemaker_user_profile", "aws_security_group")
    assert [(node.type, node.name) for node in graph.of_type(*kinds)] == [
        ("aws_sagemaker_domain", "studio"),
        ("aws_sagemaker_user_profile", "studio-alice"),
        ("aws_sagemaker_user_profile", "studio-bob"),
        ("aws_security_group", "studio"),
        ("aws_security_group", "studio-alice"),
        ("aws_security_group", "studio-bob"),
    ]


def test_the_domain_reaches_the_vpc_only_and_encrypts_under_our_key(scope, build):
    domain = studio(scope, build)["workspace.prod/aws_sagemaker_domain.studio"]
    assert (domain.get("domain_name"), domain.get("auth_mode"), domain.get("app_network_access_type")) == (
        "meridian-prod-cardiology",
        "SSO",
        "VpcOnly",
    )
    assert (domain.get("vpc_id"), domain.items("subnet_ids"), domain.get("kms_key_id")) == ("vpc-1", SUBNETS, KEY)


def test_the_domain_and_its_home_directories_outlive_the_program(scope, build):
    domain = studio(scope, build)["workspace.prod/aws_sagemaker_domain.studio"]
    assert (domain.protect, domain.retain_on_delete) == (True, True)
    assert domain.get("retention_policy.0.home_efs_file_system") == "Retain"


def test_docker_is_off_who_works_is_told_to_the_trail_and_tags_go_on(scope, build):
    domain = studio(scope, build)["workspace.prod/aws_sagemaker_domain.studio"]
    assert domain.get("domain_settings.0.docker_settings.0.enable_docker_access") == "DISABLED"
    assert domain.get("domain_settings.0.execution_role_identity_config") == "USER_PROFILE_NAME"
    assert domain.get("tag_propagation") == "ENABLED"
    assert domain.get("tags.DataClassification") == "PHI"


def test_notebook_output_is_not_shared(scope, build):
    domain = studio(scope, build)["workspace.prod/aws_sagemaker_domain.studio"]
    assert domain.get("default_user_settings.0.sharing_settings.0.notebook_output_option") == "Disabled"


def test_apps_stop_after_an_idle_hour_and_nobody_lengthens_it(scope, build):
    domain = studio(scope, build)["workspace.prod/aws_sagemaker_domain.studio"]
    idle = {
        "lifecycle_management": "ENABLED",
        "idle_timeout_in_minutes": 60,
        "max_idle_timeout_in_minutes": 60,
    }
    user, space = "default_user_settings.0", "default_space_settings.0"
    where = "app_lifecycle_management.0.idle_settings.0"
    assert domain.get(f"{user}.jupyter_lab_app_settings.0.{where}") == idle
    assert domain.get(f"{user}.code_editor_app_settings.0.{where}") == idle
    assert domain.get(f"{space}.jupyter_lab_app_settings.0.{where}") == idle


def test_the_defaults_are_a_role_without_permissions_and_a_group_without_rules(scope, build):
    graph = studio(scope, build)
    domain, quiet = (
        graph["workspace.prod/aws_sagemaker_domain.studio"],
        graph["workspace.prod/aws_security_group.studio"],
    )
    assert domain.get("default_user_settings.0.execution_role") == studio_role_arn(scope)
    assert domain.get("default_space_settings.0.execution_role") == studio_role_arn(scope)
    assert graph.target(domain.get("default_user_settings.0.security_groups.0")) is quiet
    assert graph.target(domain.get("default_space_settings.0.security_groups.0")) is quiet
    assert graph.target(domain.get("domain_settings.0.security_group_ids.0")) is quiet
    assert graph.referrers(quiet) == (domain,)
    assert (quiet.blocks("ingress"), quiet.blocks("egress")) == ([], [])


def test_each_profile_has_its_own_name_role_group_and_person(scope, build):
    graph = studio(scope, build)
    alice = graph["workspace.prod/aws_sagemaker_user_profile.studio-alice"]
    assert alice.get("user_profile_name") == "meridian-prod-cardiology-alice"
    assert alice.get("user_settings.0.execution_role") == execution_role_arn(scope, "alice")
    assert graph.target(alice.get("user_settings.0.security_groups.0")).name == "studio-alice"
    assert alice.get("single_sign_on_user_value") == "alice@example.org"


def test_a_profile_is_reached_by_itself_alone_on_kernel_ports(scope, build):
    graph = studio(scope, build)
    group = graph["workspace.prod/aws_security_group.studio-alice"]
    (rule,) = graph.referrers(group, "aws_vpc_security_group_ingress_rule")
    assert graph.target(rule.get("security_group_id")) is group
    assert graph.target(rule.get("referenced_security_group_id")) is group
    assert (rule.get("ip_protocol"), rule.get("from_port"), rule.get("to_port")) == ("tcp", 8192, 65535)


def test_a_profile_reaches_itself_the_endpoints_s3_and_its_home_directory(scope, build):
    graph = studio(scope, build)
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
