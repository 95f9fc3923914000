"""Everything carries the tags the organization asks for."""

from __future__ import annotations

from phizone_policies.check import Claim, Result, Severity, View, check, failed, not_applicable, passed, unknown
from phizone_policies.views.tags import tag, tags
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.types import taggable


@check(claim=Claim.TAGGING, severity=Severity.MEDIUM, types=("*",), reads=("*.tags", "*.tags_all"))
def resource_has_required_tags(resource: Node, view: View) -> Result:
    """Every resource that takes tags carries all that the organization requires, none of them empty.

    Why: what does not say whose it is and what it holds is protected by nobody's rule and answered for by nobody.
    Fix: pass tags(scope, classification) to the resource.
    Source: environments/organization.yaml, required_tags; NIST SP 800-53 CM-8.
    """
    if resource.type.startswith("data."):
        return not_applicable("it is read, not made")
    takes_tags = taggable(resource.type)
    if takes_tags is None:
        return unknown(f"nothing is known of the type {resource.type}")
    if not takes_tags:
        return not_applicable("resources of this type take no tags")
    required = view.organization.required_tags
    missing = [key for key in required if tags(resource).get(key) is None]
    if missing:
        return failed(f"it has no tag {', '.join(missing)}")
    empty = [key for key in required if not tag(resource, key).strip()]
    return failed(f"its tag {', '.join(empty)} is empty") if empty else passed()
