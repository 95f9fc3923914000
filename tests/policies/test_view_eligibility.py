"""Every type of the provider is of one service, and every service's types exist."""

from __future__ import annotations

import pytest

from phizone_policies.views.eligibility import Service, Standing, exclusions, service_of
from phizone_stacks.translation import schema


def test_every_type_of_the_provider_belongs_to_a_service(provider_types):
    assert len(provider_types) > 1700
    assert [kind for kind in provider_types if service_of(kind) is None] == []


def test_every_service_has_types(provider_types, services):
    assert services - {service_of(kind) for kind in provider_types} == set()


@pytest.mark.parametrize(
    ("kind", "service"),
    [
        ("aws_s3_bucket", Service("S3", Standing.ELIGIBLE)),
        ("aws_db_instance", Service("Aurora and RDS", Standing.ELIGIBLE)),
        ("aws_kinesis_stream", Service("Kinesis Data Streams", Standing.ELIGIBLE)),
        ("aws_kinesis_firehose_delivery_stream", Service("Data Firehose", Standing.ELIGIBLE)),
        ("aws_cloudwatch_event_rule", Service("EventBridge", Standing.ELIGIBLE)),
        ("aws_cloudwatch_log_group", Service("CloudWatch Logs", Standing.ELIGIBLE)),
        ("aws_cloudwatch_metric_alarm", Service("CloudWatch", Standing.ELIGIBLE)),
        ("aws_ec2_transit_gateway", Service("EC2", Standing.ELIGIBLE)),
        ("aws_route_table", Service("VPC", Standing.ELIGIBLE)),
        ("aws_route53_zone", Service("Route 53", Standing.ELIGIBLE)),
        ("aws_neptunegraph_graph", Service("Neptune Analytics", Standing.NOT_LISTED)),
        ("aws_codeartifact_domain", Service("CodeArtifact", Standing.NOT_LISTED)),
        ("aws_iam_role", Service("IAM", Standing.TOOL)),
        ("aws_nosuchservice_thing", None),
    ],
)
def test_the_longest_beginning_of_a_type_tells_its_service(kind, service):
    assert service_of(kind) == service


def test_exclusions_name_settings_that_exist():
    heads = [(each.type, each.path.split(".")[0]) for each in exclusions()]
    names = {kind: {field.name for field in schema(kind).fields.values()} for kind, _ in heads}
    assert [(kind, head) for kind, head in heads if head not in names[kind]] == []
