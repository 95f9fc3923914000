"""Jobs run in our VPC."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.sagemaker_jobs import COMPUTING, jobs, reads
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=COMPUTING,
    reads=reads(*COMPUTING),
)
def job_runs_in_our_vpc(resource: Node, view: View) -> Result:
    """The containers of a job run in subnets of a VPC.

    Why: outside a VPC a job with PHI reads and writes past every endpoint policy and flow log.
    Fix: set vpc_config, for monitoring jobs in network_config, with private subnets and a security group.
    Source: Amazon SageMaker Developer Guide, "Give SageMaker training jobs access to resources in your VPC"; 45 CFR
    164.312(e)(1).
    """
    found = jobs(resource)
    if not found:
        return not_applicable("it describes no job, it names one that another resource describes")
    return passed() if all(job.has_subnets for job in found) else failed("its vpc_config names no subnets")
