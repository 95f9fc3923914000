"""What jobs and notebooks print goes where we decide."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.places import Place, standing
from phizone_stacks.graph.physical import physical

# Source: SageMaker Developer Guide, "CloudWatch Logs for Amazon SageMaker AI".
_GROUPS = ("ProcessingJobs", "TrainingJobs", "TransformJobs", "studio")


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_cloudwatch_log_group.name",),
)
def environment_keeps_its_job_logs(view: View) -> Iterator[Required]:
    """An environment makes the log groups that SageMaker's jobs and Studio write to, before they do.

    Why: SageMaker makes a group that is missing itself, under no key of ours and without our retention, and a stack
    trace shows the row that a job stumbled on.
    Fix: make log groups /aws/sagemaker/ProcessingJobs, TrainingJobs, TransformJobs and studio in the account.
    Source: SageMaker Developer Guide, "CloudWatch Logs for Amazon SageMaker AI"; 45 CFR 164.312(a)(2)(iv), 164.312(b).
    """
    place = Place(view.environment.account.id, view.environment.region)
    groups = {str(physical(node, "name")): node for node in standing(view, "aws_cloudwatch_log_group", place)}
    for each in _GROUPS:
        name = f"/aws/sagemaker/{each}"
        result = passed() if name in groups else failed(f"no log group {name} is made there", group=name)
        yield Required(f"log group {name} in {place}", result, groups.get(name))
