"""Topics and queues know their senders and readers."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.messages import READS, policy
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node

# EventBridge and CodeStar tell a topic no source. Source: EventBridge User Guide, "Amazon SNS permissions".
_SILENT = frozenset({"codestar-notifications.amazonaws.com", "events.amazonaws.com"})


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_sns_topic", "aws_sqs_queue"),
    reads=tuple(read for read in READS if "secret" not in read),
)
def message_policy_names_no_stranger(sender: Node, view: View) -> Result:
    """A topic's or queue's policy lets in accounts of ours only, and AWS services for us.

    Why: a stranger who subscribes reads every message, and one who publishes sets off what listens.
    Fix: name accounts or roles of ours; bind services by aws:SourceAccount or aws:SourceArn.
    Source: AWS Security Hub SNS.4 and SQS.3; 45 CFR 164.312(a)(1).
    """
    found = policy(view.graph, sender)
    if found is None:
        return not_applicable("it has no policy but AWS's, which lets in its own account")
    return names_no_stranger(view, found, silent=_SILENT if sender.type == "aws_sns_topic" else frozenset())
