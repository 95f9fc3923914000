"""What the world talks to needs TLS 1.2."""

from __future__ import annotations

import re

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.load_balancers import ENCRYPTED, LISTENERS, PROTOCOL_READS, is_modern, protocol
from phizone_policies.views.settings import is_on, reads, setting
from phizone_stacks.graph.node import Node

_DISTRIBUTION = "aws_cloudfront_distribution"
_POLICIES = {
    "aws_alb_listener": "ssl_policy",
    "aws_api_gateway_domain_name": "security_policy",
    "aws_apigatewayv2_domain_name": "domain_name_configuration.security_policy",
    _DISTRIBUTION: "viewer_certificate.minimum_protocol_version",
    "aws_lb_listener": "ssl_policy",
}
_MODERN = re.compile(r"TLS_1_2|SecurityPolicy_TLS1[23]_.+|TLSv1\.[23]_.+")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=tuple(_POLICIES),
    reads=(*reads(_POLICIES), *PROTOCOL_READS),
)
def entry_needs_tls_1_2(entry: Node, view: View) -> Result:
    """A listener, an API's domain or a distribution with a certificate of its own takes TLS 1.2 or newer only.

    Why: TLS 1.0 and 1.1 are broken and withdrawn, and what a server still takes an attacker makes a client use.
    Fix: name ELBSecurityPolicy-TLS13-1-2-2021-06 for a listener, TLS_1_2 for an API, TLSv1.2_2021 for a distribution.
    Source: NIST SP 800-52 r2, 3.1; RFC 8996; AWS Security Hub ELB.17, CloudFront.15; checkov CKV_AWS_103, CKV_AWS_206.
    """
    if entry.type in LISTENERS and protocol(view.graph, entry) not in ENCRYPTED:
        return not_applicable("no TLS ends there")
    if entry.type == _DISTRIBUTION and not _has_own_certificate(entry):
        return not_applicable("with CloudFront's own certificate CloudFront decides")
    path = _POLICIES[entry.type]
    value = setting(entry, path)
    if value is None:
        return failed(f"it has no {path}, so AWS decides which versions it takes")
    modern = is_modern if entry.type in LISTENERS else _MODERN.fullmatch
    return passed() if modern(str(value)) else failed(f"its {path} {value} takes less than TLS 1.2", policy=str(value))


def _has_own_certificate(distribution: Node) -> bool:
    return bool(distribution.get("viewer_certificate")) and not is_on(
        setting(distribution, "viewer_certificate.cloudfront_default_certificate")
    )
