"""Roles and what their policies bind are named before they exist."""

from __future__ import annotations

import pytest

from phizone_modules import role_names
from phizone_modules.scope import NameTooLong


def test_platform_roles_bear_the_environment_and_team_roles_the_team(scope):
    assert (
        role_names.deploy_role(scope),
        role_names.auditor_role(scope),
        role_names.break_glass_role(scope),
        role_names.execution_role(scope, "alice"),
        role_names.studio_role(scope),
        role_names.pipeline_role(scope),
    ) == (
        "meridian-prod-deploy",
        "meridian-prod-auditor",
        "meridian-prod-break-glass",
        "meridian-prod-cardiology-execution-alice",
        "meridian-prod-cardiology-studio",
        "meridian-prod-cardiology-pipeline",
    )


def test_arns_are_of_those_names_in_the_scopes_account(scope):
    assert (
        role_names.deploy_role_arn(scope),
        role_names.auditor_role_arn(scope),
        role_names.break_glass_role_arn(scope),
        role_names.execution_role_arn(scope, "alice"),
        role_names.studio_role_arn(scope),
        role_names.pipeline_role_arn(scope),
        role_names.boundary_arn(scope),
        role_names.platform_boundary_arn(scope),
    ) == (
        "arn:aws:iam::444444444444:role/meridian-prod-deploy",
        "arn:aws:iam::444444444444:role/meridian-prod-auditor",
        "arn:aws:iam::444444444444:role/meridian-prod-break-glass",
        "arn:aws:iam::444444444444:role/meridian-prod-cardiology-execution-alice",
        "arn:aws:iam::444444444444:role/meridian-prod-cardiology-studio",
        "arn:aws:iam::444444444444:role/meridian-prod-cardiology-pipeline",
        "arn:aws:iam::444444444444:policy/meridian-prod-boundary",
        "arn:aws:iam::444444444444:policy/meridian-prod-platform-boundary",
    )


def test_an_attach_role_bears_its_environment_in_the_network_account(scope):
    assert role_names.attach_role_arn(scope, "dev") == "arn:aws:iam::444444444444:role/meridian-dev-attach"


def test_who_enters_from_other_accounts_is_named_in_the_shared_environment(scope):
    assert role_names.home_auditor_arn(scope, "3" * 12) == "arn:aws:iam::333333333333:role/meridian-shared-auditor"
    assert (
        role_names.break_glass_user_arn(scope, "1" * 12) == "arn:aws:iam::111111111111:user/meridian-shared-break-glass"
    )


def test_profiles_repositories_and_model_groups_bear_the_team(scope):
    assert role_names.user_profile(scope, "alice") == "meridian-prod-cardiology-alice"
    assert role_names.repository(scope, "train") == "meridian/prod/cardiology/train"
    assert role_names.model_group(scope, "readmission") == "meridian-prod-cardiology-readmission"


def test_a_profile_that_makes_too_long_a_name_is_refused(scope):
    with pytest.raises(NameTooLong, match="63 are allowed"):
        role_names.user_profile(scope, "a" * 40)
