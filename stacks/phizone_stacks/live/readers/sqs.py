"""Amazon SQS: queues and their policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

"""Queues a page; AWS makes pages only where it is told how long they may be."""


@reads("aws_sqs_queue", where=Where.EVERYWHERE, silent={"aws_sqs_queue": ("name_prefix",)})
def queues(calls: Calls) -> Iterator[Found]:
    """Queues; what their policies say is told apart."""
    for url, queue in _queues(calls):
        yield found(
            "aws_sqs_queue",
            url.rpartition("/")[2],
            {
                "id": url,
                "url": url,
                "arn": queue["QueueArn"],
                "name": url.rpartition("/")[2],
                "fifo_queue": queue.get("FifoQueue") == "true",
                "kms_master_key_id": queue.get("KmsMasterKeyId") or None,
                "sqs_managed_sse_enabled": queue.get("SqsManagedSseEnabled") == "true",
                "message_retention_seconds": _number(queue.get("MessageRetentionPeriod")),
                "visibility_timeout_seconds": _number(queue.get("VisibilityTimeout")),
                "redrive_policy": queue.get("RedrivePolicy") or None,
                "redrive_allow_policy": queue.get("RedriveAllowPolicy") or None,
                "tags": tags_of(calls.get("sqs", "list_queue_tags", QueueUrl=url).get("Tags")),
            },
        )


@reads("aws_sqs_queue_policy", where=Where.EVERYWHERE)
def queue_policies(calls: Calls) -> Iterator[Found]:
    """Policies of queues; without one a queue answers its own account alone."""
    for url, queue in _queues(calls):
        if queue.get("Policy"):
            attributes = {"queue_url": url, "policy": queue["Policy"]}
            yield found("aws_sqs_queue_policy", url.rpartition("/")[2], attributes)


def _queues(calls: Calls) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for url in _urls(calls):
        yield url, calls.get("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]


def _urls(calls: Calls) -> Iterator[str]:
    """URLs of all pages; an answer without any has no list."""
    for page in calls.pages("sqs", "list_queues"):
        yield from page.get("QueueUrls") or ()


def _number(text: str | None) -> int | None:
    return int(text) if text else None
