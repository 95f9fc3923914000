"""Distributions speak HTTPS with their origins."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.settings import literal
from phizone_stacks.graph.node import Node

_POLICY = "origin.custom_origin_config.origin_protocol_policy"
_VERSIONS = "origin.custom_origin_config.origin_ssl_protocols"


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_cloudfront_distribution",),
    reads=("aws_cloudfront_distribution.origin",),
)
def distribution_asks_its_origin_by_https(distribution: Node, view: View) -> Result:
    """A distribution asks the servers behind it over TLS 1.2 only; S3 it asks over TLS by itself.

    Why: between CloudFront and the server lies the internet, too, and TLS 1.0 and 1.1 are broken.
    Fix: set origin_protocol_policy https-only and origin_ssl_protocols ["TLSv1.2"].
    Source: AWS Security Hub CloudFront.9, CloudFront.10; RFC 8996; 45 CFR 164.312(e)(1).
    """
    policies = [literal(distribution, _POLICY, each) for each in leaves(distribution, _POLICY)]
    if not policies:
        return not_applicable("it has no origin but buckets")
    plain = [each for each in policies if each != "https-only"]
    if plain:
        return failed(f"its {_POLICY} is {plain[0]}", setting=_POLICY)
    old = [each for each in leaves(distribution, _VERSIONS) if literal(distribution, _VERSIONS, each) != "TLSv1.2"]
    return failed(f"its {_VERSIONS} name {old[0]}", setting=_VERSIONS) if old else passed()
