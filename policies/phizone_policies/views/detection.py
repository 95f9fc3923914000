"""Which detectors are on where: made in an account, or brought there by the account that administers them for all."""

from __future__ import annotations

from phizone_policies.check import View
from phizone_policies.views.blocks import leaf, leaves
from phizone_policies.views.naming import is_named, naming
from phizone_policies.views.organization import account_node, units
from phizone_policies.views.places import Place, standing
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Value

OBJECTS = "S3_DATA_EVENTS"
"""GuardDuty's feature that watches reads and writes of objects."""
_ALL = "ALL"
_STANDARD = ":standards/"
_FEATURE = "aws_guardduty_detector_feature"


def administers(view: View, service: str, region: str) -> bool:
    """Whether the management account leaves a service, as `guardduty`, to the audit account in a region.

    Raises: UnknownValue.
    """
    place = Place(view.organization.accounts.management.id, region)
    registered = standing(view, f"aws_{service}_organization_admin_account", place)
    return any(_is_audit(view, node.get("admin_account_id")) for node in registered)


def administers_everywhere(view: View, principal: str) -> bool:
    """Whether the management account leaves a service, as `config.amazonaws.com`, to the audit account.

    Raises: UnknownValue.
    """
    registered = view.graph.of_type("aws_organizations_delegated_administrator")
    return any(
        node.account == view.organization.accounts.management.id
        and node.get("service_principal") == principal
        and _is_audit(view, node.get("account_id"))
        for node in registered
    )


def guardduty(view: View, place: Place) -> Node | None:
    """The detector that is on in a place by itself. Raises: UnknownValue."""
    detectors = standing(view, "aws_guardduty_detector", place)
    return next((node for node in detectors if node.get("enable") is True), None)


def guardduty_of_all(view: View, region: str) -> Node | None:
    """The audit account's setting that switches GuardDuty on in all accounts in a region. Raises: UnknownValue."""
    place = Place(view.organization.accounts.audit.id, region)
    detector = guardduty(view, place)
    if detector is None or not administers(view, "guardduty", region):
        return None
    settings = naming(view.graph, detector, ("aws_guardduty_organization_configuration",), "detector_id")
    return next((node for node in settings if node.get("auto_enable_organization_members") == _ALL), None)


def watches_objects(view: View, place: Place) -> bool:
    """Whether GuardDuty watches objects in a place: by its own detector or as all accounts do. Raises: UnknownValue."""
    own = guardduty(view, place)
    if own is not None and objects_of(view, own) is True:
        return True
    if place.account == view.organization.accounts.audit.id:
        return False
    all_of = guardduty_of_all(view, place.region)
    admin = guardduty(view, Place(view.organization.accounts.audit.id, place.region)) if all_of else None
    if admin is None:
        return False
    features = naming(view.graph, admin, ("aws_guardduty_organization_configuration_feature",), "detector_id")
    return any(node.get("name") == OBJECTS and node.get("auto_enable") == _ALL for node in features)


def objects_of(view: View, detector: Node) -> bool | None:
    """Whether a detector is told to watch objects, or not to; None where it is told nothing. Raises: UnknownValue."""
    features = naming(view.graph, detector, (_FEATURE,), "detector_id")
    told = [node.get("status") == "ENABLED" for node in features if node.get("name") == OBJECTS]
    older = [each is True for each in leaves(detector, "datasources.s3_logs.enable")]
    return all([*told, *older]) if told or older else None


def macie(view: View, place: Place) -> Node | None:
    """What switches Macie on in a place: its own session, or the audit account's enrolment. Raises: UnknownValue."""
    session = _session(view, place)
    admin = Place(view.organization.accounts.audit.id, place.region)
    if session is not None or _session(view, admin) is None:
        return session
    members = standing(view, "aws_macie2_member", admin)
    enrolled = (node for node in members if identity(view.graph, node.get("account_id")) == place.account)
    return next((node for node in enrolled if node.get("status") == "ENABLED"), None)


def macie_of_newcomers(view: View, region: str) -> Node | None:
    """The audit account's setting that switches Macie on in accounts that join. Raises: UnknownValue."""
    settings = standing(
        view, "aws_macie2_organization_configuration", Place(view.organization.accounts.audit.id, region)
    )
    return next((node for node in settings if node.get("auto_enable") is True), None)


def _session(view: View, place: Place) -> Node | None:
    own = standing(view, "aws_macie2_account", place)
    return next((node for node in own if node.get("status") == "ENABLED"), None)


def security_hub(view: View, place: Place) -> Node | None:
    """What judges a place by some standard: its own subscription, or a policy from above it. Raises: UnknownValue."""
    own = standing(view, "aws_securityhub_standards_subscription", place)
    if own and standing(view, "aws_securityhub_account", place):
        return own[0]
    return _central(view, place)


def _central(view: View, place: Place) -> Node | None:
    home = Place(view.organization.accounts.audit.id, view.organization.home_region)
    configured = standing(view, "aws_securityhub_organization_configuration", home)
    if not any(leaf(node, "organization_configuration.configuration_type") == "CENTRAL" for node in configured):
        return None
    if place.region != home.region and not _reports(view, home, place.region):
        return None
    policies = (node for node in standing(view, "aws_securityhub_configuration_policy", home) if _judges(node))
    return next((node for node in policies if _reaches(view, node, place.account)), None)


def _reports(view: View, home: Place, region: str) -> bool:
    """Whether a region's findings and settings are joined to the home region's."""
    for node in standing(view, "aws_securityhub_finding_aggregator", home):
        named = region in node.items("specified_regions")
        joined = {"ALL_REGIONS": True, "ALL_REGIONS_EXCEPT_SPECIFIED": not named, "SPECIFIED_REGIONS": named}
        if joined.get(node.text("linking_mode"), False):
            return True
    return False


def _judges(policy: Node) -> bool:
    standards = leaves(policy, "configuration_policy.enabled_standard_arns")
    return leaf(policy, "configuration_policy.service_enabled") is True and any(
        _STANDARD in each for each in standards if isinstance(each, str)
    )


def _reaches(view: View, policy: Node, account: str) -> bool:
    """Whether a policy is on the root, on the account or on a unit around it."""
    found = naming(view.graph, policy, ("aws_securityhub_configuration_policy_association",), "policy_id")
    targets = [node.get("target_id") for node in found]
    if any(value in (view.organization.root_id, account) for value in targets if isinstance(value, str)):
        return True
    node = account_node(view.graph, account)
    above = () if node is None else (node, *units(view.graph, node))
    return any(
        is_named(view.graph, each, value) for each in above for value in targets if isinstance(value, (Ref, str))
    )


def _is_audit(view: View, value: Value) -> bool:
    return identity(view.graph, value) == view.organization.accounts.audit.id
