"""Stores and streams are used by those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, not_applicable, passed
from phizone_policies.views.naming import named_node
from phizone_policies.views.policy_documents import RESOURCE, documents
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_DOMAINS = ("aws_elasticsearch_domain", "aws_opensearch_domain")
_TYPES = (
    "aws_acmpca_policy",
    "aws_backup_vault_policy",
    "aws_cloudwatch_event_bus_policy",
    "aws_cloudwatch_log_delivery_destination_policy",
    "aws_cloudwatch_log_destination_policy",
    "aws_cloudwatch_log_resource_policy",
    "aws_dynamodb_resource_policy",
    *_DOMAINS,
    *(f"{kind}_policy" for kind in _DOMAINS),
    "aws_glue_resource_policy",
    "aws_kinesis_resource_policy",
    "aws_msk_cluster_policy",
    "aws_redshift_resource_policy",
    "aws_redshiftserverless_resource_policy",
    "aws_s3tables_table_bucket_policy",
    "aws_s3tables_table_policy",
    "aws_schemas_registry_policy",
    "aws_xray_resource_policy",
)
# They tell a log group no source. Source: Amazon EventBridge User Guide, "CloudWatch Logs permissions".
_SILENT = frozenset({"delivery.logs.amazonaws.com", "events.amazonaws.com"})


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=_TYPES,
    reads=(
        *(f"{kind}.{RESOURCE[kind][0]}" for kind in _TYPES),
        *(f"{kind}.vpc_options" for kind in _DOMAINS),
        *(f"{kind}_policy.domain_name" for kind in _DOMAINS),
    ),
)
def resource_policy_names_no_stranger(node: Node, view: View) -> Result:
    """The policy of a vault, an event bus, a search domain, a catalogue, a stream or a log allows nothing to strangers.

    Why: each of them holds or takes in copies of data, and its policy alone decides who of the world comes in.
    Fix: name accounts or roles of the organization; bind services by aws:SourceAccount or aws:SourceArn.
    Source: IAM User Guide, "Cross account resource access in IAM"; AWS Security Hub Opensearch.1; 45 CFR 164.312(a)(1).
    """
    if _is_inside_a_vpc(view.graph, node):
        return not_applicable("its domain is reached from its VPC only, whose security groups say by whom")
    silent = _SILENT if "_log_" in node.type else frozenset[str]()
    found = [names_no_stranger(view, document, silent=silent) for _, document in documents(view.graph, node)]
    return next((result for result in found if result.outcome is not Outcome.PASS), passed())


def _is_inside_a_vpc(graph: Graph, node: Node) -> bool:
    """Whether a node is a search domain, or the policy of one, that has no address in the internet."""
    kinds = tuple(kind for kind in _DOMAINS if node.type.startswith(kind))
    domain = node if node.type in _DOMAINS else named_node(graph, node.get("domain_name"), kinds, "domain_name")
    return bool(kinds) and domain is not None and bool(domain.blocks("vpc_options"))
