"""One stand-alone request and its policies, as `phizone ask request CASE.json` reads them.

Context values are one or many, texts, numbers or booleans; null or an empty list is a key that the request does not
have. Service control policies are those of the principal's account, resource control policies those of the resource's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from phizone_policies.proofs.access.caller import caller
from phizone_policies.proofs.access.policy_text import AnyPolicy, OwnPolicy, PolicyText, ResourcePolicy, Scalars
from phizone_policies.proofs.access.request import Decision, Grant, Policies, Request
from phizone_policies.views.documents import Document

_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")
_ACCOUNT = re.compile(r"\d{12}")
_PLACE_OF_THE_ACCOUNT = 4
Values = Annotated[Scalars, BeforeValidator(lambda value: [] if value is None else value)]


class InvalidCase(ValueError):
    """A case that cannot be decided; the message has a line for each mistake."""


def _principal(text: str) -> str:
    try:
        caller(Request(principal=text, action="", resource="*", resource_account=""))
    except ValueError:
        raise ValueError(
            "is no principal; write the ARN of a user, role, session, federated user, root user or identity provider, "
            "a service as `logs.amazonaws.com`, or `*` for nobody known"
        ) from None
    return text


def _action(text: str) -> str:
    if not _ACTION.fullmatch(text):
        raise ValueError("is no action; write one as `s3:GetObject`, without wildcard")
    return text


def _resource(text: str) -> str:
    if text != "*" and len(text.split(":", 5)) != 6:
        raise ValueError("is no ARN of six parts; write one, or `*` for an action that takes no resource")
    return text


def _account(text: str) -> str:
    if not _ACCOUNT.fullmatch(text):
        raise ValueError("is no account; write its twelve digits, in quotes")
    return text


class RequestText(BaseModel):
    """What is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    principal: Annotated[str, AfterValidator(_principal)]
    """An ARN, a service as `logs.amazonaws.com`, or `*` for nobody known."""
    action: Annotated[str, AfterValidator(_action)]
    """As `s3:GetObject`."""
    resource: Annotated[str, AfterValidator(_resource)]
    """An ARN, or `*`."""
    resource_account: Annotated[str, AfterValidator(_account)] | None = None
    """Whose it is; the account in its ARN by default, else the principal's."""
    context: dict[str, Values] = Field(default_factory=dict)
    """Condition keys."""

    def request(self) -> Request:
        """The request."""
        return Request(
            principal=self.principal,
            action=self.action,
            resource=self.resource,
            resource_account=self.resource_account or _owner(self.resource) or _owner(self.principal),
            context={key.lower(): values for key, values in self.context.items()},
        )


class GrantText(BaseModel):
    """A grant on the key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    grantee: Annotated[str, AfterValidator(_principal)]
    """ARN of whom it is given to."""
    operations: Annotated[tuple[str, ...], Field(min_length=1)]
    """As `Decrypt`."""
    encryption_context: dict[str, str] = Field(default_factory=dict)
    """What the request's encryption context must hold."""
    exact_context: bool = False
    """Whether it must hold nothing else."""
    name: str = ""
    """Its name in the answer."""

    def grant(self) -> Grant:
        """The grant."""
        context = tuple(self.encryption_context.items())
        return Grant(
            grantee=self.grantee,
            operations=self.operations,
            encryption_context=context,
            exact_context=self.exact_context,
            name=self.name,
        )


class Case(BaseModel):
    """A request and every policy that has a say in it; a layer that is left out is not there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    request: RequestText
    """What is asked."""
    identity: tuple[OwnPolicy, ...] = ()
    """Of the principal."""
    boundary: tuple[OwnPolicy, ...] | None = None
    """Its permissions boundary."""
    session: tuple[OwnPolicy, ...] | None = None
    """Of its session."""
    scp: tuple[tuple[OwnPolicy, ...], ...] = ()
    """Of the principal's account by level: the root's, those of the units below it, the account's own."""
    rcp: tuple[tuple[AnyPolicy, ...], ...] = ()
    """Of the resource's account by level."""
    resource_policy: ResourcePolicy | None = None
    """On the resource: a role's trust policy, a key's policy, any other."""
    endpoint_policy: tuple[AnyPolicy, ...] | None = None
    """Of the VPC endpoints on the way."""
    grants: tuple[GrantText, ...] = ()
    """On the key."""

    def policies(self) -> Policies:
        """The policies."""
        return Policies(
            identity=_documents(self.identity),
            boundary=None if self.boundary is None else _documents(self.boundary),
            session=None if self.session is None else _documents(self.session),
            scp=tuple(map(_documents, self.scp)),
            rcp=tuple(map(_documents, self.rcp)),
            resource=self.resource_policy.document() if self.resource_policy else None,
            endpoint=None if self.endpoint_policy is None else _documents(self.endpoint_policy),
            grants=tuple(each.grant() for each in self.grants),
        )


def read_case(text: str, where: str) -> tuple[Request, Policies]:
    """The request and the policies of a file's text. Raises: InvalidCase with every mistake, each with its place."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidCase(f"{where}:{error.lineno}: is no JSON: {error.msg}") from None
    return case_of(data, where)


def case_of(data: Any, where: str) -> tuple[Request, Policies]:
    """The request and the policies of a case already read. Raises: InvalidCase."""
    try:
        case = Case.model_validate(data)
    except ValidationError as error:
        raise InvalidCase("\n".join(_told(each, where) for each in error.errors())) from None
    return case.request.request(), case.policies()


def answer(decision: Decision) -> Mapping[str, Any]:
    """A decision as it is written in JSON."""
    return {"decision": decision.outcome.value, "because": list(decision.because)}


_PLAINLY = {
    "dict_type": "is no object",
    "extra_forbidden": "is not known here",
    "literal_error": "is not allowed here; allowed are {expected}",
    "missing": "is not there, and is needed",
    "model_type": "is no object",
    "string_type": "is no text",
    "too_short": "is empty",
    "tuple_type": "is no list",
}


def _told(error: Any, where: str) -> str:
    place = ".".join(str(part) for part in error["loc"] if part != "[key]")
    shown = "" if isinstance(error["input"], (dict, list, tuple)) else f" {error['input']!r}"
    plainly = _PLAINLY.get(error["type"])
    told = plainly.format(**error.get("ctx", {})) if plainly else error["msg"].removeprefix("Value error, ")
    return f"{where}: {place or 'the file'}:{shown} {told}"


def _documents(policies: Iterable[PolicyText[Any]]) -> tuple[Document, ...]:
    return tuple(policy.document() for policy in policies)


def _owner(arn: str) -> str:
    """The account in an ARN; empty where there is none."""
    parts = arn.split(":", 5)
    found = parts[_PLACE_OF_THE_ACCOUNT] if len(parts) > _PLACE_OF_THE_ACCOUNT else ""
    return found if _ACCOUNT.fullmatch(found) else ""
