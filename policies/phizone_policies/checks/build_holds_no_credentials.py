"""Builds hold no credentials."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import inside, leaves
from phizone_policies.views.secrets import secret_in
from phizone_stacks.graph.node import Node

_OF_AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_SOURCES = ("source.location", "secondary_sources.location")


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_codebuild_project",),
    reads=(
        "aws_codebuild_project.environment",
        "aws_codebuild_project.secondary_sources",
        "aws_codebuild_project.source",
    ),
)
def build_holds_no_credentials(project: Node, view: View) -> Result:
    """No plain variable of a build, and no address of its sources, is or has a password, a token or a key.

    Why: whoever may look at the project reads them, and every build prints them one day.
    Fix: keep them in a secret of type SECRETS_MANAGER, or as a source credential, and change them.
    Source: AWS Security Hub CodeBuild.1, CodeBuild.2; 45 CFR 164.308(a)(5)(ii)(D).
    """
    for variable in leaves(project, "environment.environment_variable"):
        if not isinstance(variable, dict) or inside(project, variable, "type") not in (None, "PLAINTEXT"):
            continue
        name, value = str(inside(project, variable, "name")), variable.get("value")
        kind = "a credential of AWS" if name in _OF_AWS and value else secret_in(view.graph, name, value)
        if kind:
            return failed(f"variable {name} is {kind}", variable=name)
    for path in _SOURCES:
        for value in leaves(project, path):
            kind = secret_in(view.graph, "", value)
            if kind:
                return failed(f"its {path} is {kind}", setting=path)
    return passed()
