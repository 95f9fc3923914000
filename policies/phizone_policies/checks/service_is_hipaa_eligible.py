"""PHI is in eligible services only."""

from __future__ import annotations

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.blocks import leaves
from phizone_policies.views.data_classes import CLASSIFICATIONS, PHI
from phizone_policies.views.eligibility import Exclusion, Standing, as_of, exclusions, service_of
from phizone_policies.views.tags import tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity

_READS = sorted({f"{each.type}.{each.path.split('.')[0]}" for each in exclusions()})
_HARMLESS = tuple(value for value in CLASSIFICATIONS if value not in ("PII", PHI))


@check(
    claim=Claim.RESIDENCY,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("*",),
    reads=("*.tags", "*.tags_all", *_READS),
)
def service_is_hipaa_eligible(resource: Node, view: View) -> Result:
    """A resource that may hold PHI is of a service which AWS names as HIPAA-eligible, in no use that AWS excludes.

    Why: AWS's agreement covers PHI in those services alone; anywhere else it is a disclosure.
    Fix: use an eligible service, or tag what holds no PHI with its DataClassification.
    Source: AWS, "HIPAA Eligible Services Reference", as of the date in data/eligible_services.yaml; 45 CFR 164.308(b).
    """
    if resource.type.startswith("data."):
        return not_applicable("it is read, not made")
    service = service_of(resource.type)
    if service is None:
        return unknown(f"the list of {as_of()} does not tell which service {resource.type} is of")
    if service.standing is Standing.TOOL:
        return not_applicable(f"{service.name} administers, and no PHI belongs in it")
    excluded = next((each.says for each in exclusions() if _is_excluded(view.graph, resource, each)), "")
    if service.standing is Standing.ELIGIBLE and not excluded:
        return passed()
    classification = tag(resource, "DataClassification")
    if classification in _HARMLESS:
        return not_applicable(f"its DataClassification says that it holds no PHI: {classification}")
    told = excluded or f"{service.name} is not on AWS's list of {as_of()}"
    return failed(told, service=service.name)


def _is_excluded(graph: Graph, resource: Node, exclusion: Exclusion) -> bool:
    if resource.type != exclusion.type:
        return False
    return any(exclusion.contains in str(identity(graph, value)) for value in leaves(resource, exclusion.path))
