from __future__ import annotations

POLICY = '{"Statement": [], "Version": "2012-10-17"}'
WHOLE = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
TOLD = {
    "block_public_acls": True,
    "block_public_policy": True,
    "ignore_public_acls": True,
    "restrict_public_buckets": True,
}
ACCOUNT = "777777777777"


def test_an_account_s_public_access_block_is_read_with_every_flag(aws, seen):
    flags = {**WHOLE, "RestrictPublicBuckets": False}
    aws("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=flags)
    assert seen("aws_s3_account_public_access_block") == [
        {**TOLD, "account_id": ACCOUNT, "restrict_public_buckets": False}
    ]


def test_an_account_without_public_access_block_is_told_none(aws, seen):
    assert seen("aws_s3_account_public_access_block") == []


def test_an_access_point_is_read_with_its_policy_and_its_network(aws, seen):
    client, of_it = aws("s3control"), {"AccountId": ACCOUNT, "Name": "reading"}
    vpc, tags = "vpc-0123456789abcdef0", [{"Key": "Team", "Value": "cardiology"}]
    client.create_access_point(**of_it, Bucket="raw", VpcConfiguration={"VpcId": vpc}, Tags=tags)
    client.put_access_point_policy(**of_it, Policy=POLICY)
    assert seen("aws_s3_access_point") == [
        {
            "account_id": ACCOUNT,
            "arn": f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/reading",
            "bucket": "raw",
            "name": "reading",
            "network_origin": "VPC",
            "policy": POLICY,
            "public_access_block_configuration": [TOLD],
            "tags": {"Team": "cardiology"},
            "vpc_configuration": [{"vpc_id": vpc}],
        }
    ]


def test_an_access_point_from_the_internet_has_neither_network_nor_policy(aws, seen):
    aws("s3control").create_access_point(AccountId=ACCOUNT, Name="open", Bucket="raw")
    assert seen("aws_s3_access_point") == [
        {
            "account_id": ACCOUNT,
            "arn": f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/open",
            "bucket": "raw",
            "name": "open",
            "network_origin": "Internet",
            "public_access_block_configuration": [TOLD],
            "tags": {},
        }
    ]


def test_an_access_point_is_told_in_its_own_region_alone(aws, seen):
    aws("s3control").create_access_point(AccountId=ACCOUNT, Name="open", Bucket="raw")
    assert seen("aws_s3_access_point", region="us-west-2") == []
