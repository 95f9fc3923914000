"""Every use of models and features is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.trails import organization_trails, records_all_of

# Source: AWS CloudTrail User Guide, "Logging data events", table of resource types.
_KINDS = ("AWS::Lambda::Function", "AWS::SageMaker::Endpoint", "AWS::SageMaker::FeatureGroup")


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_cloudtrail.advanced_event_selector", "aws_cloudtrail.is_organization_trail"),
)
def phi_services_have_data_events(view: View) -> Iterator[Required]:
    """The organization's trail records all calls of functions and endpoints, and all reads and writes of features.

    Why: a feature's record and an endpoint's answer are PHI as an object is; without data events nobody can say whose
    were read.
    Fix: give the trail a selector of eventCategory Data for each of these resource types, without further fields.
    Source: AWS CloudTrail User Guide, "Logging data events"; 45 CFR 164.312(b).
    """
    trails = organization_trails(view.graph, view.organization)
    for kind in _KINDS:
        found = next((trail for trail in trails if records_all_of(view.graph, trail, kind)), None)
        result = passed() if found else failed(f"{len(trails)} trails of the organization record not all of them")
        yield Required(f"data events of {kind}", result, found or next(iter(trails), None))
