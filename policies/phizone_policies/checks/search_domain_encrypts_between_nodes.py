"""Search domains encrypt between their nodes."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import is_on, reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_elasticsearch_domain": "node_to_node_encryption",
    "aws_opensearch_domain": "node_to_node_encryption",
}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def search_domain_encrypts_between_nodes(domain: Node, view: View) -> Result:
    """A search domain encrypts what its nodes send each other.

    Why: every document passes between nodes when it is indexed and when it is found.
    Fix: set node_to_node_encryption enabled=True.
    Source: AWS Security Hub Opensearch.3, ES.3; 45 CFR 164.312(e)(2)(ii).
    """
    on = is_on(setting(domain, "node_to_node_encryption.enabled"))
    return passed() if on else failed("node_to_node_encryption is not enabled")
