"""What the organization's trail records: every management event, and data events where PHI is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pulumi_aws import cloudtrail

_PHI_COMPUTE = {
    "AWS::Lambda::Function": "Function invocations",
    "AWS::SageMaker::Endpoint": "Model endpoint invocations",
    "AWS::SageMaker::FeatureGroup": "Feature record reads and writes",
}


def event_selectors(phi_bucket_prefixes: Sequence[str]) -> list[cloudtrail.TrailAdvancedEventSelectorArgs]:
    """Management events always; with a PHI prefix, reads and writes of those buckets' objects and of what serves PHI.

    Source: 45 CFR 164.312(b); AWS CloudTrail User Guide, "Logging data events".
    """
    selectors = [_selector("Management events", {"eventCategory": ["Management"]})]
    if phi_bucket_prefixes:
        selectors.append(_objects_of(phi_bucket_prefixes))
        selectors += [_selector(name, _data(kind)) for kind, name in _PHI_COMPUTE.items()]
    return selectors


def _objects_of(bucket_prefixes: Sequence[str]) -> cloudtrail.TrailAdvancedEventSelectorArgs:
    arns = [f"arn:aws:s3:::{prefix}" for prefix in bucket_prefixes]
    return _selector("Objects of PHI buckets", _data("AWS::S3::Object"), starts_with={"resources.ARN": arns})


def _data(resource_type: str) -> dict[str, list[str]]:
    return {"eventCategory": ["Data"], "resources.type": [resource_type]}


def _selector(
    name: str, equals: Mapping[str, list[str]], starts_with: Mapping[str, list[str]] | None = None
) -> cloudtrail.TrailAdvancedEventSelectorArgs:
    field = cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
    return cloudtrail.TrailAdvancedEventSelectorArgs(
        name=name,
        field_selectors=[
            *(field(field=key, equals=values) for key, values in equals.items()),
            *(field(field=key, starts_withs=values) for key, values in (starts_with or {}).items()),
        ],
    )
