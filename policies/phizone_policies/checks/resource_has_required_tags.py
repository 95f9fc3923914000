"""Everything carries the tags the organization asks for."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.tags import beyond_tags, tag, tags
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.TAGGING, severity=Severity.MEDIUM, profile=Profile.ZONE, types=("*",), reads=("*.tags", "*.tags_all")
)
def resource_has_required_tags(resource: Node, view: View) -> Result:
    """Every resource that takes tags carries all that the organization requires, none of them empty.

    Why: what does not say whose it is and what it holds is protected by nobody's rule and answered for by nobody.
    Fix: pass tags(scope, classification) to the resource.
    Source: environments/organization.yaml, required_tags; NIST SP 800-53 CM-8.
    """
    beyond = beyond_tags(resource)
    if beyond is not None:
        return beyond
    required = view.organization.required_tags
    missing = [key for key in required if tags(resource).get(key) is None]
    if missing:
        return failed(f"it has no tag {', '.join(missing)}")
    empty = [key for key in required if not tag(resource, key).strip()]
    return failed(f"its tag {', '.join(empty)} is empty") if empty else passed()
