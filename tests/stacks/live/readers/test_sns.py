from __future__ import annotations

from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.sns import subscriptions

POLICY = '{"Statement":[],"Version":"2012-10-17"}'
ARN = "arn:aws:sns:us-east-1:777777777777:alerts"
FOREIGN = "arn:aws:sns:us-east-1:999999999999:news"


def test_a_topic_is_read_with_its_key_and_its_tags(aws, seen):
    tags = [{"Key": "Team", "Value": "platform"}]
    aws("sns").create_topic(Name="alerts", Attributes={"KmsMasterKeyId": "alias/alerts"}, Tags=tags)
    assert seen("aws_sns_topic") == [
        {
            "arn": ARN,
            "fifo_topic": False,
            "id": ARN,
            "kms_master_key_id": "alias/alerts",
            "name": "alerts",
            "tags": {"Team": "platform"},
        }
    ]


def test_the_policy_that_aws_writes_on_a_topic_is_not_told(aws, seen):
    aws("sns").create_topic(Name="alerts")
    assert seen("aws_sns_topic_policy") == []


def test_the_policy_that_somebody_writes_on_a_topic_is_told_as_text(aws, seen):
    aws("sns").create_topic(Name="alerts")
    aws("sns").set_topic_attributes(TopicArn=ARN, AttributeName="Policy", AttributeValue=POLICY)
    assert seen("aws_sns_topic_policy") == [{"arn": ARN, "policy": POLICY}]


def test_a_statement_beside_that_of_aws_is_told(aws, seen):
    aws("sns").create_topic(Name="alerts")
    aws("sns").add_permission(TopicArn=ARN, Label="lent", AWSAccountId=["999999999999"], ActionName=["Publish"])
    assert [each["policy"].count("999999999999") for each in seen("aws_sns_topic_policy")] == [1]


def test_a_subscription_is_read_with_its_endpoint(aws, seen):
    aws("sns").create_topic(Name="alerts")
    made = aws("sns").subscribe(TopicArn=ARN, Protocol="email", Endpoint="alerts@example.org")["SubscriptionArn"]
    assert seen("aws_sns_topic_subscription") == [
        {"arn": made, "endpoint": "alerts@example.org", "id": made, "protocol": "email", "topic_arn": ARN}
    ]


def test_subscriptions_of_others_and_to_others_are_told_and_those_that_wait_are_not(aws):
    client = aws("sns")
    strange = {"SubscriptionArn": f"{ARN}:1", "TopicArn": ARN, "Protocol": "sqs", "Endpoint": "arn:aws:sqs:::x"}
    waiting = {"SubscriptionArn": "PendingConfirmation", "TopicArn": ARN, "Protocol": "email", "Endpoint": "a@b.org"}
    abroad = {"SubscriptionArn": f"{FOREIGN}:2", "TopicArn": FOREIGN, "Protocol": "sqs", "Endpoint": "arn:aws:sqs:::y"}
    own = {"SubscriptionArn": f"{ARN}:3", "TopicArn": ARN, "Protocol": "sms", "Endpoint": "1"}
    with Stubber(client) as stub:
        stub.add_response("list_topics", {"Topics": [{"TopicArn": ARN}]}, {})
        stub.add_response("get_topic_attributes", {"Attributes": {"Policy": POLICY}}, {"TopicArn": ARN})
        stub.add_response("list_subscriptions_by_topic", {"Subscriptions": [strange, waiting, own]}, {"TopicArn": ARN})
        stub.add_response("list_subscriptions", {"Subscriptions": [own, abroad]}, {})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: client)
        found = [(each.attributes["topic_arn"], each.attributes["endpoint"]) for each in subscriptions.function(calls)]
    assert found == [(ARN, "arn:aws:sqs:::x"), (ARN, "1"), (FOREIGN, "arn:aws:sqs:::y")]
