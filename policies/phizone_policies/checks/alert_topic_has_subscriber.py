"""Alerts are heard."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.alarms import ALARMS, subscribers, topics
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_sns_topic",),
    reads=(*(f"{kind}.alarm_actions" for kind in ALARMS), "aws_sns_topic_subscription.topic_arn"),
)
def alert_topic_has_subscriber(topic: Node, view: View) -> Result:
    """A topic that alarms speak to has a subscriber.

    Why: a message to a topic without subscribers is gone the moment it is sent.
    Fix: subscribe the mail address of the role that answers alarms, or its paging service.
    Source: Amazon SNS Developer Guide, "Amazon SNS event destinations"; 45 CFR 164.308(a)(6)(ii).
    """
    speaking = [alarm for alarm in view.graph.of_type(*ALARMS) if topic in topics(view.graph, alarm)]
    if not speaking:
        return not_applicable("no alarm of this program speaks to it")
    return (
        passed() if subscribers(view.graph, topic) else failed(f"{len(speaking)} alarms speak to it and nobody hears")
    )
