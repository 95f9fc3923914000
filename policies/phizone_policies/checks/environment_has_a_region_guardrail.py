"""The organization refuses other regions to every environment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.documents import Statement
from phizone_policies.views.organization import attached
from phizone_policies.views.requests import Request, certainly_denied

_KEY = "aws:RequestedRegion"
_NOWHERE = "xx-elsewhere-1"
# One action for each service that makes or moves data in the region it is asked of; exempting one opens that service.
_REGIONAL = (
    "athena:StartQueryExecution",
    "backup:StartCopyJob",
    "dynamodb:CreateTable",
    "ec2:CreateVpc",
    "ec2:RunInstances",
    "ecr:CreateRepository",
    "elasticfilesystem:CreateFileSystem",
    "glue:CreateJob",
    "kms:CreateKey",
    "lambda:CreateFunction",
    "logs:CreateLogGroup",
    "rds:CreateDBInstance",
    "s3:CreateBucket",
    "s3:PutObject",
    "sagemaker:CreateDomain",
    "sagemaker:CreateTrainingJob",
    "secretsmanager:CreateSecret",
    "sns:CreateTopic",
    "sqs:CreateQueue",
)


@requirement(
    claim=Claim.RESIDENCY,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        "aws_organizations_account.parent_id",
        "aws_organizations_organizational_unit.parent_id",
        "aws_organizations_policy.content",
        "aws_organizations_policy.type",
        "aws_organizations_policy_attachment.policy_id",
        "aws_organizations_policy_attachment.target_id",
    ),
)
def environment_has_a_region_guardrail(view: View) -> Iterator[Required]:
    """A service control policy above the environment's account denies what is asked of any other region.

    Why: programs are proved, but people and services in the account act beside them.
    Fix: attach a policy that denies everything but global services where aws:RequestedRegion is not an allowed region.
    Source: AWS Organizations User Guide, "Deny access to AWS based on the requested AWS Region"; GDPR Art. 44.
    """
    account = view.environment.account.id
    what = f"a guardrail of regions above account {account} of {view.environment.name}"
    policies = attached(view.graph, view.organization, account)
    statements = [statement for each in policies for statement in each.document.statements]
    gap = _gap(statements, account, view.organization.allowed_regions)
    if not gap:
        yield Required(what, passed())
    else:
        yield Required(what, failed(f"none of the {len(policies)} service control policies above it denies {gap}"))


def _gap(statements: Sequence[Statement], account: str, allowed: Sequence[str]) -> str:
    """An action and a region that are not denied to an ordinary role; empty where there is none."""
    named = {value for statement in statements for _, values in statement.condition(_KEY) for value in values}
    role = f"arn:aws:iam::{account}:role/anybody"
    for region in [*sorted(named - set(allowed)), _NOWHERE]:
        context = {_KEY.lower(): (region,), "aws:principalarn": (role,)}
        for action in _REGIONAL:
            if not certainly_denied(statements, Request(action=action, context=context)):
                return f"{action} in {'other regions' if region == _NOWHERE else region}"
    return ""
