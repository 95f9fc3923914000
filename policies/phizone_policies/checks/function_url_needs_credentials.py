"""Functions' URLs ask who calls."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_lambda_function_url",),
    reads=("aws_lambda_function_url.authorization_type",),
)
def function_url_needs_credentials(url: Node, view: View) -> Result:
    """A function's URL takes requests that are signed with AWS credentials only.

    Why: with NONE the function answers everybody on the internet.
    Fix: set authorization_type="AWS_IAM", or put an authorizer of API Gateway in front.
    Source: AWS Lambda Developer Guide, "Control access to Lambda function URLs"; checkov CKV_AWS_258.
    """
    kind = url.get("authorization_type")
    return passed() if kind == "AWS_IAM" else failed(f"its authorization_type is {kind}, not AWS_IAM")
