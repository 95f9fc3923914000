"""Data classifications are ours, and PHI stays where PHI may be."""

from __future__ import annotations

from phizone_environments.environment import DataClass
from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.accounts import keeps_records
from phizone_policies.views.data_classes import CLASSIFICATIONS, PHI
from phizone_policies.views.tags import beyond_tags, tag
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.graph.node import Node


@check(claim=Claim.TAGGING, severity=Severity.HIGH, profile=Profile.ZONE, types=("*",), reads=("*.tags", "*.tags_all"))
def data_classification_is_allowed(resource: Node, view: View) -> Result:
    """Every resource that takes tags has one of the four data classifications, PHI only where patients' data may be.

    Why: rules and people protect what is called PHI; a value of another spelling, or PHI in an environment for made-up
    data, escapes them.
    Fix: use a Classification of phizone_modules.tags, and keep PHI out of environments whose data is not phi.
    Source: AWS Landing Zone Accelerator for Healthcare, tag policy; 45 CFR 164.308(a)(4)(i).
    """
    beyond = beyond_tags(resource)
    if beyond is not None:
        return beyond
    value = tag(resource, "DataClassification")
    if value not in CLASSIFICATIONS:
        told = f"DataClassification {value!r}" if value else "no DataClassification"
        return failed(f"it has {told}, which must be one of {', '.join(CLASSIFICATIONS)}")
    if value != PHI:
        return passed()
    if resource.environment == SHARED:
        allowed = keeps_records(view.organization, resource)
        return passed() if allowed else failed(f"PHI in account {resource.account}, which keeps no audit records")
    data = view.environment.data
    return passed() if data is DataClass.PHI else failed(f"PHI in {view.environment.name}, whose data is {data}")
