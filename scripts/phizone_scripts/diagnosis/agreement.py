"""The record of the business associate agreement, without which no environment may hold PHI."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_environments.environment import DataClass
from phizone_environments.organization import BaaScope
from phizone_environments.zone import Zone
from phizone_scripts.diagnosis.finding import FAIL, NOTE, OK, Finding, Question

_WHAT = "BAA record"
_ACCEPT = "accept it in AWS Artifact and fill in baa in environments/organization.yaml"


def agreement(question: Question, zone: Zone) -> Iterator[Finding]:
    """What `organization.yaml` records, held against the environment's data. Source: 45 CFR 164.308(b)."""
    record = zone.organization.baa
    holds_phi = zone.environment(question.environment).data is DataClass.PHI
    if record is None:
        yield Finding(FAIL if holds_phi else NOTE, _WHAT, f"none; before any environment holds PHI, {_ACCEPT}")
        return
    said = f"accepted {record.accepted_on} by the {record.accepted_by}, {record.agreement}, for the "
    if record.accepted_on > question.day:
        yield Finding(FAIL, _WHAT, f"{said}{record.scope.value}: a day that is yet to come; {_ACCEPT}")
    elif record.scope is BaaScope.ACCOUNT and holds_phi:
        yield Finding(
            NOTE, _WHAT, f"{said}account: see in AWS Artifact of {question.environment}'s account that it is there, too"
        )
    else:
        yield Finding(OK, _WHAT, f"{said}{record.scope.value}; whether AWS shows the same, only AWS Artifact tells")
