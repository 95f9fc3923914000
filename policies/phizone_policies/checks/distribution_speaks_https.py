"""Distributions speak HTTPS with viewers."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.settings import literal
from phizone_stacks.graph.node import Node

_BEHAVIORS = ("default_cache_behavior", "ordered_cache_behavior")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_cloudfront_distribution",),
    reads=tuple(f"aws_cloudfront_distribution.{behavior}" for behavior in _BEHAVIORS),
)
def distribution_speaks_https(distribution: Node, view: View) -> Result:
    """No behavior of a distribution serves viewers over plain HTTP.

    Why: whoever shares a network with the viewer reads and changes what goes over plain HTTP.
    Fix: set viewer_protocol_policy redirect-to-https or https-only in every behavior.
    Source: AWS Security Hub CloudFront.3; checkov CKV_AWS_34; 45 CFR 164.312(e)(1).
    """
    for behavior in _BEHAVIORS:
        path = f"{behavior}.viewer_protocol_policy"
        for value in leaves(distribution, path):
            if literal(distribution, path, value) not in ("https-only", "redirect-to-https"):
                return failed(f"its {path} is {value}", setting=path)
    return passed()
