"""Who pushes an image into a repository works as what runs it, and who opens Studio as what its domain gives."""

from __future__ import annotations

import pytest

HOST = "777777777777.dkr.ecr.us-east-1.amazonaws.com"
PUSHES = ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"]
CLEARS = [*PUSHES, "ecr:BatchDeleteImage"]
READER = """
aws_iam_role.data:
  name: data
  assume_role_policy: '{"Statement": []}'
  inline_policy: [{policy: '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'}]
"""
REPOSITORY = "aws_ecr_repository.app: {name: app}\n"
URL = "{$template: [{$ref: {address: aws_ecr_repository.app, attribute: repository_url}}, ':latest']}"
LETS = '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "888888888888"}, "Action": "ecr:*"}]}'
ROLE = "{$ref: {address: aws_iam_role.data, attribute: arn}}"
DEV, DATA = "aws_iam_role.dev", "aws_iam_role.data"
CERTAIN, DOUBTED, NOT = {DATA: True, DEV: True}, {DATA: True, DEV: False}, {DATA: True}
STUDIO = ["sagemaker:CreateUserProfile", "sagemaker:CreatePresignedDomainUrl"]


def model(image):
    return f"aws_sagemaker_model.m: {{execution_role_arn: {ROLE}, primary_container: [{{image: {image}}}]}}"


def build(image):
    return f"aws_codebuild_project.b: {{name: b, service_role: {ROLE}, environment: [{{image: {image}}}]}}"


def function(image):
    return f"aws_lambda_function.f: {{function_name: f, role: {ROLE}, package_type: Image, image_uri: {image}}}"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (model(f"'{HOST}/app:latest'"), CERTAIN),
        (model(f"'{HOST}/app'"), CERTAIN),
        (model(f"'{HOST}/app@sha256:00'"), NOT),
        (model(f"'{HOST}/application:latest'"), NOT),
        (model("'888888888888.dkr.ecr.us-east-1.amazonaws.com/app:latest'"), NOT),
        (model(URL), CERTAIN),
        (model("{$unknown: true}"), DOUBTED),
        (build(f"'{HOST}/app:1'"), CERTAIN),
        (function(f"'{HOST}/app:1'"), DOUBTED),
        (f"aws_sagemaker_model.m: {{execution_role_arn: {ROLE}, container: [{{image: '{HOST}/app'}}]}}", CERTAIN),
        (
            f"""
aws_sagemaker_data_quality_job_definition.q:
  role_arn: {ROLE}
  data_quality_app_specification: [{{image_uri: '{HOST}/app:1'}}]
""",
            CERTAIN,
        ),
        (
            f"""
aws_sagemaker_pipeline.p:
  pipeline_name: p
  role_arn: arn:aws:iam::777777777777:role/none
  pipeline_definition: '{{"ImageUri": "{HOST}/app:1", "RoleArn": "arn:aws:iam::777777777777:role/data"}}'
""",
            CERTAIN,
        ),
    ],
)
def test_who_pushes_an_image_works_as_what_runs_it(who, runs, expected):
    assert who([{"Action": PUSHES}], READER + REPOSITORY + runs) == expected


@pytest.mark.parametrize(
    ("actions", "resource", "expected"),
    [
        (PUSHES, "arn:aws:ecr:us-east-1:777777777777:repository/app", CERTAIN),
        (PUSHES, "arn:aws:ecr:us-east-1:777777777777:repository/other", NOT),
        (PUSHES[:3], "*", NOT),
        (["ecr:BatchGetImage"], "*", NOT),
    ],
)
def test_a_push_takes_all_its_actions_on_that_repository(who, actions, resource, expected):
    text = READER + REPOSITORY + model(f"'{HOST}/app:1'")
    assert who([{"Action": actions, "Resource": resource}], text) == expected


@pytest.mark.parametrize(("actions", "expected"), [(PUSHES, NOT), (CLEARS, CERTAIN)])
def test_an_immutable_tag_is_removed_before_it_is_pushed_anew(who, actions, expected):
    immutable = "aws_ecr_repository.app: {name: app, image_tag_mutability: IMMUTABLE}\n"
    assert who([{"Action": actions}], READER + immutable + model(f"'{HOST}/app:1'")) == expected


def test_a_repository_may_let_another_account_push(access_to_phi):
    lets = f"\naws_ecr_repository_policy.app: {{repository: app, policy: '{LETS}'}}\n"
    text = READER + REPOSITORY + model(f"'{HOST}/app:1'")
    other = {"arn:aws:iam::888888888888:role/*": True}
    assert {**access_to_phi(text), **other} == access_to_phi(text + lets)
    assert other.items() & access_to_phi(text).items() == set()


def domain(settings):
    return f"aws_sagemaker_domain.d: {{domain_name: d, {settings}: [{{execution_role: {ROLE}}}]}}\n"


PROFILE = """
aws_sagemaker_user_profile.u:
  domain_id: {$ref: {address: aws_sagemaker_domain.d, attribute: id}}
  user_profile_name: u
"""
OPENS = "sagemaker:CreatePresignedDomainUrl"


@pytest.mark.parametrize(
    ("actions", "text", "expected"),
    [
        ([OPENS], domain("default_user_settings") + PROFILE, CERTAIN),
        ([OPENS], domain("default_user_settings"), NOT),
        (STUDIO, domain("default_user_settings"), CERTAIN),
        (STUDIO[:1], domain("default_user_settings"), NOT),
        ([OPENS], domain("default_space_settings"), CERTAIN),
        ([OPENS], "aws_sagemaker_user_profile.u: {domain_id: d-elsewhere, user_profile_name: u}", DOUBTED),
        (["sagemaker:DescribeDomain"], domain("default_user_settings") + PROFILE, NOT),
    ],
)
def test_who_opens_studio_works_as_the_role_that_its_domain_gives(who, actions, text, expected):
    assert who([{"Action": actions}], READER + text) == expected


def test_a_profile_with_a_role_of_its_own_does_not_take_the_domain_s(who):
    other = "  user_settings: [{execution_role: 'arn:aws:iam::777777777777:role/none'}]\n"
    text = READER + domain("default_user_settings") + PROFILE + other
    assert who([{"Action": OPENS, "Resource": "arn:aws:sagemaker:*:*:user-profile/*/u"}], text) == NOT
