from __future__ import annotations

POLICY = '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}]}'


def test_a_queue_is_read_with_its_key_and_its_tags(aws, seen):
    url = aws("sqs").create_queue(
        QueueName="work",
        Attributes={"KmsMasterKeyId": "alias/work", "VisibilityTimeout": "60", "SqsManagedSseEnabled": "false"},
        tags={"Team": "a"},
    )["QueueUrl"]
    assert seen("aws_sqs_queue") == [
        {
            "arn": "arn:aws:sqs:us-east-1:777777777777:work",
            "fifo_queue": False,
            "id": url,
            "kms_master_key_id": "alias/work",
            "message_retention_seconds": 345600,
            "name": "work",
            "sqs_managed_sse_enabled": False,
            "tags": {"Team": "a"},
            "url": url,
            "visibility_timeout_seconds": 60,
        }
    ]


def test_a_queue_says_whether_sqs_encrypts_it_under_its_own_key(aws, seen):
    aws("sqs").create_queue(
        QueueName="in-clear.fifo", Attributes={"FifoQueue": "true", "SqsManagedSseEnabled": "false"}
    )
    aws("sqs").create_queue(QueueName="work")
    told = [(queue["fifo_queue"], queue["sqs_managed_sse_enabled"]) for queue in seen("aws_sqs_queue")]
    assert told == [(True, False), (False, True)]


def test_the_policy_of_a_queue_is_read_as_text(aws, seen):
    aws("sqs").create_queue(QueueName="silent")
    url = aws("sqs").create_queue(QueueName="work", Attributes={"Policy": POLICY})["QueueUrl"]
    assert seen("aws_sqs_queue_policy") == [{"policy": POLICY, "queue_url": url}]


def test_an_account_without_queues_has_none(seen):
    assert seen("aws_sqs_queue") == []
