"""What the containers of a job send each other is encrypted."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.sagemaker_jobs import COMPUTING, jobs, reads
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=COMPUTING,
    reads=reads(*COMPUTING),
)
def job_traffic_is_encrypted(resource: Node, view: View) -> Result:
    """The containers of a job encrypt what they send each other.

    Why: distributed jobs exchange patients' data and gradients in the clear unless told otherwise.
    Fix: set enable_inter_container_traffic_encryption=True, for monitoring jobs in network_config.
    Source: AWS Security Hub SageMaker.9, SageMaker.10, SageMaker.13, SageMaker.15; 45 CFR 164.312(e)(2)(ii).
    """
    found = jobs(resource)
    if not found:
        return not_applicable("it describes no job, it names one that another resource describes")
    setting = "enable_inter_container_traffic_encryption"
    encrypted = all(job.network(setting) is True for job in found)
    return passed() if encrypted else failed(f"{setting} is not True")
