"""Search domains answer those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.blocks import leaves
from phizone_policies.views.documents import document
from phizone_policies.views.naming import naming
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node

_DOMAINS = ("aws_elasticsearch_domain", "aws_opensearch_domain")
_POLICIES = tuple(f"{each}_policy" for each in _DOMAINS)


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=_DOMAINS,
    reads=(
        *(f"{each}.{path}" for each in _DOMAINS for path in ("access_policies", "domain_name", "vpc_options")),
        *(f"{each}.{path}" for each in _POLICIES for path in ("access_policies", "domain_name")),
    ),
)
def search_domain_names_no_stranger(domain: Node, view: View) -> Result:
    """A search domain with an endpoint on the internet lets only accounts of ours, or named addresses, ask it.

    Why: an open policy on a public endpoint is an index of patients that anybody can search.
    Fix: name accounts or roles of ours in its access policy, or put it into a VPC.
    Source: AWS Security Hub Opensearch.2; Prowler opensearch_service_domains_not_publicly_accessible; 45 CFR
    164.312(a)(1).
    """
    if leaves(domain, "vpc_options.subnet_ids"):
        return not_applicable("its endpoint is in a VPC, where security groups say who reaches it")
    alone = naming(view.graph, domain, (f"{domain.type}_policy",), "domain_name", "domain_name", "id")
    content = document(view.graph, alone[-1] if alone else domain, "access_policies")
    return names_no_stranger(view, content) if content else not_applicable("no policy lets anybody in")
