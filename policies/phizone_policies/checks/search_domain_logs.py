"""Search domains log errors and who asked."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.settings import is_off, reads
from phizone_stacks.graph.node import Node

_WANTED = {"AUDIT_LOGS", "ES_APPLICATION_LOGS"}
_SETTINGS = {
    "aws_elasticsearch_domain": "log_publishing_options",
    "aws_opensearch_domain": "log_publishing_options",
}


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def search_domain_logs(domain: Node, view: View) -> Result:
    """A search domain sends its error log and its audit log to a log group.

    Why: without the audit log nobody can say who searched for which patient.
    Fix: give log_publishing_options of ES_APPLICATION_LOGS and AUDIT_LOGS.
    Source: AWS Security Hub Opensearch.4, Opensearch.5; 45 CFR 164.312(b).
    """
    options = [each for each in domain.blocks("log_publishing_options") if not is_off(inside(domain, each, "enabled"))]
    missing = sorted(_WANTED - {str(inside(domain, each, "log_type")) for each in options})
    return failed(f"it does not publish {', '.join(missing)}") if missing else passed()
