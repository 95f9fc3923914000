"""Studio shares notebooks' results among us only."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import (
    Claim,
    Outcome,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
)
from phizone_policies.views.blocks import inside, leaves
from phizone_policies.views.keys import encrypted_with_ours
from phizone_policies.views.s3_uris import leads_to_ours
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

_SETTINGS = {"aws_sagemaker_domain": "default_user_settings", "aws_sagemaker_user_profile": "user_settings"}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=(
        "aws_sagemaker_domain.default_user_settings",
        "aws_sagemaker_user_profile.user_settings",
        "aws_kms_alias.target_key_id",
    ),
)
def studio_shares_into_our_buckets(resource: Node, view: View) -> Result:
    """Studio shares notebooks' results, if at all, through our bucket under our key, and so does Canvas with its work.

    Why: a shared notebook carries the tables it printed, which are PHI, to wherever the domain says.
    Fix: set notebook_output_option="Disabled", or name our bucket and key in sharing_settings and workspace_settings.
    Source: Amazon SageMaker API Reference, "SharingSettings", "WorkspaceSettings"; 45 CFR 164.312(a)(2)(iv).
    """
    places = list(_places(resource))
    if not places:
        return not_applicable("it shares nothing")
    for what, uri, key in places:
        if not uri:
            return failed(f"{what} goes to a bucket that SageMaker chooses")
        for result in (leads_to_ours(view.graph, what, uri), encrypted_with_ours(view.graph, key)):
            if result.outcome is not Outcome.PASS:
                return result
    return passed()


def _places(resource: Node) -> Iterator[tuple[str, Value, Value]]:
    """(what is written, where to, the key) of what is shared."""
    settings = _SETTINGS[resource.type]
    for block in _blocks(resource, f"{settings}.sharing_settings"):
        if inside(resource, block, "notebook_output_option") == "Allowed":
            uri, key = inside(resource, block, "s3_output_path"), inside(resource, block, "s3_kms_key_id")
            yield "a shared notebook", uri, key
    for block in _blocks(resource, f"{settings}.canvas_app_settings.workspace_settings"):
        yield "Canvas's work", inside(resource, block, "s3_artifact_path"), inside(resource, block, "s3_kms_key_id")


def _blocks(resource: Node, path: str) -> Iterator[dict[str, Value]]:
    for value in leaves(resource, path):
        if not isinstance(value, dict):
            raise UnknownValue(resource.address, path)
        yield value
