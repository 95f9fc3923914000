"""Which account manages the organization, as any account of it is told."""

from __future__ import annotations

from phizone_stacks.live.calls import Calls


def is_management(calls: Calls) -> bool:
    """Whether the place is of the management account; an account of no organization is none."""
    absent = ("AWSOrganizationsNotInUseException",)
    answer = calls.find("organizations", "describe_organization", absent)
    return answer is not None and answer["Organization"]["MasterAccountId"] == calls.place.account
