"""Amazon Macie: sessions, and who administers it for the organization."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_macie2_account")
def account(wanted: Wanted) -> Outputs:
    """EnableMacie."""
    given = wanted.given(findingPublishingFrequency="finding_publishing_frequency", status="status")
    wanted.client("macie2").enable_macie(**given)
    return {"id": wanted.place.account}


@creates("aws_macie2_organization_admin_account")
def organization_admin_account(wanted: Wanted) -> Outputs:
    """EnableOrganizationAdminAccount."""
    wanted.client("macie2").enable_organization_admin_account(adminAccountId=wanted.get("admin_account_id"))
    return {"id": wanted.get("admin_account_id")}
