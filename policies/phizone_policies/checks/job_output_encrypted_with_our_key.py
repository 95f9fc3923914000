"""Jobs' results are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.keys import encrypted_with_ours
from phizone_policies.views.sagemaker_jobs import JOBS, jobs, reads
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=JOBS,
    reads=("aws_kms_alias.target_key_id", *reads(*JOBS)),
)
def job_output_encrypted_with_our_key(resource: Node, view: View) -> Result:
    """A job encrypts its results with a customer-managed key of this zone.

    Why: models, labels and statistics tell about the patients they were made from.
    Fix: set kms_key_id of its output configuration to the team's key.
    Source: Amazon SageMaker API Reference, "OutputDataConfig"; checkov CKV_AWS_367; 45 CFR 164.312(a)(2)(iv).
    """
    found = jobs(resource)
    if not found:
        return not_applicable("it describes no job, it names one that another resource describes")
    keys = [inside(resource, block, "kms_key_id") for job in found for block in list(job.outputs()) or [{}]]
    results = [encrypted_with_ours(view.graph, key) for key in keys]
    return next((result for result in results if result.outcome is not Outcome.PASS), passed())
