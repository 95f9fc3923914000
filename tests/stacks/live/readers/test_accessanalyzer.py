from __future__ import annotations

from datetime import UTC, datetime

from phizone_stacks.live.readers.accessanalyzer import analyzers

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
ARN = "arn:aws:access-analyzer:us-east-1:777777777777:analyzer/"


def test_an_analyzer_of_outside_access_is_read_with_its_type_and_tags(answered):
    outside = {
        "arn": f"{ARN}outside",
        "name": "outside",
        "type": "ORGANIZATION",
        "createdAt": CREATED,
        "status": "ACTIVE",
        "tags": {"Team": "platform"},
    }
    assert answered(analyzers, ("accessanalyzer.list_analyzers", {"analyzers": [outside]})) == [
        {"analyzer_name": "outside", "arn": f"{ARN}outside", "tags": {"Team": "platform"}, "type": "ORGANIZATION"}
    ]


def test_analyzers_of_unused_and_of_internal_access_are_read_with_what_they_look_at(answered):
    unused = {
        "arn": f"{ARN}unused",
        "name": "unused",
        "type": "ACCOUNT_UNUSED_ACCESS",
        "createdAt": CREATED,
        "status": "ACTIVE",
        "configuration": {
            "unusedAccess": {
                "unusedAccessAge": 90,
                "analysisRule": {"exclusions": [{"resourceTags": [{"CostCenter": "x"}]}, {"accountIds": ["8" * 12]}]},
            }
        },
    }
    internal = {
        "arn": f"{ARN}internal",
        "name": "internal",
        "type": "ACCOUNT_INTERNAL_ACCESS",
        "createdAt": CREATED,
        "status": "CREATING",
        "configuration": {"internalAccess": {"analysisRule": {"inclusions": [{"resourceTypes": ["AWS::S3::Bucket"]}]}}},
    }
    found = answered(analyzers, ("accessanalyzer.list_analyzers", {"analyzers": [unused, internal]}))
    assert [each["configuration"] for each in found] == [
        [
            {
                "unused_access": [
                    {
                        "unused_access_age": 90,
                        "analysis_rule": [
                            {"exclusion": [{"resource_tags": [{"CostCenter": "x"}]}, {"account_ids": ["8" * 12]}]}
                        ],
                    }
                ]
            }
        ],
        [{"internal_access": [{"analysis_rule": [{"inclusion": [{"resource_types": ["AWS::S3::Bucket"]}]}]}]}],
    ]


def test_an_analyzer_that_does_not_work_is_none(answered):
    reason = {"code": "AWS_SERVICE_ACCESS_DISABLED"}
    disabled = {
        "arn": f"{ARN}outside",
        "name": "outside",
        "type": "ORGANIZATION",
        "createdAt": CREATED,
        "status": "DISABLED",
        "statusReason": reason,
    }
    assert answered(analyzers, ("accessanalyzer.list_analyzers", {"analyzers": [disabled]})) == []
