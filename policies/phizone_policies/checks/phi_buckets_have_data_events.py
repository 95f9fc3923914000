"""Every access to PHI objects is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_environments.environment import DataClass
from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.data_classes import PHI
from phizone_policies.views.tags import tag
from phizone_policies.views.trails import organization_trails, records_objects


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.CRITICAL,
    profile=Profile.ZONE,
    reads=(
        "aws_cloudtrail.advanced_event_selector",
        "aws_cloudtrail.event_selector",
        "aws_cloudtrail.is_organization_trail",
        "aws_s3_bucket.bucket",
        "aws_s3_bucket.tags",
    ),
)
def phi_buckets_have_data_events(view: View) -> Iterator[Required]:
    """The organization's trail records reads and writes of every object in a bucket classified PHI.

    Why: without data events nobody can tell whose record was read after a breach, so all of them count as read.
    Fix: give the trail data events of AWS::S3::Object whose resources.ARN starts with the buckets' ARNs.
    Source: AWS CloudTrail User Guide, "Logging data events"; 45 CFR 164.312(b); AWS Security Hub S3.22, S3.23.
    """
    environment = view.environment
    trails = organization_trails(view.graph, view.organization)
    buckets = [node for node in view.graph.of_type("aws_s3_bucket") if node.environment == environment.name]
    phi = [bucket for bucket in buckets if tag(bucket, "DataClassification") == PHI]
    for bucket in phi:
        what = f"data events of {bucket.address}"
        missing = [
            kind
            for kind, reads in (("reads", True), ("writes", False))
            if not any(records_objects(view.graph, trail, bucket, reads=reads) for trail in trails)
        ]
        found = f"{len(trails)} trails of the organization record no {' and no '.join(missing)} of its objects"
        yield Required(what, failed(found) if missing else passed(), bucket)
    if environment.data is DataClass.PHI and not phi:
        what = f"data events of the PHI buckets of {environment.name}"
        yield Required(
            what, failed(f"{environment.name} holds PHI and none of its {len(buckets)} buckets is tagged PHI")
        )
