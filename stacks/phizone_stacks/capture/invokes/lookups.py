"""Look-ups of what stands in AWS already: their answers are symbols, but for what their arguments fix."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from phizone_stacks.capture.invokes.answers import Answer, Arguments, Caller, Function
from phizone_stacks.graph.defaults import partition

_DEFAULT_VPC = "172.31.0.0/16"  # Source: Amazon VPC User Guide, "Default VPCs"


def _nothing(_: Caller, __: Arguments) -> Answer:
    return {}


def _vpc(_: Caller, arguments: Arguments) -> Answer:
    return {"cidrBlock": _DEFAULT_VPC} if arguments.get("default") is True else {}


def _bucket(caller: Caller, arguments: Arguments) -> Answer:
    name = arguments["bucket"]
    arn = f"arn:{partition(caller.region)}:s3:::{name}"
    return {"id": name, "arn": arn, "bucketDomainName": f"{name}.s3.amazonaws.com"}


def _key_alias(caller: Caller, arguments: Arguments) -> Answer:
    region = arguments.get("region") or caller.region
    if not (region and caller.account):
        return {}
    return {"arn": f"arn:{partition(region)}:kms:{region}:{caller.account}:{arguments['name']}"}


def _login(_: Caller, __: Arguments) -> Answer:
    """Programs take the password out of `base64(user:password)`, so the symbol stands inside one."""
    return {
        "authorizationToken": lambda symbol: base64.b64encode(f"AWS:{symbol}".encode()).decode(),
        "userName": "AWS",
    }


PART: Mapping[str, Function] = {
    "aws:ec2/getVpc:getVpc": _vpc,
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": _login,
    "aws:ecr/getCredentials:getCredentials": _login,
    "aws:kms/getAlias:getAlias": _key_alias,
    "aws:s3/getBucket:getBucket": _bucket,
    **dict.fromkeys(
        (
            "aws:acm/getCertificate:getCertificate",
            "aws:cloudfront/getCachePolicy:getCachePolicy",
            "aws:cloudfront/getLogDeliveryCanonicalUserId:getLogDeliveryCanonicalUserId",
            "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy",
            "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy",
            "aws:ec2/getAmi:getAmi",
            "aws:ec2/getAmiIds:getAmiIds",
            "aws:ec2/getInternetGateway:getInternetGateway",
            "aws:ec2/getManagedPrefixList:getManagedPrefixList",
            "aws:ec2/getNatGateway:getNatGateway",
            "aws:ec2/getPrefixList:getPrefixList",
            "aws:ec2/getRouteTable:getRouteTable",
            "aws:ec2/getRouteTables:getRouteTables",
            "aws:ec2/getSecurityGroup:getSecurityGroup",
            "aws:ec2/getSecurityGroups:getSecurityGroups",
            "aws:ec2/getSubnet:getSubnet",
            "aws:ec2/getSubnetIds:getSubnetIds",
            "aws:ec2/getSubnets:getSubnets",
            "aws:ec2/getVpcEndpoint:getVpcEndpoint",
            "aws:ec2/getVpcs:getVpcs",
            "aws:ec2transitgateway/getTransitGateway:getTransitGateway",
            "aws:ecr/getImage:getImage",
            "aws:ecr/getRepository:getRepository",
            "aws:ecs/getCluster:getCluster",
            "aws:ecs/getTaskDefinition:getTaskDefinition",
            "aws:eks/getAddonVersion:getAddonVersion",
            "aws:eks/getCluster:getCluster",
            "aws:eks/getClusterAuth:getClusterAuth",
            "aws:elb/getHostedZoneId:getHostedZoneId",
            "aws:iam/getPolicy:getPolicy",
            "aws:iam/getRole:getRole",
            "aws:iam/getUser:getUser",
            "aws:index/getAvailabilityZone:getAvailabilityZone",
            "aws:index/getIpRanges:getIpRanges",
            "aws:index/getRegions:getRegions",
            "aws:kms/getKey:getKey",
            "aws:lambda/getFunction:getFunction",
            "aws:lb/getHostedZoneId:getHostedZoneId",
            "aws:lb/getListener:getListener",
            "aws:lb/getLoadBalancer:getLoadBalancer",
            "aws:lb/getTargetGroup:getTargetGroup",
            "aws:organizations/getOrganization:getOrganization",
            "aws:rds/getCluster:getCluster",
            "aws:rds/getEngineVersion:getEngineVersion",
            "aws:rds/getInstance:getInstance",
            "aws:rds/getSnapshot:getSnapshot",
            "aws:route53/getZone:getZone",
            "aws:s3/getCanonicalUserId:getCanonicalUserId",
            "aws:secretsmanager/getSecret:getSecret",
            "aws:secretsmanager/getSecretVersion:getSecretVersion",
            "aws:sns/getTopic:getTopic",
            "aws:sqs/getQueue:getQueue",
            "aws:ssm/getParameter:getParameter",
        ),
        _nothing,
    ),
}
"""Functions of whose answers the arguments fix a part or nothing."""
