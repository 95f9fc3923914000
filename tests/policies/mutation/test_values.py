"""Each kind of value is broken by the operators that apply to it, and by no other."""

from __future__ import annotations

import pytest

from phizone_stacks.graph.values import Ref, Unknown


@pytest.mark.parametrize(
    ("value", "after"),
    [
        (True, {("", "drop"): None, ("", "flip"): False}),
        (30, {("", "drop"): None, ("", "lower"): 3, ("", "raise"): 301}),
        (1, {("", "drop"): None, ("", "lower"): 0, ("", "raise"): 11}),
        ("10.0.0.0/16", {("", "drop"): None, ("", "widen"): "0.0.0.0/0"}),
        ("fd00::/8", {("", "drop"): None, ("", "widen"): "::/0"}),
        ("VpcOnly", {("", "drop"): None, ("", "other word"): "other-VpcOnly"}),
        (
            "arn:aws:iam::777777777777:role/x",
            {("", "drop"): None, ("", "foreign account"): "arn:aws:iam::999999999999:role/x"},
        ),
        (Unknown(), {("", "drop"): None}),
        (
            ["a", "b"],
            {("", "drop"): None, ("", "empty"): [], ("", "remove one"): ["a"], ("", "other word"): ["a", "other-b"]},
        ),
        (
            [{"status": "Enabled"}],
            {
                ("", "drop"): None,
                ("", "empty"): [],
                ("status", "drop"): [{}],
                ("status", "other word"): [{"status": "other-Enabled"}],
            },
        ),
    ],
)
def test_a_value_is_broken_by_the_operators_of_its_kind(broken, value, after):
    assert broken(value) == after


def test_a_key_is_exchanged_for_a_stranger_s_for_aws_s_and_for_another_team_s(broken, key):
    assert broken(key) == {
        ("", "drop"): None,
        ("", "foreign key"): "arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000",
        ("", "AWS's key"): "alias/aws/s3",
        ("", "another owner's key"): Ref("w/aws_kms_key.radiology", "arn"),
    }
