"""Access from outside the organization is found in every account."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.detection import administers_everywhere
from phizone_policies.views.places import Place, places, standing
from phizone_stacks.graph.node import Node

_ANALYZER = "aws_accessanalyzer_analyzer"


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    reads=(
        f"{_ANALYZER}.type",
        "aws_organizations_delegated_administrator.account_id",
        "aws_organizations_delegated_administrator.service_principal",
    ),
)
def account_is_analyzed_for_outside_access(view: View) -> Iterator[Required]:
    """In each account and allowed region an analyzer of the account or of the organization looks for outside access.

    The organization's is in the audit account, to which Access Analyzer is delegated, or in the management account.

    Why: one policy of one bucket, key or role that names a stranger is enough; the analyzer reads all of them.
    Fix: make OrganizationDetectors in the audit account and Delegation in the management account.
    Source: IAM User Guide, "Using AWS IAM Access Analyzer"; AWS Security Hub, IAM.28; 45 CFR 164.308(a)(4)(ii)(B).
    """
    for place in places(view):
        found = _analyzer(view, place)
        yield Required(
            f"an analyzer of outside access in {place}", passed() if found else failed("there is none"), found
        )


def _analyzer(view: View, place: Place) -> Node | None:
    accounts = view.organization.accounts
    homes = [accounts.management.id]
    if administers_everywhere(view, "access-analyzer.amazonaws.com"):
        homes.append(accounts.audit.id)
    made = [node for home in homes for node in standing(view, _ANALYZER, Place(home, place.region))]
    found = next((node for node in made if node.get("type") == "ORGANIZATION"), None)
    own = (node for node in standing(view, _ANALYZER, place) if node.get("type") == "ACCOUNT")
    return found or next(own, None)
