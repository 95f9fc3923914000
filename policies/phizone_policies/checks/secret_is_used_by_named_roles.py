"""A secret is read and written by the roles that it names."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.guarded import SAFE, denied, statements
from phizone_policies.views.requests import ANY_OBJECT, Context
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node

_ACTIONS = ("GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage")


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_secretsmanager_secret",),
    reads=(
        "aws_secretsmanager_secret.policy",
        "aws_secretsmanager_secret_policy.policy",
        "aws_secretsmanager_secret_policy.secret_arn",
    ),
)
def secret_is_used_by_named_roles(secret: Node, view: View) -> Result:
    """A secret's policy denies its value to every role of its account that it does not name, and the same to change it.

    Why: a policy of another team in the same account that says "all secrets" reads this one, too.
    Fix: deny GetSecretValue, PutSecretValue and UpdateSecretVersionStage unless aws:PrincipalArn is one of the roles'.
    Source: AWS Secrets Manager User Guide, "Permissions policy examples"; 45 CFR 164.308(a)(4)(ii)(B).
    """
    role = f"arn:{partition(secret.region)}:iam::{secret.account}:role/{ANY_OBJECT}"
    context: Context = {
        **SAFE,
        "aws:principalarn": (role,),
        "aws:principalisawsservice": ("false",),
        "aws:principalorgid": (view.organization_id,),
    }
    given = statements(view, secret)
    open_to_all = [each for each in _ACTIONS if not denied(given, secret, f"secretsmanager:{each}", context)]
    return failed(f"its policy denies other roles no {', no '.join(open_to_all)}") if open_to_all else passed()
