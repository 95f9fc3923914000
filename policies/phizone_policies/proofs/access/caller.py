"""Who asks: a principal's kind, account and names, and the condition keys that follow from who it is.

Source: IAM User Guide, "AWS JSON policy elements: Principal", "AWS global condition context keys" (availability) and
"IAM policy elements: Variables and tags" (principal key values).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from phizone_policies.proofs.access.request import ANONYMOUS, Request
from phizone_policies.proofs.access.variables import Context


class Kind(StrEnum):
    """What a principal is."""

    ANONYMOUS = "anonymous"
    """Nobody known."""
    ROOT = "root user"
    """The root user of an account."""
    USER = "user"
    """An IAM user."""
    ROLE = "role"
    """A role or a session of one."""
    FEDERATED = "federated user"
    """A session of `GetFederationToken`."""
    SERVICE = "service"
    """An AWS service by itself, as `cloudtrail.amazonaws.com`."""
    PROVIDER = "provider"
    """Whom a SAML or OpenID provider vouches for, before the role is entered."""

    @property
    def has_account(self) -> bool:
        """Whether it is of an account, whose identity policies and service control policies count."""
        return self in (Kind.ROOT, Kind.USER, Kind.ROLE, Kind.FEDERATED)


@dataclass(frozen=True, slots=True)
class Caller:
    """A principal, read."""

    text: str
    """As given."""
    kind: Kind
    """What it is."""
    account: str = ""
    """Its account; empty where it has none."""
    partition: str = ""
    """As `aws`; empty where it has none."""
    role: str = ""
    """ARN of the role, exact where `path_known`, else without path."""
    path_known: bool = True
    """Whether the role's path is known: a session's ARN does not hold it."""
    is_session: bool = False
    """Whether it is given as a session of a role."""
    unique_id: str = ""
    """As `AIDA…` of a user or `AROA…` of a role, from `aws:userid`; empty where that is not given."""

    @property
    def is_service_linked(self) -> bool:
        """Whether it is a service-linked role, which organization policies do not reach.

        Of a session whose path is not known, its role's name decides.
        """
        if self.path_known:
            return ":role/aws-service-role/" in self.role
        return ":role/AWSServiceRoleFor" in self.role


_ARN = re.compile(r"arn:(?P<partition>[a-z-]+):(?P<service>iam|sts)::(?P<account>[^:]*):(?P<rest>.+)", re.DOTALL)
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")
_UNIQUE_ID = re.compile(r"(AIDA|AROA)[A-Z0-9]+")
_KINDS = {
    ("iam", "root"): Kind.ROOT,
    ("iam", "user"): Kind.USER,
    ("iam", "role"): Kind.ROLE,
    ("sts", "assumed-role"): Kind.ROLE,
    ("sts", "federated-user"): Kind.FEDERATED,
    ("iam", "saml-provider"): Kind.PROVIDER,
    ("iam", "oidc-provider"): Kind.PROVIDER,
}
_PRINCIPAL_ARN, _USER_ID, _TYPE = "aws:principalarn", "aws:userid", "aws:principaltype"
_TYPES = {Kind.ROOT: "Account", Kind.USER: "User", Kind.ROLE: "AssumedRole", Kind.FEDERATED: "FederatedUser"}


def caller(request: Request) -> Caller:
    """Who asks. Raises: ValueError for a text that is no principal."""
    context = request.context
    return _caller(request.principal, _one(context, _PRINCIPAL_ARN), _one(context, _USER_ID))


def _one(context: Context, key: str) -> str:
    values = context.get(key, ())
    return values[0] if values else ""


@lru_cache(maxsize=65536)
def _caller(principal: str, principal_arn: str, user_id: str) -> Caller:
    if principal == ANONYMOUS:
        return Caller(principal, Kind.ANONYMOUS)
    found = _ARN.fullmatch(principal)
    if found is None:
        return Caller(principal, kind_without_arn(principal))
    head, _, name = found["rest"].partition("/")
    kind = _KINDS.get((found["service"], head))
    if kind is None or (not name and kind is not Kind.ROOT):
        raise ValueError(f"{principal} is not the ARN of a principal")
    unique = _UNIQUE_ID.match(user_id)
    role, known = _role(found, head, name, principal_arn) if kind is Kind.ROLE else ("", True)
    return Caller(
        principal,
        kind,
        found["account"],
        found["partition"],
        role,
        known,
        head == "assumed-role",
        unique[0] if unique else "",
    )


def kind_without_arn(principal: str) -> Kind:
    """What a principal without ARN is: a service, or a provider as `accounts.google.com`. Raises: ValueError."""
    if _SERVICE.fullmatch(principal):
        return Kind.SERVICE
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", principal):
        return Kind.PROVIDER
    raise ValueError(f"{principal} is no principal: neither an ARN of IAM or STS, nor a service, nor `*`")


def _role(found: re.Match[str], head: str, name: str, principal_arn: str) -> tuple[str, bool]:
    """The ARN of the role, and whether its path is known."""
    if head == "role":
        return found[0], True
    role = f"arn:{found['partition']}:iam::{found['account']}:role/{name.partition('/')[0]}"
    if pathless(principal_arn) == role:
        return principal_arn, True
    return role, False


@lru_cache(maxsize=65536)
def pathless(arn: str) -> str:
    """The ARN of a role without its path: names are unique in an account, whatever the path."""
    head, slash, name = arn.partition(":role/")
    return f"{head}{slash}{name.rsplit('/', 1)[-1]}" if slash else arn


def context_of(request: Request, who: Caller) -> Context:
    """The request's condition keys with those that follow from it; what is given goes before, even if it is empty."""
    service = request.action.partition(":")[0].lower()
    return {**_implied(who, request.resource_account, service), **request.context}


@lru_cache(maxsize=65536)
def _implied(who: Caller, resource_account: str, service: str) -> Mapping[str, tuple[str, ...]]:
    """Anonymous requests have none of the keys of signed ones, and services by themselves no ARN and no account."""
    implied = _keys_of_an_account(who) if who.kind.has_account else {}
    if who.kind is Kind.ANONYMOUS:
        implied = {_USER_ID: "anonymous", _TYPE: "Anonymous"}
    if who.kind is Kind.SERVICE:
        implied = {"aws:principalisawsservice": "true", "aws:principalservicename": who.text}
    if who.account and service == "kms":
        implied["kms:calleraccount"] = who.account
    if resource_account:
        implied["aws:resourceaccount"] = resource_account
        if service == "s3":
            implied["s3:resourceaccount"] = resource_account
    return {key: (value,) for key, value in implied.items()}


def _keys_of_an_account(who: Caller) -> dict[str, str]:
    implied = {
        _PRINCIPAL_ARN: who.role or who.text,
        "aws:principalaccount": who.account,
        _TYPE: _TYPES[who.kind],
        "aws:principalisawsservice": "false",
    }
    if who.kind is Kind.USER:
        implied["aws:username"] = who.text.rsplit("/", 1)[-1]
    if who.kind is Kind.ROOT:
        implied[_USER_ID] = who.account
    if who.kind is Kind.FEDERATED:
        implied[_USER_ID] = f"{who.account}:{who.text.partition('/')[2]}"
    return implied
