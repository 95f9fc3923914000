"""What an emulator holds is told apart from what is missing or otherwise; the table of what can be changed holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.apply import apply
from phizone_stacks.emulator.changeable import changeable, remove
from phizone_stacks.emulator.complete import emulated_readers
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.running import in_process
from phizone_stacks.emulator.standing import standing
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.values import references
from phizone_stacks.live.place import Place
from phizone_stacks.live.zone import EMULATED, asked_of, read_zone_graph

ROOT = Path(__file__).parents[3]
HOME = "us-east-1"
LOGS = "workspace.dev/aws_cloudwatch_log_group.dns-query-logs"
BUCKET = "workspace.dev/aws_s3_bucket.cardiology-raw"
REMOVED = {
    "aws_cloudwatch_log_group": LOGS,
    "aws_ecr_repository": "workspace.dev/aws_ecr_repository.cardiology-registry-inference",
    "aws_s3_bucket": BUCKET,
}


@pytest.fixture(scope="module")
def zone():
    return load(ROOT / "environments")


@pytest.fixture(scope="module")
def graph(zone):
    return capture_zone(ROOT, zone)


@pytest.fixture(scope="module")
def view(graph):
    return graph.for_environment("dev")


@pytest.fixture(scope="module")
def emulator(zone, view):
    """Clients of an emulator in this process to which dev was applied, and what was assigned."""
    with in_process(before(zone)) as clients:
        done = apply(view, clients, HOME, not_emulated())
        assert done.failures == {}
        yield clients, done.outputs


@pytest.fixture
def look(zone, graph, view, emulator):
    """How dev and the emulator differ now."""

    def look(*named):
        live = read_zone_graph(zone, asked_of(zone), emulator[0], EMULATED, readers=emulated_readers())
        return standing(graph, live, {node.address for node in view}, named)

    return look


@pytest.fixture
def make(view, emulator):
    """Makes some resources, where others stand."""
    return lambda known, only: apply(view, emulator[0], HOME, not_emulated(), known=known, only=set(only))


def test_what_stands_has_the_outputs_that_applying_told_wherever_another_refers_to_them(look, view, emulator):
    found, outputs = look(), emulator[1]
    assert (found.missing, found.overwritten, found.replaced, found.refused) == ((), {}, {}, {})
    assert set(found.equal) == set(outputs)
    used = {ref for node in view for ref in references(dict(node.attributes)) if ref.address in outputs}
    told = [ref for ref in used if ref.attribute in outputs[ref.address]]
    assert len(told) > 100
    differing = {
        (ref, found.outputs[ref.address].get(ref.attribute), outputs[ref.address][ref.attribute])
        for ref in told
        if found.outputs[ref.address].get(ref.attribute, outputs[ref.address][ref.attribute])
        != outputs[ref.address][ref.attribute]
    }
    assert differing == set()


def test_every_type_that_is_overwritten_can_be_put_again_without_a_trace(look, make, view):
    types = changeable().overwritten
    chosen = {node.address for node in view if node.type in types}
    assert types - {node.type for node in view} == set()
    known = {address: outputs for address, outputs in look().equal.items() if address not in chosen}
    done = make(known, chosen)
    assert (done.failures, set(done.outputs)) == ({}, chosen)
    again = look()
    assert (again.missing, again.overwritten, again.refused) == ((), {}, {})


def test_every_type_that_is_removed_can_be_made_again(look, make, view, emulator):
    assert set(REMOVED) == set(changeable().removed)
    outputs = look().outputs
    for address in REMOVED.values():
        remove(view[address], outputs[address], emulator[0], HOME)
    found = look()
    assert set(REMOVED.values()) <= set(found.missing)
    assert set(REMOVED.values()).isdisjoint(found.outputs)
    done = make(found.equal, found.missing)
    assert (done.failures, set(done.outputs)) == ({}, set(found.missing))
    assert look().missing == ()


def test_what_would_have_to_be_replaced_is_refused_until_it_is_named_with_what_hangs_on_it(look, emulator):
    clients, outputs = emulator
    place, name, bucket = Place("555555555555", HOME), outputs[LOGS]["name"], outputs[BUCKET]["bucket"]
    tags = [{"Key": key, "Value": value} for key, value in outputs[BUCKET]["tags"].items()]
    clients("logs", place).put_retention_policy(logGroupName=name, retentionInDays=30)
    clients("s3", place).put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": []})
    try:
        refused, named = look(), look(LOGS, BUCKET)
    finally:
        days = outputs[LOGS]["retention_in_days"]
        clients("logs", place).put_retention_policy(logGroupName=name, retentionInDays=days)
        clients("s3", place).put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    assert ({*refused.refused}, {*refused.replaced}, refused.missing) == ({LOGS, BUCKET}, set(), ())
    assert ({*named.refused}, {*named.replaced}) == (set(), {LOGS, BUCKET})
    # A bucket takes what configures it along.
    assert Counter(address.rpartition(".")[2] for address in named.missing) == {"cardiology-raw": 7}
