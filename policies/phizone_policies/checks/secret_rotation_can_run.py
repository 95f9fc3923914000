"""Secrets are rotated by a function that may be called."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.guarded import SAFE, denied, statements
from phizone_policies.views.naming import named_node, naming
from phizone_policies.views.requests import Context
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref

_SERVICE = "secretsmanager.amazonaws.com"
_FUNCTION, _PERMISSION, _SECRET = "aws_lambda_function", "aws_lambda_permission", "aws_secretsmanager_secret"
_WRITING = "secretsmanager:PutSecretValue"


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_secretsmanager_secret_rotation",),
    reads=(
        "aws_lambda_function.function_name",
        "aws_lambda_function.role",
        "aws_lambda_permission.function_name",
        "aws_lambda_permission.principal",
        "aws_lambda_permission.source_account",
        "aws_secretsmanager_secret.policy",
        "aws_secretsmanager_secret_policy.policy",
        "aws_secretsmanager_secret_policy.secret_arn",
        "aws_secretsmanager_secret_rotation.rotation_lambda_arn",
        "aws_secretsmanager_secret_rotation.secret_id",
    ),
)
def secret_rotation_can_run(rotation: Node, view: View) -> Result:
    """A rotation's function is there, Secrets Manager may call it, and the secret's policy lets its role write.

    Why: a rotation that cannot run fails in silence, and the secret stays what it was.
    Fix: make the function, and a Lambda permission for secretsmanager.amazonaws.com with source_account.
    Source: AWS Secrets Manager User Guide, "Lambda function resource-based policy"; 45 CFR 164.308(a)(4)(ii)(B).
    """
    value = rotation.get("rotation_lambda_arn")
    secret = named_node(view.graph, rotation.get("secret_id"), (_SECRET,), "id") or named_node(
        view.graph, rotation.get("secret_id"), (_SECRET,), "arn"
    )
    if value is None and secret is not None:
        return failed("it names no function")
    if value is None:
        return not_applicable("the service that owns the secret rotates it itself")
    function = named_node(view.graph, value, (_FUNCTION,), "arn")
    if function is None:
        if isinstance(value, Ref):
            return failed(f"its function {value.address} is not made")
        return not_applicable("its function is made elsewhere")
    for permission in naming(view.graph, function, (_PERMISSION,), "function_name", "function_name", "arn", "id"):
        account = permission.get("source_account")
        if permission.get("principal") == _SERVICE and account in (None, rotation.account):
            return _writes(view, secret, function) if secret is not None else passed()
    return failed(f"Secrets Manager may not call {function.address}", function=function.address)


def _writes(view: View, secret: Node, function: Node) -> Result:
    """PASS unless the secret's policy denies the function's role to write."""
    role = str(identity(view.graph, function.get("role")))
    context: Context = {**SAFE, "aws:principalarn": (role,), "aws:principalisawsservice": ("false",)}
    if denied(statements(view, secret), secret, _WRITING, context):
        return failed(f"the policy of {secret.address} denies {role} to write it", role=role)
    return passed()
