"""AWS Security Hub: where it is on, and how the organization's accounts are configured."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.live.place import Place


@creates("aws_securityhub_account")
def account(wanted: Wanted) -> Outputs:
    """EnableSecurityHub."""
    given = wanted.given(
        EnableDefaultStandards="enable_default_standards",
        ControlFindingGenerator="control_finding_generator",
    )
    wanted.client("securityhub").enable_security_hub(**given)
    place = wanted.place
    return {"id": place.account, "arn": f"arn:aws:securityhub:{place.region}:{place.account}:hub/default"}


@creates("aws_securityhub_organization_configuration")
def organization_configuration(wanted: Wanted) -> Outputs:
    """UpdateOrganizationConfiguration, by the account that the management account left it to."""
    # Who administers it cannot be read back and so is not emulated; without an administrator there is nobody to ask.
    organization = wanted.client("organizations").describe_organization()["Organization"]
    management = wanted.client_of("securityhub", Place(organization["MasterAccountId"], wanted.place.region))
    management.enable_organization_admin_account(AdminAccountId=wanted.place.account)
    given = wanted.given(AutoEnable="auto_enable", AutoEnableStandards="auto_enable_standards")
    kind = wanted.block("organization_configuration").get("configuration_type")
    if kind:
        given["OrganizationConfiguration"] = {"ConfigurationType": kind, "Status": "ENABLED"}
    wanted.client("securityhub").update_organization_configuration(**given)
    return {"id": wanted.place.account}
