"""Access points are used by those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, not_applicable, passed
from phizone_policies.views.policy_documents import RESOURCE, documents
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node

_TYPES = (
    "aws_s3_access_point",
    "aws_s3control_access_point_policy",
    "aws_s3control_multi_region_access_point_policy",
    "aws_s3control_object_lambda_access_point_policy",
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=_TYPES,
    reads=tuple(f"{kind}.{path.split('.')[0]}" for kind in _TYPES for path in RESOURCE[kind]),
)
def access_point_policy_names_no_stranger(point: Node, view: View) -> Result:
    """The policy of an access point to a bucket allows something only to accounts of ours, and to AWS services for us.

    Why: a bucket that leaves access to its access points is as open as the most open of them.
    Fix: name accounts or roles of the organization.
    Source: Amazon S3 User Guide, "Managing access to shared datasets with access points"; 45 CFR 164.312(a)(1).
    """
    found = [names_no_stranger(view, document) for _, document in documents(view.graph, point)]
    if not found:
        return not_applicable("it has no policy")
    return next((result for result in found if result.outcome is not Outcome.PASS), passed())
