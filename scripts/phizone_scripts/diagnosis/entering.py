"""Whose credentials are at hand, and into which roles of which accounts they lead."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from phizone_environments.zone import Zone
from phizone_modules.scope import physical_name
from phizone_scripts.at_hand import FAILURES, AtHand, Given, enter, told
from phizone_scripts.diagnosis.finding import FAIL, NOTE, OK, Finding, Question
from phizone_scripts.exits import Misuse
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.live.zone import AUDITOR, names_of

DEPLOY = "deploy"
"""Last word of the name of the role that builds an account."""
_WHAT = "AWS credentials"
NONE = (
    "none, so accounts, state backend, quotas and endpoint services were not looked at: sign in with `aws sso login`,"
    " name a profile with --profile, or run this in the workflow of the GitHub environment"
)
"""What is told where nothing can be asked."""


@dataclass(slots=True)
class Entered:
    """What the credentials lead to."""

    at_hand: AtHand
    """Whence clients come."""
    findings: list[Finding] = field(default_factory=list)
    """What is told of them."""
    account: str = ""
    """Account of the credentials at hand; empty where there are none that work."""
    role: str = ""
    """Name of the role whose session the credentials at hand are; empty for others."""
    into: dict[str, Given] = field(default_factory=dict)
    """Credentials that read in an account, by account id; none in the mapping for those at hand."""


def entering(question: Question, zone: Zone) -> Entered:
    """Looks for credentials, asks whose they are, and tries the roles of the environment's accounts."""
    found = Entered(AtHand(question.profile))
    try:
        there = found.at_hand.is_there()
    except Misuse as wrong:
        found.findings.append(Finding(FAIL, _WHAT, str(wrong)))
        return found
    if not there:
        found.findings.append(Finding(NOTE, _WHAT, NONE))
        return found
    if _identify(found, zone):
        _try_roles(found, zone, question.environment)
    return found


def view(zone: Zone, environment: str) -> Mapping[str, str]:
    """Names of the accounts of an environment's view, by id: the shared ones and its own."""
    others = {each.account.id for each in zone.environments if each.name != environment}
    return {account: name for account, name in names_of(zone).items() if account not in others}


def _identify(found: Entered, zone: Zone) -> bool:
    region = zone.organization.home_region
    try:
        seen = found.at_hand.client("sts", region).get_caller_identity()
    except FAILURES as failure:
        found.findings.append(Finding(FAIL, _WHAT, told(failure)))
        return False
    found.account, resource = seen["Account"], seen["Arn"].split(":", 5)[5]
    kind, _, rest = resource.partition("/")
    found.role = rest.partition("/")[0] if kind == "assumed-role" else ""
    known = names_of(zone).get(found.account)
    if known is None:
        say = f"of account {found.account}, which environments/ does not name; use others, or correct the ids there"
        found.findings.append(Finding(FAIL, _WHAT, say))
        return False
    found.into[found.account] = {}
    found.findings.append(Finding(OK, _WHAT, f"of {known} ({found.account}), {resource}"))
    return True


def _try_roles(found: Entered, zone: Zone, environment: str) -> None:
    accounts = view(zone, environment)
    region, audit = zone.organization.home_region, zone.organization.accounts.audit.id
    home = _role(zone, audit, AUDITOR)
    through, why = _enter(found, home, region, None)

    def both(account: str) -> tuple[Given | None, str, Given | None, str]:
        deploy, refused = _enter(found, _role(zone, account, DEPLOY), region, None)
        if account == audit or through is None:
            return deploy, refused, through if account == audit else None, why
        return deploy, refused, *_enter(found, _role(zone, account, AUDITOR), region, through)

    with ThreadPoolExecutor(len(accounts)) as pool:
        told_of = dict(zip(accounts, pool.map(both, accounts), strict=True))
    for account, (deploy, refused, auditor, unread) in told_of.items():
        reads = auditor if auditor is not None else deploy
        if reads is not None:
            found.into[account] = reads
        state = OK if deploy is not None and auditor is not None else NOTE if deploy is not None else FAIL
        entered = [name for name, given in ((DEPLOY, deploy), (AUDITOR, auditor)) if given is not None]
        say = f"{account}: enters {' and '.join(entered) or 'no role'}"
        if deploy is None:
            say += f"; deploy: {refused}; {_advice(zone, account)}"
        elif auditor is None:
            say += f"; auditor, which `phizone audit` needs: {unread}"
        found.findings.append(Finding(state, f"roles in {accounts[account]}", say))


def _enter(found: Entered, role: str, region: str, given: Given | None) -> tuple[Given | None, str]:
    """The credentials of a role, which may be those at hand; or None and why."""
    account, name = role.split(":")[4], role.rpartition("/")[2]
    if given is None and (account, name) == (found.account, found.role):
        return {}, ""
    try:
        return enter(found.at_hand, role, region, given or None), ""
    except FAILURES as failure:
        return None, told(failure)


def _role(zone: Zone, account: str, last: str) -> str:
    environments = {each.account.id: each.name for each in zone.environments}
    name = physical_name(zone.organization.name, environments.get(account, SHARED), last)
    return f"arn:aws:iam::{account}:role/{name}"


def _advice(zone: Zone, account: str) -> str:
    github = zone.organization.identity_provider.github
    environments = {each.account.id: each.name for each in zone.environments}
    where = f"{github.owner}/{github.repository} in its GitHub environment {environments.get(account, SHARED)}"
    return f"it lets in workflows of {where}, and is not there before the first apply: see stacks/DEPLOY.md"
