from __future__ import annotations

import boto3
from moto import mock_aws


@mock_aws
def test_moto_still_answers_without_the_tags_of_a_share():
    ram = boto3.client("ram", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    ram.create_resource_share(name="network", tags=[{"key": "Name", "value": "network"}])
    found = ram.get_resource_shares(resourceOwner="SELF")["resourceShares"]
    assert [(each["name"], "tags" in each) for each in found] == [("network", False)]
