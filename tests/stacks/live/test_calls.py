from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls, NotReading, Unreadable
from phizone_stacks.live.place import Place

PLACE = Place("777777777777", "us-east-1")


@pytest.fixture
def stubbed():
    """A client with answers prepared, and the calls through it: `stubbed("kms")`."""

    def make(service):
        client = boto3.client(
            service,
            region_name="us-east-1",
            aws_access_key_id="x",
            aws_secret_access_key="x",
        )
        return Stubber(client), Calls(PLACE, lambda name, place: client)

    return make


def test_all_pages_are_read(stubbed):
    stub, calls = stubbed("kms")
    stub.add_response("list_keys", {"Keys": [{"KeyId": "one"}], "Truncated": True, "NextMarker": "more"}, {})
    stub.add_response("list_keys", {"Keys": [{"KeyId": "two"}], "Truncated": False}, {"Marker": "more"})
    with stub:
        assert calls.all("kms", "list_keys", "Keys") == [{"KeyId": "one"}, {"KeyId": "two"}]
    assert calls.count == 2


def test_pages_of_an_operation_that_boto3_does_not_page_are_read(stubbed):
    stub, calls = stubbed("config")
    stub.add_response("list_stored_queries", {"StoredQueryMetadata": [], "NextToken": "more"}, {})
    stub.add_response("list_stored_queries", {"StoredQueryMetadata": []}, {"NextToken": "more"})
    with stub:
        assert calls.all("config", "list_stored_queries", "StoredQueryMetadata") == []
    stub.assert_no_pending_responses()


def test_pages_that_lack_a_list_are_pages_all_the_same(stubbed):
    stub, calls = stubbed("sqs")
    stub.add_response("list_queues", {"NextToken": "more"}, {})
    stub.add_response("list_queues", {"QueueUrls": ["one"]}, {"NextToken": "more"})
    with stub:
        assert [page.get("QueueUrls") for page in calls.pages("sqs", "list_queues")] == [None, ["one"]]


def test_one_answer_and_all_its_pages_are_asked_for_apart(stubbed):
    stub, calls = stubbed("kms")
    stub.add_response("list_keys", {"Keys": [{"KeyId": "one"}], "Truncated": False}, {})
    stub.add_response("list_keys", {"Keys": [{"KeyId": "one"}], "Truncated": False}, {})
    with stub:
        assert calls.all("kms", "list_keys", "Keys") == [{"KeyId": "one"}]
        assert calls.get("kms", "list_keys") == {"Keys": [{"KeyId": "one"}], "Truncated": False}


def test_readers_that_ask_the_same_at_once_make_one_call():
    asked, both = [], Barrier(2)

    class Slow:
        def describe_vpcs(self):
            asked.append("once")
            sleep(0.05)
            return {"Vpcs": []}

    calls = Calls(PLACE, lambda name, place: Slow())

    def ask():
        both.wait()
        return calls.get("ec2", "describe_vpcs")

    with ThreadPoolExecutor(2) as pool:
        answers = [future.result() for future in (pool.submit(ask), pool.submit(ask))]
    assert (answers, asked, calls.count) == ([{"Vpcs": []}] * 2, ["once"], 1)


def test_an_answer_without_its_list_is_no_empty_list(stubbed):
    stub, calls = stubbed("kms")
    stub.add_response("list_keys", {}, {})
    with stub, pytest.raises(Unreadable, match="777777777777 us-east-1: the answer has no Keys"):
        calls.all("kms", "list_keys", "Keys")


def test_the_beginning_of_an_answer_is_no_answer(stubbed):
    stub, calls = stubbed("sqs")
    stub.add_response("list_queues", {"QueueUrls": [], "NextToken": "more"}, {})
    with stub, pytest.raises(Unreadable, match="the answer goes on, and only its beginning was asked for"):
        calls.get("sqs", "list_queues")


def test_a_refusal_names_the_call_where_it_was_made_and_why(stubbed):
    stub, calls = stubbed("kms")
    stub.add_client_error("list_keys", "AccessDeniedException", "not authorized")
    with stub, pytest.raises(Unreadable) as refused:
        calls.all("kms", "list_keys", "Keys")
    assert str(refused.value) == "kms:ListKeys in 777777777777 us-east-1: AccessDeniedException: not authorized"


def test_what_aws_says_does_not_exist_is_absent_and_any_other_refusal_is_none(stubbed):
    stub, calls = stubbed("s3")
    stub.add_client_error("get_bucket_policy", "NoSuchBucketPolicy")
    stub.add_client_error("get_bucket_policy", "AccessDenied")
    with stub:
        assert calls.find("s3", "get_bucket_policy", ("NoSuchBucketPolicy",), Bucket="one") is None
        with pytest.raises(Unreadable):
            calls.find("s3", "get_bucket_policy", ("NoSuchBucketPolicy",), Bucket="two")


def test_a_call_is_made_once(stubbed):
    stub, calls = stubbed("kms")
    stub.add_response("list_keys", {"Keys": []}, {})
    with stub:
        assert calls.all("kms", "list_keys", "Keys") == calls.all("kms", "list_keys", "Keys") == []
    assert calls.count == 1


@pytest.mark.parametrize("operation", ["delete_bucket", "put_bucket_policy", "create_key", "describe"])
def test_what_is_no_reading_call_is_refused_before_it_is_made(operation, stubbed):
    _, calls = stubbed("s3")
    with pytest.raises(NotReading, match=r"a reader changes nothing"):
        calls.get("s3", operation)
