"""Events are read as Pulumi's Automation API gives them, from its own JSON."""

from __future__ import annotations

import pytest
from pulumi.automation import EngineEvent

from phizone_stacks.engine.events import EngineStep, Kind, Seen, Told

BUCKET = "urn:pulumi:dev::workspace::aws:s3/bucket:Bucket::raw"
COMPONENT = "urn:pulumi:dev::workspace::phizone:index:Bucket::raw"


@pytest.fixture
def seen():
    """What is seen of events given as their JSON."""

    def take(*events):
        found = Seen()
        for event in events:
            found(EngineEvent.from_json({"sequence": 1, "timestamp": 1, **event}))
        return found

    return take


def step(op, urn=BUCKET, **more):
    metadata = {"op": op, "urn": urn, "type": "", "provider": "", **more}
    return {"resourcePreEvent": {"metadata": metadata, "planning": True}}


def said(message, severity="error", urn=None):
    return {"diagnosticEvent": {"message": message, "color": "never", "severity": severity, "urn": urn}}


def violation(level, message):
    return {
        "policyEvent": {
            "resourceUrn": BUCKET,
            "message": message,
            "policyName": "equal",
            "enforcementLevel": level,
        }
    }


def test_what_stays_and_what_is_no_resource_of_aws_is_no_step(seen):
    found = seen(step("same"), step("create", COMPONENT), step("read", COMPONENT))
    assert (found.steps, found.unchanged) == ({}, {BUCKET})


@pytest.mark.parametrize(
    ("ops", "kind"),
    [
        (["create"], Kind.MAKE),
        (["import"], Kind.MAKE),
        (["import", "update"], Kind.UPDATE),
        (["create-replacement", "replace", "delete-replaced"], Kind.REPLACE),
        (["discard-replaced"], Kind.REPLACE),
        (["delete"], Kind.DELETE),
        (["discard"], Kind.DELETE),
    ],
)
def test_the_gravest_thing_that_happens_to_a_resource_counts(seen, ops, kind):
    found = seen(*(step(op, keys=["bucket"]) for op in ops))
    assert found.steps == {BUCKET: EngineStep(kind, BUCKET, "aws_s3_bucket", ("bucket",))}


def test_violations_and_advice_are_told_apart_without_the_policy_s_own_description(seen):
    found = seen(violation("mandatory", "Described.\nthe bucket\n differs"), violation("advisory", "Unknown."))
    assert found.violations == [Told(BUCKET, "the bucket differs", "equal")]
    assert found.advice == [Told(BUCKET, "Unknown.", "equal")]


def test_an_error_is_one_paragraph_a_traceback_its_last_line_and_warnings_are_none(seen):
    trace = "Program failed:\nTraceback (most recent call last):\n  File \"/x.py\", line 1\nKeyError: 'records'\n"
    found = seen(said("one\n two", urn=BUCKET), said(trace), said("preview failed"), said("w", "warning"))
    assert found.errors == [Told(BUCKET, "one two"), Told("", "Program failed: KeyError: 'records'")]


def test_each_resource_is_reported_once():
    reported = []
    found = Seen(report=reported.append)
    for op in ("create-replacement", "replace", "delete-replaced"):
        found(EngineEvent.from_json({"sequence": 1, "timestamp": 1, **step(op)}))
    assert reported == [BUCKET]
