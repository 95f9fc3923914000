"""Amazon Macie: sessions, members, and who administers it for the organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls, Unreadable
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.management import is_management
from phizone_stacks.live.reading import reads

_OFF = "Macie is not enabled"
"""What Macie says where it is off."""
_NO_ADMINISTRATOR = "must be the Macie administrator"
"""What Macie says to an account that asks for an organization that it does not administer."""
_STATUS = {"Enabled": "ENABLED", "Paused": "PAUSED"}
"""A member's status in Terraform's words; every other one is a member that is not enrolled (yet)."""


def session(calls: Calls) -> dict[str, Any] | None:
    """The session of an account in a region; None where Macie is off."""
    return _answer(calls, "get_macie_session", _OFF, "ResourceNotFoundException")


def _answer(calls: Calls, operation: str, said: str, *absent: str) -> dict[str, Any] | None:
    """The answer to a call; None for one of these codes, and where Macie refuses with this reason."""
    try:
        return calls.find("macie2", operation, absent)
    except Unreadable as failure:
        # Macie has one code for what is off, for the wrong account, and for a lack of permission, which is no absence.
        if failure.code == "AccessDeniedException" and said in str(failure):
            return None
        raise


@reads("aws_macie2_account")
def accounts(calls: Calls) -> Iterator[Found]:
    """Sessions, those that are paused too."""
    answer = session(calls)
    if answer is not None:
        attributes = {
            "finding_publishing_frequency": answer.get("findingPublishingFrequency"),
            "service_role": answer.get("serviceRole"),
            "status": answer["status"],
        }
        yield found("aws_macie2_account", calls.place.account, attributes)


@reads("aws_macie2_member", silent={"aws_macie2_member": ("invitation_disable_email_notification", "invite")})
def members(calls: Calls) -> Iterator[Found]:
    """The accounts that an administrator enrols."""
    if session(calls) is None:
        return
    for each in calls.all("macie2", "list_members", "members", onlyAssociated="true"):
        account = each["accountId"]
        attributes = {
            "arn": each.get("arn"),
            "account_id": account,
            "administrator_account_id": each.get("administratorAccountId"),
            "email": each.get("email"),
            "relationship_status": each["relationshipStatus"],
            "status": _STATUS.get(each["relationshipStatus"], each["relationshipStatus"]),
            "tags": tags_of(each.get("tags")),
        }
        yield found("aws_macie2_member", account, attributes)


@reads("aws_macie2_organization_admin_account")
def organization_admin_accounts(calls: Calls) -> Iterator[Found]:
    """The account to which the management account leaves Macie; no other account may ask."""
    if is_management(calls) and session(calls) is not None:
        for each in calls.all("macie2", "list_organization_admin_accounts", "adminAccounts"):
            if each["status"] == "ENABLED":
                attributes = {"admin_account_id": each["accountId"]}
                yield found("aws_macie2_organization_admin_account", each["accountId"], attributes)


@reads("aws_macie2_organization_configuration")
def organization_configurations(calls: Calls) -> Iterator[Found]:
    """Whether the administrator's setting switches Macie on in accounts that join."""
    if session(calls) is None:
        return
    answer = _answer(calls, "describe_organization_configuration", _NO_ADMINISTRATOR)
    if answer is not None:
        attributes = {"auto_enable": answer.get("autoEnable")}
        yield found("aws_macie2_organization_configuration", calls.place.account, attributes)
