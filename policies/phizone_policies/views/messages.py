"""Topics, queues and secrets: the policy that says who reaches one."""

from __future__ import annotations

from phizone_policies.views.documents import Document, document
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

POLICIES = {
    "aws_secretsmanager_secret": ("aws_secretsmanager_secret_policy", "secret_arn"),
    "aws_sns_topic": ("aws_sns_topic_policy", "arn"),
    "aws_sqs_queue": ("aws_sqs_queue_policy", "queue_url"),
}
"""By type, the type of a policy that stands alone, and the attribute by which that names its owner."""
READS = (
    *(f"{kind}.policy" for kind in POLICIES),
    *(f"{kind}.{attribute}" for alone, attribute in POLICIES.values() for kind in (alone,)),
    *(f"{kind}.policy" for kind, _ in POLICIES.values()),
)
"""Attributes by which a policy is found."""


def policy(graph: Graph, owner: Node) -> Document | None:
    """The policy: a resource of its own, else the owner's; None where AWS's default stands, which is the account's.

    Raises: UnknownValue, MalformedPolicy.
    """
    kind, attribute = POLICIES[owner.type]
    alone = naming(graph, owner, (kind,), attribute, "arn", "id", "url")
    return document(graph, alone[-1] if alone else owner, "policy")
