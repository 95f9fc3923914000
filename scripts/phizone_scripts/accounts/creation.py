"""Making the accounts that `environments/` names without an id: one after the other, each id written when it is known.

Source: AWS Organizations API reference, CreateAccount: it returns at once, and the account is there minutes later.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from phizone_scripts.accounts.seen import Seen
from phizone_scripts.accounts.wanted import Missing, Wanted, record
from phizone_scripts.at_hand import FAILURES, FOUNDED, told
from phizone_scripts.exits import Misuse

MAKE, WAIT, ADOPT = "make", "wait", "adopt"
"""An account is asked for; one that was asked for is waited for; one of the mail address is there."""
PAUSE = 5.0
"""Seconds between two looks at an account that is being made."""
PATIENCE = 900.0
"""Seconds that an account may take; AWS says minutes."""
_REASONS = {
    "EMAIL_ALREADY_EXISTS": "the mail address is some account's already, perhaps a closed one's; choose another",
    "ACCOUNT_LIMIT_EXCEEDED": "the organization has as many accounts as it may; ask for more (quota L-E619E033)",
    "CONCURRENT_ACCOUNT_MODIFICATION": "another account is being made; run this again",
    "PENDING_BUSINESS_VALIDATION": "AWS validates the management account's business; wait until it has",
    "INVALID_EMAIL": "the mail address takes no mail; choose another",
    "MISSING_PAYMENT_INSTRUMENT": "the management account has no way to pay; add one",
    "FAILED_BUSINESS_VALIDATION": "AWS could not validate the management account's business; ask AWS Support",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done for an account."""

    missing: Missing
    """The account."""
    what: str
    """`make`, `wait` or `adopt`."""
    found: str = ""
    """Id of the account that is there, or of the request that is waited for."""

    def line(self) -> str:
        """The step in a line, for people."""
        done = {MAKE: "make it", WAIT: f"wait for {self.found}", ADOPT: f"is there: {self.found}"}
        return f"{self.missing.name:<14} {self.missing.email:<40} {self.missing.place()}: {done[self.what]}"


def steps(wanted: Wanted, seen: Seen, client: Any) -> list[Step]:
    """What is to be done for each account without an id, in order. Raises: Misuse where it is another organization."""
    organization = wanted.zone.organization
    management = organization.accounts.management.id
    if (seen.id, seen.management) != (organization.id, management):
        raise Misuse(
            f"the credentials are of organization {seen.id} with management account {seen.management};"
            f" environments/organization.yaml says {organization.id} and {management}: use others, or correct it"
        )
    there = {each.email.lower(): each.id for each in seen.members}
    asked = _asked(client)
    return [_step(missing, there, asked) for missing in wanted.missing]


def make(
    steps: list[Step],
    client: Any,
    report: Callable[[str], None],
    pause: float = PAUSE,
    patience: float = PATIENCE,
) -> Iterator[tuple[Step, str]]:
    """Does the steps; yields each with the account's id, which then stands in its file.

    Raises: Misuse where AWS makes an account not or not in time; the ids of those before it are written.
    """
    for step in steps:
        try:
            number = step.found if step.what == ADOPT else _made(step, client, pause, patience)
        except FAILURES as failure:
            raise Misuse(f"{step.missing.name}: {told(failure)}; run this again: nothing is made twice") from None
        record(step.missing, number)
        report(step.missing.name)
        yield step, number


def _asked(client: Any) -> Mapping[str, str]:
    """Requests that are under way, by the account's name: AWS does not tell the mail address."""
    pages = client.get_paginator("list_create_account_status").paginate(States=["IN_PROGRESS"])
    return {each["AccountName"]: each["Id"] for page in pages for each in page["CreateAccountStatuses"]}


def _step(missing: Missing, there: Mapping[str, str], asked: Mapping[str, str]) -> Step:
    if number := there.get(missing.email.lower()):
        return Step(missing=missing, what=ADOPT, found=number)
    if request := asked.get(missing.name):
        return Step(missing=missing, what=WAIT, found=request)
    return Step(missing=missing, what=MAKE)


def _made(step: Step, client: Any, pause: float, patience: float) -> str:
    missing = step.missing
    if step.what == WAIT:
        status = client.describe_create_account_status(CreateAccountRequestId=step.found)["CreateAccountStatus"]
    else:
        given = {"Email": missing.email, "AccountName": missing.name, "RoleName": FOUNDED}
        status = client.create_account(**given)["CreateAccountStatus"]
    until = time.monotonic() + patience
    while status["State"] == "IN_PROGRESS":
        if time.monotonic() > until:
            raise Misuse(f"{missing.name}: request {status['Id']} is still under way; run this again, it waits on")
        time.sleep(pause)
        status = client.describe_create_account_status(CreateAccountRequestId=status["Id"])["CreateAccountStatus"]
    if status["State"] != "SUCCEEDED":
        reason = status.get("FailureReason", status["State"])
        raise Misuse(f"{missing.name}: AWS does not make it: {reason}; {_REASONS.get(reason, 'ask AWS Support')}")
    return str(status["AccountId"])
