"""What works as a role is found however its role is written, and left open where nobody knows which role it is."""

from __future__ import annotations

import pytest

DEV, DATA = "aws_iam_role.dev", "aws_iam_role.data"
CERTAIN, DOUBTED, NOT = {DATA: True, DEV: True}, {DATA: True, DEV: False}, {DATA: True}
READER = """
aws_iam_role.data:
  name: data
  assume_role_policy: '{"Statement": []}'
  inline_policy: [{policy: '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'}]
"""
NAME = "{$ref: {address: aws_iam_role.data, attribute: name}}"
PATHED = "{$template: ['arn:aws:iam::777777777777:role/', {$ref: {address: aws_iam_role.data, attribute: name}}]}"
ELSEWHERE = "{$ref: {address: data.aws_iam_role.elsewhere, attribute: arn}}"
INSTANCE = "aws_instance.i: {iam_instance_profile: {$ref: {address: aws_iam_instance_profile.p, attribute: name}}}"


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("'arn:aws:iam::777777777777:role/data'", CERTAIN),
        (PATHED, CERTAIN),
        (ELSEWHERE, DOUBTED),
        ("{$template: ['arn:aws:iam::777777777777:role/', {$ref: {address: random_id.r, attribute: hex}}]}", DOUBTED),
        ("'arn:aws:iam::777777777777:role/other'", NOT),
        ("'arn:aws:iam::888888888888:role/data'", NOT),
    ],
)
def test_who_changes_the_code_of_a_function_works_as_its_role_however_it_is_written(who, role, expected):
    function = f"aws_lambda_function.f: {{function_name: f, role: {role}}}"
    assert who([{"Action": "lambda:UpdateFunctionCode"}], READER + function) == expected


@pytest.mark.parametrize(
    ("instance", "expected"),
    [
        (f"aws_iam_instance_profile.p: {{name: p, role: {NAME}}}\n{INSTANCE}", CERTAIN),
        ("aws_iam_instance_profile.p: {name: p, role: data}\naws_instance.i: {iam_instance_profile: p}", CERTAIN),
        (
            f"""
aws_iam_instance_profile.p:
  name: p
  role: {{$template: ['da', {{$ref: {{address: aws_iam_role.end, attribute: name}}}}]}}
aws_iam_role.end: {{name: ta, assume_role_policy: '{{"Statement": []}}'}}
{INSTANCE}
""",
            CERTAIN,
        ),
        ("aws_instance.i: {iam_instance_profile: {$ref: {address: aws_x.elsewhere, attribute: name}}}", DOUBTED),
        ("aws_iam_instance_profile.p: {name: p, role: other}\naws_instance.i: {iam_instance_profile: p}", NOT),
    ],
)
def test_who_opens_a_shell_on_an_instance_works_as_the_role_of_its_profile_however_it_is_written(
    who, instance, expected
):
    assert who([{"Action": "ssm:StartSession"}], READER + instance) == expected
