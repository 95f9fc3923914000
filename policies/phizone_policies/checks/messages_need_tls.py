"""Topics and queues are reached over TLS only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.guarded import MESSAGES
from phizone_policies.views.messages import READS, policy
from phizone_policies.views.requests import Request, certainly_denied
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(MESSAGES),
    reads=tuple(read for read in READS if "secret" not in read),
)
def messages_need_tls(sender: Node, view: View) -> Result:
    """The policy of a topic and a queue denies everybody to send and to read over plain HTTP.

    Why: both answer plain HTTP, and then whoever is on the way reads the messages.
    Fix: deny sns:Publish, or sqs:SendMessage and sqs:ReceiveMessage, to `*` where aws:SecureTransport is false.
    Source: Amazon SNS Developer Guide and Amazon SQS Developer Guide, "Security best practices"; 45 CFR 164.312(e)(1).
    """
    found = policy(view.graph, sender)
    if found is None:
        return failed("it has no policy, so it answers plain HTTP")
    arn, context = str(physical(sender, "arn")), {"aws:securetransport": ("false",)}
    requests = [Request(action=action, resource=arn, context=context) for action in MESSAGES[sender.type]]
    answered = [each.action for each in requests if not certainly_denied(found.statements, each)]
    return failed(f"its policy does not deny {' and '.join(answered)} over plain HTTP") if answered else passed()
