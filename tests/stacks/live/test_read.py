from __future__ import annotations

import pytest

from phizone_stacks.graph.graph import Unread
from phizone_stacks.live.calls import Unreadable
from phizone_stacks.live.found import found
from phizone_stacks.live.place import Place
from phizone_stacks.live.read import Asked, places, read
from phizone_stacks.live.reading import Reader, Where

ASKED = Asked(
    accounts=("111111111111", "222222222222"),
    management="111111111111",
    home="us-east-1",
    regions=("us-east-1", "us-west-2"),
    others={"111111111111": ("eu-west-1",), "222222222222": ("eu-central-1",)},
)


@pytest.fixture
def reader():
    """A reader of one type by a function: `reader(function)`."""

    def make(function, *types, where=Where.MANAGEMENT):
        return Reader("test.reader", types or ("aws_kms_key",), where, function)

    return make


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where.MANAGEMENT, {("111111111111", "us-east-1")}),
        (Where.ACCOUNT, {("111111111111", "us-east-1"), ("222222222222", "us-east-1")}),
        (Where.REGION, {(account, region) for account in ASKED.accounts for region in ASKED.regions}),
        (
            Where.EVERYWHERE,
            {(account, region) for account in ASKED.accounts for region in ASKED.regions}
            | {("111111111111", "eu-west-1"), ("222222222222", "eu-central-1")},
        ),
    ],
)
def test_a_reader_is_asked_in_its_places(where, expected):
    assert {(place.account, place.region) for place in places(ASKED, where)} == expected


def test_what_is_found_has_the_place_of_the_call_and_what_has_no_region_is_global(reader):
    def every(calls):
        yield found("aws_kms_key", "one", {})
        yield found("aws_iam_role", "two", {})
        yield found("aws_s3_bucket", "three", {}, region="us-west-2")

    seen = read(ASKED, lambda service, place: None, readers=[reader(every)])
    assert {(place.region, each.name) for place, each in seen.found} == {
        ("us-east-1", "one"),
        ("global", "two"),
        ("us-west-2", "three"),
    }


def test_what_was_found_before_a_call_failed_counts_and_the_rest_is_not_known(reader):
    def broken(calls):
        yield found("aws_kms_key", "one", {})
        raise Unreadable("kms", "describe_key", calls.place, "AccessDenied: no")

    seen = read(ASKED, lambda service, place: None, readers=[reader(broken, "aws_kms_key", "aws_iam_role")])
    reason = "kms:DescribeKey in 111111111111 us-east-1: AccessDenied: no"
    assert [each.name for _, each in seen.found] == ["one"]
    assert seen.unread == (
        Unread("aws_iam_role", "111111111111", "global", reason),
        Unread("aws_kms_key", "111111111111", "us-east-1", reason),
    )


def test_an_answer_of_another_shape_tells_nothing(reader):
    def stumbling(calls):
        yield found("aws_kms_key", {}["Keys"], {})

    seen = read(ASKED, lambda service, place: None, readers=[reader(stumbling)])
    assert seen.unread == (
        Unread("aws_kms_key", "111111111111", "us-east-1", "test.reader cannot read the answer: KeyError: 'Keys'"),
    )


def test_a_place_is_named_by_account_and_region():
    assert str(Place("111111111111", "us-east-1")) == "111111111111 us-east-1"
