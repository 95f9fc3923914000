"""Auditors read settings."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.grants import READS, attached, aws_name, granted
from phizone_policies.views.requests import Request, certainly_denied
from phizone_stacks.graph.node import Node

_READING = ("ReadOnlyAccess", "SecurityAudit", "ViewOnlyAccess")
# What hands over data, or a key, a session or a copy with which to read it.
_DATA = (
    "athena:GetQueryResults",
    "backup:StartRestoreJob",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "kms:CreateGrant",
    "kms:Decrypt",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "sagemaker:CreatePresignedDomainUrl",
    "sagemaker:InvokeEndpoint",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter",
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=("aws_iam_role", "aws_ssoadmin_permission_set"),
    reads=READS,
)
def auditor_reads_no_data(principal: Node, view: View) -> Result:
    """Who has a policy by which AWS lets auditors read is denied objects, records, messages, secrets and keys.

    Why: AWS decides what its policies read and adds to them; an auditor needs settings, and PHI is none.
    Fix: attach a policy with a Deny of the actions that read data, without conditions, on every resource.
    Source: IAM User Guide, "AWS managed policies for job functions"; 45 CFR 164.502(b); NIST SP 800-53 AC-6.
    """
    names = [name for value in attached(view.graph, principal) if (name := aws_name(view.graph, value)) in _READING]
    if not names:
        return not_applicable("it has none of AWS's policies for auditors")
    statements = [each.statement for each in granted(view.graph, principal)]
    open_to = [action for action in _DATA if not certainly_denied(statements, Request(action=action))]
    if open_to:
        return failed(f"nothing denies it {open_to[0]}, whatever {names[0]} allows", action=open_to[0], policy=names[0])
    return passed()
