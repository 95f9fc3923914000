"""The log groups that SageMaker writes to, made before SageMaker makes them without a key and for ever."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

JOB_LOG_GROUPS = ("studio", "TrainingJobs", "ProcessingJobs", "TransformJobs")
"""Kinds of SageMaker log group with a fixed name. Source: SageMaker Developer Guide, "Log groups and streams"."""
JOB_LOG_PATTERN = "/aws/sagemaker/*"
"""What the names of SageMaker's log groups begin with; a log key's policy admits it."""


@dataclass(frozen=True, kw_only=True)
class JobLogsArgs:
    """Under which key, and how protected."""

    scope: Scope
    """The account and region; `retention_days` is how long the logs are kept."""
    key_arn: pulumi.Input[str]
    """ARN of the log key, whose policy admits `JOB_LOG_PATTERN`."""
    classification: Classification
    """What the logs may hold: the environment's data, since a job can print what it reads."""


class JobLogs(pulumi.ComponentResource):
    """SageMaker's log groups of one account and region, encrypted under our key and kept for years."""

    def __init__(self, name: str, args: JobLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:JobLogs", name, None, opts)
        for kind in JOB_LOG_GROUPS:
            cloudwatch.LogGroup(
                f"{name}-{kind.lower()}",
                name=f"/aws/sagemaker/{kind}",
                kms_key_id=args.key_arn,
                retention_in_days=args.scope.retention_days,
                region=args.scope.region,
                tags=tags(args.scope, args.classification),
                opts=pulumi.ResourceOptions(parent=self, protect=True),
            )
        self.register_outputs({})
