"""The archive holds what each action is asked of, as forms of ARNs."""

from __future__ import annotations

from importlib import resources

from phizone_policies.data.generate_resources import entries
from phizone_policies.proofs.access.symbolic.forms import forms, named_forms

SERVICE = {
    "privileges": {
        "Send": {"resource_types": {"queue": {}, "": {}}},
        "Move": {"resource_types": {"queue": {}, "role": {}}},
        "Open": {"resource_types": {"": {}}},
    },
    "resources": {
        "queue": {"arn": "arn:${Partition}:q:${Region}:${Account}:${QueueName}/${Part}"},
        "role": {"arn": "arn:${Partition}:iam::${AccountId}:role/${Name}"},
        "unused": {"arn": "arn:${Partition}:q:::x"},
    },
}
QUEUE, ROLE = "arn:{partition}:q:{region}:{account}:*/*", "arn:{partition}:iam::{account}:role/*"


def test_an_entry_has_the_forms_that_each_action_is_asked_of():
    assert entries({"q": SERVICE}, "1.2.3") == {
        "services/q.json": {"forms": [ROLE, QUEUE], "actions": {"move": [0, 1], "open": [], "send": [1]}},
        "index.json": {"arns": {"iam": [ROLE], "q": [QUEUE]}, "services": ["q"], "version": "1.2.3"},
    }


def test_the_archive_stays_small():
    archive = resources.files("phizone_policies.data").joinpath("action_resources.zip").read_bytes()
    assert len(archive) < 400_000


def test_forms_are_those_of_every_action_that_a_pattern_means():
    bucket = "arn:{partition}:s3:::*"
    assert bucket in (forms(("s3:ListBucket",)) or ())
    assert bucket not in (forms(("s3:GetObject", "s3:PutObject")) or ())
    assert (forms(("s3:GetObject",)) or frozenset()) < (forms(("s3:Get*",)) or frozenset())
    assert forms(("sts:GetCallerIdentity",)) == forms(("nosuch:Thing",)) == frozenset()
    assert forms(("s3:GetObject", "*:List*")) is None


def test_forms_are_those_of_the_service_in_an_arn():
    assert "arn:{partition}:kms:{region}:{account}:key/*" in (named_forms("arn:aws:kms:us-east-1:1:key/x") or ())
    assert named_forms("arn:aws:nosuch:::x") == frozenset()
    assert named_forms("arn:*:kms:::x") is named_forms("*") is None
