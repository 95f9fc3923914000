"""A closed network may ask for the names of its endpoints' services and its own hosts, and for none of a stranger's."""

from __future__ import annotations

import pytest

from phizone_modules.dns_names import allowed_names

EUROPE = [
    "*.ddb.eu-central-1.amazonaws.com",
    "*.dkr.ecr.eu-central-1.amazonaws.com",
    "*.efs.eu-central-1.amazonaws.com",
    "*.eu-central-1.compute.internal",
    "*.eu-central-1.experiments.sagemaker.aws",
    "*.notebook.eu-central-1.sagemaker.aws",
    "*.s3.eu-central-1.amazonaws.com",
    "*.studio.eu-central-1.sagemaker.aws",
    "api.ecr.eu-central-1.amazonaws.com",
    "api.sagemaker.eu-central-1.amazonaws.com",
    "athena.eu-central-1.amazonaws.com",
    "dynamodb.eu-central-1.amazonaws.com",
    "ec2.eu-central-1.amazonaws.com",
    "elasticfilesystem.eu-central-1.amazonaws.com",
    "eu-central-1.experiments.sagemaker.aws",
    "events.eu-central-1.amazonaws.com",
    "featurestore-runtime.sagemaker.eu-central-1.amazonaws.com",
    "glue.eu-central-1.amazonaws.com",
    "kms.eu-central-1.amazonaws.com",
    "lambda.eu-central-1.amazonaws.com",
    "logs.eu-central-1.amazonaws.com",
    "metrics.sagemaker.eu-central-1.amazonaws.com",
    "monitoring.eu-central-1.amazonaws.com",
    "runtime.sagemaker.eu-central-1.amazonaws.com",
    "s3.eu-central-1.amazonaws.com",
    "secretsmanager.eu-central-1.amazonaws.com",
    "sns.eu-central-1.amazonaws.com",
    "sqs.eu-central-1.amazonaws.com",
    "ssm.eu-central-1.amazonaws.com",
    "states.eu-central-1.amazonaws.com",
    "sts.eu-central-1.amazonaws.com",
]


def test_names_are_those_of_the_endpoints_services_and_of_the_vpcs_own_hosts():
    assert allowed_names("eu-central-1") == EUROPE


def test_us_east_1_has_its_older_names_too():
    assert {"*.ec2.internal", "*.s3.amazonaws.com", "s3.amazonaws.com"} <= set(allowed_names("us-east-1"))
    assert "*.us-east-1.compute.internal" not in allowed_names("us-east-1")


@pytest.mark.parametrize(
    "stranger", ["elb.amazonaws.com", "execute-api", "compute.amazonaws.com", "vpce.amazonaws.com", "cloudfront"]
)
def test_no_name_leads_to_servers_of_customers(stranger):
    assert [name for name in allowed_names("us-east-1") if stranger in name] == []
