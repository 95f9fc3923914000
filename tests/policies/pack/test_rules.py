"""Stacks of others are judged by Phizone's rules, resource by resource on what is known and as a whole at preview."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from phizone_policies.check import Profile, Severity
from phizone_policies.discover import all_rules, find
from phizone_policies.pack import EQUAL, WHOLE
from phizone_policies.pack.rules import reads_one_resource, rules

from .conftest import Engine, Resource, secret

PREFIX = "urn:pulumi:x::elsewhere::"
PROVIDER = Resource(
    urn=f"{PREFIX}pulumi:providers:aws::main",
    type="pulumi:providers:aws",
    properties={"region": "us-east-1", "allowedAccountIds": '["111111111111"]'},
)
LEVELS = {"critical": "MANDATORY", "high": "MANDATORY", "medium": "ADVISORY", "low": "ADVISORY"}


def resource(
    kind: str, name: str, protect: bool = True, depends=None, by: Resource = PROVIDER, **properties
) -> Resource:
    return Resource(
        urn=f"{PREFIX}{kind}::{name}",
        type=kind,
        properties=properties,
        provider=by,
        protect=protect,
        depends=depends or {},
    )


KEY = resource("aws:kms/key:Key", "k", enableKeyRotation=True, deletionWindowInDays=30, description="k")
BUCKET = resource("aws:s3/bucket:Bucket", "b", bucket="records")
ENCRYPTED = resource(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "b",
    depends={"bucket": [BUCKET.urn], "rules": [KEY.urn]},
    bucket=UNKNOWN_STRING_VALUE,
    rules=[
        {
            "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": UNKNOWN_STRING_VALUE},
            "bucketKeyEnabled": True,
        }
    ],
)
ALGORITHM = "bucket_encrypted_with_our_key"


@pytest.fixture
def engine(previewing) -> Engine:
    return Engine("elsewhere")


def of(found, rule):
    return [(each.policy, each.level) for each in found if f"{rule}: elsewhere.x/" in each.text]


def test_every_rule_that_needs_no_zone_is_asked_and_keeps_its_severity():
    server = Engine("elsewhere").server
    info = server.GetAnalyzerInfo(None, None)
    told = {each.name: analyzer_pb2.EnforcementLevel.Name(each.enforcementLevel) for each in info.policies}
    single = {rule.id: LEVELS[rule.severity.value] for rule in rules() if reads_one_resource(rule)}
    whole = {f"whole_stack_rules_{severity}": LEVELS[severity] for severity in Severity}
    assert told == {EQUAL: "REMEDIATE", WHOLE: "MANDATORY", **single, **whole}
    assert {rule.id for rule in rules()} == {rule.id for rule in all_rules() if rule.profile is not Profile.ZONE}
    assert len(single) > 100


def test_a_policy_tells_its_safeguards_its_steps_and_no_address():
    info = Engine("elsewhere").server.GetAnalyzerInfo(None, None)
    policy = next(each for each in info.policies if each.name == "kms_key_rotates")
    assert policy.framework.name == "HIPAA Security Rule"
    assert policy.framework.reference == "hipaa-164.312.a.2.iv"
    assert policy.remediation_steps == find("kms_key_rotates").fix
    assert policy.severity == analyzer_pb2.POLICY_SEVERITY_HIGH
    assert {each.url for each in info.policies} == {""}


def test_a_rule_about_one_resource_is_mandatory_before_it_is_created(engine):
    found = engine.analyze(KEY.having(enableKeyRotation=False))
    assert [(each.policy, each.level) for each in found] == [("kms_key_rotates", "mandatory")]
    assert "kms_key_rotates: elsewhere.x/aws_kms_key.k: enable_key_rotation is not True" in found[0].text
    assert engine.analyze(KEY) == []


def test_a_mild_rule_is_advisory(engine):
    repository = resource("aws:ecr/repository:Repository", "r", imageTagMutability="MUTABLE")
    assert of(engine.analyze(repository), "repository_tags_are_immutable") == [
        ("repository_tags_are_immutable", "advisory")
    ]


def test_what_is_unknown_is_advisory_at_preview_and_decided_at_apply(engine, monkeypatch):
    unknown = KEY.having(enableKeyRotation=UNKNOWN_STRING_VALUE)
    (found,) = engine.analyze(unknown)
    assert (found.policy, found.level, "UNKNOWN: kms_key_rotates" in found.text) == (
        "kms_key_rotates",
        "advisory",
        True,
    )
    monkeypatch.setenv("PULUMI_DRY_RUN", "false")
    assert of(engine.analyze(KEY.having(enableKeyRotation=False)), "kms_key_rotates") == [
        ("kms_key_rotates", "mandatory")
    ]
    (undecided,) = engine.analyze(unknown)
    assert (undecided.level, "and so it is not proved" in undecided.text) == ("mandatory", True)


def test_what_the_provider_filled_in_is_judged_as_absent(engine):
    found = engine.analyze(KEY.having(enableKeyRotation=True, __defaults=["enableKeyRotation"]))
    assert [each.policy for each in found] == ["kms_key_rotates"]


def test_a_secret_is_judged_as_unknown_and_never_shown(engine):
    password = resource("aws:rds/instance:Instance", "db", password=secret("hunter2"), manageMasterUserPassword=False)
    found = engine.analyze(password)
    assert [each.policy for each in found if each.policy == "password_does_not_stand_in_the_program"] == []
    assert "hunter2" not in "".join(each.text for each in found)
    open_text = engine.analyze(password.having(password="hunter2"))
    assert "password_does_not_stand_in_the_program" in {each.policy for each in open_text}


def test_neighbours_are_joined_by_what_an_unknown_value_depends_on(engine):
    assert of(engine.preview([KEY, BUCKET, ENCRYPTED]), ALGORITHM) == []
    alone = Engine("elsewhere").preview([KEY, BUCKET])
    assert of(alone, ALGORITHM) == [("whole_stack_rules_critical", "mandatory")]


def test_neighbours_are_joined_by_what_a_known_value_reads(engine):
    arn = "arn:aws:kms:us-east-1:111111111111:key/1"
    known = json.loads(json.dumps(ENCRYPTED.properties).replace(UNKNOWN_STRING_VALUE, arn))
    encrypted = replace(ENCRYPTED, properties={**known, "bucket": "records"})
    inputs = [KEY, BUCKET, encrypted]
    assert [each for resource in inputs for each in engine.analyze(resource) if each.level == "mandatory"] == []
    outputs = [KEY.having(arn=arn, id="1"), BUCKET.having(id="records"), encrypted]
    assert of(engine.whole(outputs), ALGORITHM) == []
    elsewhere = [KEY.having(arn=arn.replace("key/1", "key/2")), *outputs[1:]]
    assert of(engine.whole(elsewhere), ALGORITHM) == [("whole_stack_rules_critical", "mandatory")]


def test_a_document_that_only_mentions_a_resource_is_not_taken_for_it(engine):
    policy = resource(
        "aws:s3/bucketPolicy:BucketPolicy",
        "b",
        depends={"bucket": [BUCKET.urn], "policy": [BUCKET.urn]},
        bucket=UNKNOWN_STRING_VALUE,
        policy=UNKNOWN_STRING_VALUE,
    )
    found = [each for each in engine.preview([BUCKET, policy]) if "bucket_denies_plain_http" in each.text]
    assert [(each.policy, each.level, "UNKNOWN: " in each.text) for each in found] == [
        ("whole_stack_rules_high", "advisory", True)
    ]


def test_which_accounts_are_ours_the_whole_stack_tells(engine):
    other = replace(
        PROVIDER, urn=f"{PROVIDER.urn}-2", properties={**PROVIDER.properties, "allowedAccountIds": '["222222222222"]'}
    )
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::222222222222:role/reader"},
                "Action": "ecr:BatchGetImage",
            }
        ],
    }
    policy = resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "p", repository="r", policy=json.dumps(document))
    rule = "repository_policy_names_no_stranger"
    assert [each for each in engine.analyze(policy) if each.policy == rule] == []
    assert [level for _, level in of(engine.whole([policy]), rule)] == ["mandatory"]
    theirs = replace(KEY, provider=other)
    engine.analyze(theirs)
    assert of(engine.whole([policy, theirs]), rule) == []


def test_two_resources_of_one_name_under_different_parents_are_both_judged(engine):
    first = replace(KEY, urn=f"{PREFIX}a:b:A$aws:kms/key:Key::k")
    second = replace(KEY.having(policy="{}"), urn=f"{PREFIX}a:b:B$aws:kms/key:Key::k")
    found = [each.text for each in engine.preview([first, second])]
    assert [name for name in ("aws_kms_key.A/k", "aws_kms_key.B/k") if name not in "".join(found)] == []


def test_resources_of_other_clouds_and_components_are_not_judged(engine):
    other = Resource(urn=f"{PREFIX}random:index:Id::r", type="random:index:Id")
    component = Resource(urn=f"{PREFIX}a:b:A::c", type="a:b:A")
    assert engine.preview([other, component]) == []


def test_a_resource_that_was_never_analyzed_proves_nothing(engine):
    found = engine.whole([KEY, BUCKET, ENCRYPTED])
    assert found != []
    assert {each.level for each in found} <= {"advisory", "mandatory"}
