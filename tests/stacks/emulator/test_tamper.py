from __future__ import annotations

from collections import Counter
from pathlib import Path
from unittest.mock import Mock

import pytest
from pydantic import ValidationError

from phizone_environments.load import load
from phizone_policies.discover import all_rules
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.tamper import ANY, Tampering, tamper, tamperings, unbroken
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.live.place import Place
from phizone_stacks.live.reading import all_readers

ROOT = Path(__file__).parents[3]
KEY = Node(
    address="workspace.prod/aws_kms_key.data",
    type="aws_kms_key",
    name="data",
    account="777777777777",
    region="us-east-1",
)
OUTPUTS = {KEY.address: {"key_id": "k-1", "arn": "arn:k-1"}, "a/aws_vpc.v": {"id": "vpc-1"}}


@pytest.fixture(scope="module")
def zone_graph():
    return capture_zone(ROOT, load(ROOT / "environments"))


@pytest.fixture
def done():
    """The calls that an entry makes, with where and with what: `done(calls, answers)`."""

    def run(*calls, **more):
        made = []

        def client_of(service, place):
            def call(operation):
                def make(**given):
                    made.append((f"{service}.{operation}", place, given))
                    return {"Gateway": {"Id": "igw-1"}, "Ids": ["one", "two"]}

                return make

            return Mock(**{name.partition(".")[2]: call(name.partition(".")[2]) for each in calls for name in each})

        entry = Tampering(does="something", to=KEY.address, calls=calls, finds=("kms_key_rotates",), **more)
        tamper(entry, Graph([KEY]), OUTPUTS, client_of, "us-east-1")
        return made

    return run


def test_a_call_is_told_what_aws_assigned(done):
    call = {"kms.disable_key": {"KeyId": "{key_id}", "Text": "the key {key_id}", "Days": 7}}
    assert done(call) == [
        ("kms.disable_key", Place(KEY.account, KEY.region), {"KeyId": "k-1", "Text": "the key k-1", "Days": 7})
    ]


def test_a_call_is_told_of_another_resource_and_of_an_answer_before(done):
    calls = (
        {"ec2.create_gateway": {}},
        {"ec2.attach": {"Gateway": "{1 Gateway.Id}", "Second": "{1 Ids.1}", "Vpc": "{a/aws_vpc.v id}"}},
    )
    assert done(*calls)[1][2] == {"Gateway": "igw-1", "Second": "two", "Vpc": "vpc-1"}


def test_a_call_may_go_elsewhere(done):
    assert done({"kms.create_key": {}}, region="eu-west-1")[0][1] == Place(KEY.account, "eu-west-1")


def test_a_policy_keeps_its_braces(done):
    text = '{"Statement": [{"Resource": "{arn}"}]}'
    assert done({"kms.put_key_policy": {"Policy": text}})[0][2] == {
        "Policy": '{"Statement": [{"Resource": "arn:k-1"}]}'
    }


def test_an_entry_says_who_must_find_it():
    with pytest.raises(ValidationError, match="finds"):
        Tampering.model_validate({"does": "x", "to": "y", "calls": [{"kms.disable_key": {}}], "finds": []})


def test_every_entry_names_rules_that_exist():
    rules = {rule.id for rule in all_rules()}
    assert [entry.does for entry in tamperings() if set(entry.finds) - rules] == []


def test_every_entry_names_a_resource_of_the_zone(zone_graph):
    assert [entry.does for entry in tamperings() if entry.to not in zone_graph] == []


def test_every_rule_about_what_is_emulated_is_broken_or_it_is_said_why_none_can():
    emulated = {kind for reader in all_readers() for kind in reader.types} - not_emulated()
    about = {rule.id for rule in all_rules() if not rule.types or {"*", *emulated} & set(rule.types)}
    broken = {rule for entry in tamperings() for rule in entry.finds}
    assert about - broken == set(unbroken())


def test_in_a_round_no_entry_is_found_by_what_another_did():
    found = Counter((entry.round, rule, entry.subject) for entry in tamperings() for rule in entry.finds)
    assert [each for each, count in found.items() if count > 1] == []
    rules = Counter((entry.round, rule) for entry in tamperings() for rule in entry.finds)
    anything = {(number, rule) for number, rule, subject in found if subject == ANY}
    assert [each for each in anything if rules[each] > 1] == []


def test_no_two_entries_are_told_alike():
    assert [told for told, count in Counter(entry.does for entry in tamperings()).items() if count > 1] == []
