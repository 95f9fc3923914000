"""The records of all accounts come together."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.blocks import leaf, leaves
from phizone_policies.views.detection import administers_everywhere
from phizone_stacks.graph.node import Node

_AGGREGATOR = "aws_config_configuration_aggregator"
_SOURCE = "organization_aggregation_source"


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    reads=(
        f"{_AGGREGATOR}.{_SOURCE}",
        "aws_organizations_delegated_administrator.account_id",
        "aws_organizations_delegated_administrator.service_principal",
    ),
)
def records_are_aggregated(view: View) -> Iterator[Required]:
    """The audit account, to which AWS Config is delegated, aggregates all accounts of the organization and all regions.

    Why: seven accounts' records in seven places are read by nobody; an account that joins must be seen by itself.
    Fix: make OrganizationDetectors in the audit account and Delegation in the management account.
    Source: AWS Config Developer Guide, "Multi-account multi-region data aggregation"; 45 CFR 164.308(a)(1)(ii)(A).
    """
    account = view.organization.accounts.audit.id
    made = [node for node in view.graph.of_type(_AGGREGATOR) if node.account == account]
    found = next((node for node in made if _takes_all(view, node)), None)
    what = f"an aggregator of the organization's records in account {account}"
    if found is None:
        yield Required(what, failed(f"none of its {len(made)} aggregators takes every account and allowed region"))
    elif administers_everywhere(view, "config.amazonaws.com"):
        yield Required(what, passed(), found)
    else:
        yield Required(what, failed(f"config.amazonaws.com is not delegated to account {account}"), found)


def _takes_all(view: View, aggregator: Node) -> bool:
    if not aggregator.blocks(_SOURCE):
        return False
    named = {each for each in leaves(aggregator, f"{_SOURCE}.regions") if isinstance(each, str)}
    return leaf(aggregator, f"{_SOURCE}.all_regions") is True or set(view.organization.allowed_regions) <= named
