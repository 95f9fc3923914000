"""Builds are private and logged."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_codebuild_project",),
    reads=("aws_codebuild_project.logs_config", "aws_codebuild_project.project_visibility"),
)
def build_is_private_and_logged(project: Node, view: View) -> Result:
    """A build writes a log, and neither its log nor what it makes is public.

    Why: the log tells what was built from which source; a public one tells it to everybody.
    Fix: leave project_visibility PRIVATE and one of the logs enabled.
    Source: AWS Security Hub CodeBuild.4; checkov CKV_AWS_314; 45 CFR 164.312(b).
    """
    if project.get("project_visibility") != "PRIVATE":
        return failed("its builds are public")
    group = setting(project, "logs_config.cloudwatch_logs.status") in (None, "ENABLED")
    bucket = setting(project, "logs_config.s3_logs.status") == "ENABLED"
    return passed() if group or bucket else failed("all of its logs are off")
