"""Monitoring jobs are isolated from the network."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.sagemaker_jobs import MONITORING, jobs, reads
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=MONITORING,
    reads=reads(*MONITORING),
)
def monitoring_is_network_isolated(resource: Node, view: View) -> Result:
    """The containers of a monitoring job can call nothing.

    Why: they read captured requests, which are PHI, and SageMaker brings and fetches all they need.
    Fix: set enable_network_isolation=True in network_config.
    Source: AWS Security Hub SageMaker.11, SageMaker.12, SageMaker.14; 45 CFR 164.312(e)(1).
    """
    found = jobs(resource)
    if not found:
        return not_applicable("it describes no job, it names one that another resource describes")
    isolated = all(job.network("enable_network_isolation") is True for job in found)
    return passed() if isolated else failed("enable_network_isolation is not True")
