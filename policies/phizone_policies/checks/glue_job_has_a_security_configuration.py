"""Glue jobs have a security configuration."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_glue_crawler": "security_configuration",
    "aws_glue_dev_endpoint": "security_configuration",
    "aws_glue_job": "security_configuration",
}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def glue_job_has_a_security_configuration(job: Node, view: View) -> Result:
    """A Glue job, crawler or development endpoint runs under a security configuration.

    Why: without one it writes its output, its logs and its bookmarks under AWS's keys or none.
    Fix: name an aws_glue_security_configuration that encrypts all three with our key.
    Source: checkov CKV_AWS_195; Prowler glue_etl_jobs_amazon_s3_encryption_enabled; 45 CFR 164.312(a)(2)(iv).
    """
    return passed() if job.get("security_configuration") else failed("it names no security_configuration")
