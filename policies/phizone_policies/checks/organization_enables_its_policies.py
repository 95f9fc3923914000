"""The organization puts its policies into force."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Result, Severity, View, failed, passed, requirement
from phizone_policies.views.organization import RESOURCE_CONTROL, SERVICE_CONTROL
from phizone_stacks.graph.node import Node

_TYPES = (RESOURCE_CONTROL, SERVICE_CONTROL, "TAG_POLICY")


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        "aws_organizations_organization.enabled_policy_types",
        "aws_organizations_organization.feature_set",
    ),
)
def organization_enables_its_policies(view: View) -> Iterator[Required]:
    """The organization is adopted by its id, with all features, service control, resource control and tag policies.

    Why: where a type of policy is not enabled none of that type has any effect, whatever is attached.
    Fix: adopt the organization with import_, feature_set ALL and the three types in enabled_policy_types.
    Source: AWS Organizations User Guide, "Enabling a policy type"; NIST SP 800-53 AC-3.
    """
    wanted = view.organization.id
    found = (node for node in view.graph.of_type("aws_organizations_organization") if _is(node, wanted))
    node = next(found, None)
    result = failed("no program adopts it") if node is None else _result(node)
    yield Required(f"the policies of organization {wanted}", result, node)


def _is(node: Node, organization: str) -> bool:
    return organization in (node.import_id, node.attributes.get("id"))


def _result(node: Node) -> Result:
    features = node.get("feature_set")
    if features not in (None, "ALL"):
        return failed(f"its feature set is {features}, which has no policies")
    missing = sorted(set(_TYPES) - set(map(str, node.items("enabled_policy_types"))))
    return failed(f"it does not enable {', '.join(missing)}") if missing else passed()
