"""Jobs' volumes are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.instances import takes_volume_key
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
def job_volumes_encrypted_with_our_key(resource: Node, view: View) -> Result:
    """The instances of a job encrypt their volumes with a customer-managed key of this zone.

    Why: a job copies the patients' data it works on to those volumes.
    Fix: set volume_kms_key_id of its cluster or resource configuration to the team's key.
    Source: Amazon SageMaker API Reference, "ResourceConfig"; checkov CKV_AWS_368; 45 CFR 164.312(a)(2)(iv).
    """
    blocks = [block for job in jobs(resource) for block in job.clusters() if takes_volume_key(resource, block)]
    if not blocks:
        return not_applicable("it describes no instances whose volumes take a key")
    found = [encrypted_with_ours(view.graph, inside(resource, block, "volume_kms_key_id")) for block in blocks]
    return next((result for result in found if result.outcome is not Outcome.PASS), passed())
