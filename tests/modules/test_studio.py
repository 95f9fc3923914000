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
        security_group_id="sg-quiet",
        key_arn=KEY,
        default_role_arn=studio_role_arn(scope),
        profiles={"alice": execution_role_arn(scope, "alice"), "bob": execution_role_arn(scope, "bob")},
        security_group_ids={"alice": "sg-alice", "bob": "sg-bob"},
        identity_users={"alice": "alice@example.org", "bob": "bob@example.org"},
    )
    return build(lambda opts: Studio("studio", args, opts))


def test_a_domain_is_made_with_a_profile_a_person(scope, build):
    graph = studio(scope, build)
    kinds = ("aws_sagemaker_domain", "aws_sagemaker_user_profile")
    assert [(node.type, node.name) for node in graph.of_type(*kinds)] == [
        ("aws_sagemaker_domain", "studio"),
        ("aws_sagemaker_user_profile", "studio-alice"),
        ("aws_sagemaker_user_profile", "studio-bob"),
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


def test_the_defaults_are_a_role_without_permissions_and_the_group_without_rules(scope, build):
    domain = studio(scope, build)["workspace.prod/aws_sagemaker_domain.studio"]
    assert domain.get("default_user_settings.0.execution_role") == studio_role_arn(scope)
    assert domain.get("default_space_settings.0.execution_role") == studio_role_arn(scope)
    assert domain.items("default_user_settings.0.security_groups") == ["sg-quiet"]
    assert domain.items("default_space_settings.0.security_groups") == ["sg-quiet"]
    assert domain.items("domain_settings.0.security_group_ids") == ["sg-quiet"]


def test_each_profile_has_its_own_name_role_group_and_person(scope, build):
    graph = studio(scope, build)
    alice = graph["workspace.prod/aws_sagemaker_user_profile.studio-alice"]
    assert alice.get("user_profile_name") == "meridian-prod-cardiology-alice"
    assert alice.get("user_settings.0.execution_role") == execution_role_arn(scope, "alice")
    assert alice.items("user_settings.0.security_groups") == ["sg-alice"]
    assert alice.get("single_sign_on_user_value") == "alice@example.org"
