"""Whom a resource's policy lets in that nobody knows: everybody, a foreign account, a service for anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.check import Result, View, failed, passed, unknown
from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.principals import EVERYBODY, Known
from phizone_policies.views.public import binds_addresses

# Accounts from which load balancers write access logs, and that nothing else is done from.
# Source: Elastic Load Balancing User Guide, "Enable access logs for your Application Load Balancer", 2025-10.
_LOAD_BALANCERS = frozenset(
    {
        "009996457667",
        "027434742980",
        "033677994240",
        "037604701340",
        "048591011584",
        "054676820928",
        "076674570225",
        "098369216593",
        "114774131450",
        "127311923021",
        "156460612806",
        "190560391635",
        "383597477331",
        "507241528517",
        "582318560864",
        "589379963580",
        "600734575887",
        "635631232127",
        "638102146993",
        "652711504416",
        "718504428378",
        "754344448648",
        "783225319266",
        "797873946194",
        "897822967062",
        "985666609251",
    }
)
_NETWORKS = ("aws:SourceVpce", "aws:SourceVpc")
_NETWORK = re.compile(r"vpce?-[0-9a-f]+|<id of .+>")
_LOGS_OF = re.compile(r"/AWSLogs/(?P<account>\d{12})/")
_HARMLESS = frozenset({"s3:getbucketacl", "s3:getbucketlocation"})


@dataclass(frozen=True, slots=True)
class Stranger:
    """A statement that lets somebody in whom nobody knows."""

    statement: str
    """Its Sid, or `number 2`."""
    reason: str
    """Whom it lets in, as `lets in 999999999999, which is of no account of ours`."""
    certain: bool
    """False where the program does not say in which account or organization it builds, so they may be ours."""


def strangers(view: View, document: Document | None, silent: frozenset[str] = frozenset()) -> Iterator[Stranger]:
    """Every statement that lets a stranger in.

    `silent` are the services, as `events.amazonaws.com`, that tell this kind of resource no source: none can be asked.
    """
    known, generous = Known(view), Known(view, generous=True)
    for number, statement in enumerate(document.statements if document else (), start=1):
        reason = stranger(known, statement, silent)
        if reason:
            certain = bool(stranger(generous, statement, silent))
            yield Stranger(statement.sid or f"number {number}", reason, certain)


def names_no_stranger(
    view: View, document: Document | None, what: str = "its policy", silent: frozenset[str] = frozenset()
) -> Result:
    """FAIL for the first stranger that a document lets in, UNKNOWN where all of them may be ours, else PASS."""
    found = sorted(strangers(view, document, silent), key=lambda each: not each.certain)
    if not found:
        return passed()
    first = found[0]
    message = f"statement {first.statement} of {what} {first.reason}"
    if first.certain:
        return failed(message, statement=first.statement)
    return unknown(f"{message}, unless that is ours: the program does not say where it builds")


def stranger(known: Known, statement: Statement, silent: frozenset[str] = frozenset()) -> str:
    """Whom a statement lets in that nobody knows, as `lets in everybody`; empty for nobody."""
    if not statement.allows:
        return ""
    if statement.not_principals:
        return "lets in everybody but some"
    reasons = (_reason(known, statement, kind, principal, silent) for kind, principal in statement.principals)
    return next((reason for reason in reasons if reason), "")


def binds_everybody(known: Known, statement: Statement) -> bool:
    """Whether of everybody only those meet a statement who are ours, act for us or come from a named network."""
    return (
        known.binds_caller(statement)
        or known.binds_source(statement)
        or any(binds(statement, key, known.is_ours) for key in ("aws:SourceOwner", "s3:DataAccessPointAccount"))
        or binds(statement, "s3:DataAccessPointArn", known.is_ours)
        or any(binds(statement, key, lambda each: _NETWORK.fullmatch(each) is not None) for key in _NETWORKS)
        or binds_addresses(statement)
    )


def _reason(known: Known, statement: Statement, kind: str, principal: str, silent: frozenset[str]) -> str:
    if (kind, principal) in EVERYBODY:
        if binds_everybody(known, statement):
            return ""
        keys = ", ".join(sorted({key for _, key, _ in statement.conditions}))
        return f"lets in everybody, since its conditions on {keys} name none of us" if keys else "lets in everybody"
    if kind == "Service":
        bound = principal in silent or known.binds_service(statement) or _touches_only_our_logs(known, statement)
        return "" if bound else f"lets {principal} in for any account, since no condition names its source"
    if known.is_ours(principal) or known.binds_organization(statement) or _is_load_balancers(principal):
        return ""
    return f"lets in {principal}, which is of no account of ours"


def _is_load_balancers(principal: str) -> bool:
    return principal in _LOAD_BALANCERS or any(principal.endswith(f":iam::{each}:root") for each in _LOAD_BALANCERS)


def _touches_only_our_logs(known: Known, statement: Statement) -> bool:
    """Whether a service only looks whose bucket it is, or writes below the folder AWS gives to an account of ours."""
    actions = {action.lower() for action in statement.actions}
    if actions and actions <= _HARMLESS:
        return True
    folders = [_LOGS_OF.search(resource) for resource in statement.resources]
    written = bool(folders) and all(folder is not None and known.is_ours(folder["account"]) for folder in folders)
    return written and actions <= {"s3:putobject", *_HARMLESS}
