from __future__ import annotations

from phizone_stacks.live.readers.ec2_block_public_access import exclusions, options

ARN = "arn:aws:ec2:us-east-1:777777777777"


def test_what_a_region_blocks_is_read(answered):
    given = {
        "AwsAccountId": "777777777777",
        "AwsRegion": "us-east-1",
        "InternetGatewayBlockMode": "block-bidirectional",
    }
    answer = ("ec2.describe_vpc_block_public_access_options", {"VpcBlockPublicAccessOptions": given})
    assert answered(options, answer) == [
        {
            "aws_account_id": "777777777777",
            "aws_region": "us-east-1",
            "internet_gateway_block_mode": "block-bidirectional",
        }
    ]


def test_what_is_excluded_is_read_by_its_network_or_its_subnet(answered):
    mode = {"InternetGatewayExclusionMode": "allow-egress"}
    given = [
        {"ExclusionId": "vpcbpa-exclude-1", "State": "create-complete", "ResourceArn": f"{ARN}:vpc/vpc-1", **mode},
        {
            "ExclusionId": "vpcbpa-exclude-2",
            "State": "update-complete",
            "ResourceArn": f"{ARN}:subnet/subnet-1",
            **mode,
        },
        {"ExclusionId": "vpcbpa-exclude-3", "State": "delete-complete", "ResourceArn": f"{ARN}:vpc/vpc-2", **mode},
        {"ExclusionId": "vpcbpa-exclude-4", "State": "delete-in-progress", "ResourceArn": f"{ARN}:vpc/vpc-3", **mode},
        {"ExclusionId": "vpcbpa-exclude-5", "State": "create-failed", "ResourceArn": f"{ARN}:vpc/vpc-4", **mode},
    ]
    answer = ("ec2.describe_vpc_block_public_access_exclusions", {"VpcBlockPublicAccessExclusions": given})
    said = {"internet_gateway_exclusion_mode": "allow-egress", "tags": {}}
    assert answered(exclusions, answer) == [
        {"id": "vpcbpa-exclude-1", "vpc_id": "vpc-1", **said},
        {"id": "vpcbpa-exclude-2", "subnet_id": "subnet-1", **said},
        # It holds until it is deleted.
        {"id": "vpcbpa-exclude-4", "vpc_id": "vpc-3", **said},
    ]
