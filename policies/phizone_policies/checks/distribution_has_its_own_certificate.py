"""Distributions have certificates of their own."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaf
from phizone_stacks.graph.node import Node

_CERTIFICATES = ("acm_certificate_arn", "iam_certificate_id")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_cloudfront_distribution",),
    reads=("aws_cloudfront_distribution.viewer_certificate",),
)
def distribution_has_its_own_certificate(distribution: Node, view: View) -> Result:
    """A distribution shows viewers a certificate of its own name.

    Why: with CloudFront's own certificate it takes TLS 1.0, whatever minimum_protocol_version says.
    Fix: name an ACM certificate of us-east-1 in viewer_certificate.acm_certificate_arn, and TLSv1.2_2021 beside it.
    Source: CloudFront Developer Guide, "Supported protocols and ciphers"; AWS Security Hub CloudFront.7.
    """
    if any(leaf(distribution, f"viewer_certificate.{name}") for name in _CERTIFICATES):
        return passed()
    return failed("it has CloudFront's own certificate, with which it takes TLS 1.0")
