"""Environments of code hold no secrets."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.secrets import READS, TYPES, secret_in, variables
from phizone_stacks.graph.node import Node


@check(claim=Claim.ACCESS, severity=Severity.HIGH, profile=Profile.BASELINE, types=TYPES, reads=READS)
def environment_holds_no_secrets(resource: Node, view: View) -> Result:
    """The environment variables of functions, containers, models and jobs hold no passwords, tokens and keys.

    Why: whoever may describe the resource, read the state or the log of a deployment reads the secret.
    Fix: put the name or the ARN of a secret there, and read it when the code starts; take the secret out of use.
    Source: AWS Security Hub Lambda and ECS.8; checkov CKV_AWS_45; 45 CFR 164.308(a)(4)(ii)(B).
    """
    given = variables(resource)
    if not given:
        return not_applicable("it has no environment variables")
    found = {name: kind for name, value in given.items() if (kind := secret_in(view.graph, name, value))}
    told = "; ".join(f"{name} holds what looks like {kind}" for name, kind in sorted(found.items()))
    return failed(told) if found else passed()
