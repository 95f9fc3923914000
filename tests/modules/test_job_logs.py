"""SageMaker's log groups are under our key and kept for years."""

from __future__ import annotations

from phizone_modules.job_logs import JobLogs, JobLogsArgs
from phizone_modules.tags import Classification


def test_every_fixed_log_group_is_encrypted_kept_tagged_and_protected(scope, build):
    args = JobLogsArgs(
        scope=scope, key_arn="arn:aws:kms:us-east-1:444444444444:key/1", classification=Classification.PHI
    )
    groups = build(lambda opts: JobLogs("jobs", args, opts)).of_type("aws_cloudwatch_log_group")
    assert {group.text("name") for group in groups} == {
        "/aws/sagemaker/ProcessingJobs",
        "/aws/sagemaker/TrainingJobs",
        "/aws/sagemaker/TransformJobs",
        "/aws/sagemaker/studio",
    }
    assert {group.text("kms_key_id") for group in groups} == {"arn:aws:kms:us-east-1:444444444444:key/1"}
    assert {group.get("retention_in_days") for group in groups} == {2557}
    assert {group.text("tags.DataClassification") for group in groups} == {"PHI"}
    assert {group.protect for group in groups} == {True}
