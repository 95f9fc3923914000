"""Amazon SNS: topics, their policies, and who hears them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads


@reads("aws_sns_topic", where=Where.EVERYWHERE, silent={"aws_sns_topic": ("name_prefix",)})
def topics(calls: Calls) -> Iterator[Found]:
    """Topics; what their policies say is told apart."""
    for arn, topic in _topics(calls):
        name = arn.rpartition(":")[2]
        tags = calls.get("sns", "list_tags_for_resource", ResourceArn=arn)["Tags"]
        yield found(
            "aws_sns_topic",
            name,
            {
                "id": arn,
                "arn": arn,
                "name": name,
                "display_name": topic.get("DisplayName") or None,
                "kms_master_key_id": topic.get("KmsMasterKeyId") or None,
                "fifo_topic": topic.get("FifoTopic") == "true",
                "signature_version": int(topic["SignatureVersion"]) if topic.get("SignatureVersion") else None,
                "tags": tags_of(tags),
            },
        )


@reads("aws_sns_topic_policy", where=Where.EVERYWHERE)
def topic_policies(calls: Calls) -> Iterator[Found]:
    """Policies that somebody wrote on a topic; the one AWS writes lets in the topic's own account alone."""
    for arn, topic in _topics(calls):
        if not _is_of_aws(topic["Policy"], calls.place.account):
            yield found("aws_sns_topic_policy", arn.rpartition(":")[2], {"arn": arn, "policy": topic["Policy"]})


@reads("aws_sns_topic_subscription")
def subscriptions(calls: Calls) -> Iterator[Found]:
    """Who hears the account's topics, and which other topics the account hears.

    Subscriptions that nobody has confirmed yet hear nothing, and are not told.
    """
    own = [arn for arn, _ in _topics(calls)]
    heard = [
        each for arn in own for each in calls.all("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
    ]
    hearing = [each for each in calls.all("sns", "list_subscriptions", "Subscriptions") if each["TopicArn"] not in own]
    for each in (*heard, *hearing):
        if not each["SubscriptionArn"].startswith("arn:"):
            continue
        yield found(
            "aws_sns_topic_subscription",
            each["SubscriptionArn"].partition(":sns:")[2],
            {
                "id": each["SubscriptionArn"],
                "arn": each["SubscriptionArn"],
                "topic_arn": each["TopicArn"],
                "protocol": each["Protocol"],
                "endpoint": each.get("Endpoint"),
            },
        )


def _topics(calls: Calls) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for each in calls.all("sns", "list_topics", "Topics"):
        arn = each["TopicArn"]
        yield arn, calls.get("sns", "get_topic_attributes", TopicArn=arn)["Attributes"]


def _is_of_aws(policy: str, account: str) -> bool:
    """Whether a policy is the one AWS writes on a new topic, which names everybody and means the owner's account."""
    statements = json.loads(policy).get("Statement", [])
    if not isinstance(statements, list) or len(statements) != 1:
        return False
    only = statements[0]
    owner = {"StringEquals": {"AWS:SourceOwner": account}}
    return (only.get("Sid"), only.get("Condition")) == ("__default_statement_ID", owner)
