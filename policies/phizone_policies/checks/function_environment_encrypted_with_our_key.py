"""Functions' environments are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.blocks import leaf
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_lambda_function",),
    reads=("aws_lambda_function.environment", "aws_lambda_function.kms_key_arn", "aws_kms_alias.target_key_id"),
)
def function_environment_encrypted_with_our_key(function: Node, view: View) -> Result:
    """A function with environment variables encrypts them with a customer-managed key of this zone.

    Why: whoever may describe the function reads its variables in clear under AWS's key; under ours they need the key.
    Fix: set kms_key_arn to a key of this zone.
    Source: AWS Lambda Developer Guide, "Securing Lambda environment variables"; checkov CKV_AWS_173.
    """
    if not leaf(function, "environment.variables"):
        return not_applicable("it has no environment variables")
    return encrypted_with_ours(view.graph, function.get("kms_key_arn"))
