"""Search domains take HTTPS only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import is_on, reads, setting
from phizone_stacks.graph.node import Node

_MODERN = ("Policy-Min-TLS-1-2", "Policy-Min-TLS-1-3")
_SETTINGS = {
    "aws_elasticsearch_domain": "domain_endpoint_options",
    "aws_opensearch_domain": "domain_endpoint_options",
}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def search_domain_requires_https(domain: Node, view: View) -> Result:
    """A search domain answers HTTPS only, with TLS 1.2 or newer.

    Why: queries and their results, and the credentials sent with them, are readable on the way.
    Fix: give domain_endpoint_options enforce_https=True and tls_security_policy Policy-Min-TLS-1-2-2019-07 or
    newer.
    Source: AWS Security Hub Opensearch.8, ES.8; 45 CFR 164.312(e)(2)(ii).
    """
    options = domain.blocks("domain_endpoint_options")
    if not options:
        return failed("it has no domain_endpoint_options, so it answers plain HTTP, too")
    if not is_on(setting(domain, "domain_endpoint_options.enforce_https")) and "enforce_https" in options[0]:
        return failed("enforce_https is off")
    policy = setting(domain, "domain_endpoint_options.tls_security_policy")
    return passed() if str(policy).startswith(_MODERN) else failed(f"its TLS policy is {policy or 'the oldest'}")
