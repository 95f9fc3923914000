from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws


@mock_aws
def test_moto_still_denies_that_a_configuration_of_query_logs_can_have_tags():
    resolver = boto3.client("route53resolver", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    destination = "arn:aws:logs:us-east-1:123456789012:log-group:/names"
    made = resolver.create_resolver_query_log_config(Name="names", DestinationArn=destination, CreatorRequestId="1")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        resolver.list_tags_for_resource(ResourceArn=made["ResolverQueryLogConfig"]["Arn"])
