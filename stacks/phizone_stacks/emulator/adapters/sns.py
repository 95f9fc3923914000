"""Amazon SNS: topics, their policies and subscriptions."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_sns_topic")
def topic(wanted: Wanted) -> Outputs:
    """CreateTopic."""
    key = wanted.given(KmsMasterKeyId="kms_master_key_id", DisplayName="display_name")
    arn = wanted.client("sns").create_topic(Name=wanted.get("name"), Attributes=key, Tags=wanted.tags())["TopicArn"]
    return {"id": arn, "arn": arn}


@creates("aws_sns_topic_policy")
def topic_policy(wanted: Wanted) -> Outputs:
    """SetTopicAttributes."""
    given = wanted.given(TopicArn="arn", AttributeValue="policy")
    wanted.client("sns").set_topic_attributes(**given, AttributeName="Policy")
    return {"id": wanted.get("arn")}


@creates("aws_sns_topic_subscription")
def subscription(wanted: Wanted) -> Outputs:
    """Subscribe."""
    given = wanted.given(TopicArn="topic_arn", Protocol="protocol", Endpoint="endpoint")
    arn = wanted.client("sns").subscribe(**given, ReturnSubscriptionArn=True)["SubscriptionArn"]
    return {"id": arn, "arn": arn}
