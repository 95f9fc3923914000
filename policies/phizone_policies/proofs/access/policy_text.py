"""A policy document as people write it in a case: an object or JSON text, every mistake told with its place.

Strict where AWS refuses a policy: elements that it does not know, operators that do not exist, a statement without
Action or Resource. Source: IAM User Guide, "Grammar of the IAM JSON policy language".
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from phizone_policies.proofs.access.conditions import OPERATORS, is_operator
from phizone_policies.views.documents import Document, parse


def many(value: Any) -> Any:
    """One or many as many."""
    return value if isinstance(value, (list, tuple)) else [value]


def _scalar(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, (str, int, float)):
        raise ValueError("is no text, number or truth value")
    return str(value)


Scalar = Annotated[str, BeforeValidator(_scalar)]
"""A text, a number or a truth value, as text."""
Scalars = Annotated[tuple[Scalar, ...], BeforeValidator(many)]
"""One or many of them."""
Texts = Annotated[tuple[str, ...], BeforeValidator(many)]
"""One text or many."""


def _action(text: str) -> str:
    service, colon, name = text.partition(":")
    if text != "*" and not (colon and service and name):
        raise ValueError("is no action; write `service:Name`, with `*` and `?` where wanted, or `*`")
    return text


def _operator(text: str) -> str:
    if not is_operator(text):
        raise ValueError(
            f"is no condition operator; allowed are {', '.join(OPERATORS)}, all but Null with IfExists at the end, "
            "each after ForAllValues: or ForAnyValue: where wanted"
        )
    return text


def _everybody(value: Any) -> Any:
    if isinstance(value, str) and value != "*":
        raise ValueError('is no principal; write "*" for everybody, or an object as {"AWS": ["arn:…"]}')
    return {"*": "*"} if value == "*" else value


Actions = Annotated[tuple[Annotated[str, AfterValidator(_action)], ...], BeforeValidator(many)]
Operator = Annotated[str, AfterValidator(_operator)]
Kinds = Literal["*", "AWS", "CanonicalUser", "Federated", "Service"]
Principals = Annotated[dict[Kinds, Texts], BeforeValidator(_everybody)]


class StatementText(BaseModel):
    """One statement, its elements named as IAM names them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    Sid: str = ""
    """Its name in the answer."""
    Effect: Literal["Allow", "Deny"]
    """What it does."""
    Principal: Principals | None = None
    """Whom it means, in policies on resources."""
    NotPrincipal: Principals | None = None
    """Whom it does not mean."""
    Action: Actions | None = None
    """What may be asked."""
    NotAction: Actions | None = None
    """What is left out."""
    Resource: Texts | None = None
    """On what."""
    NotResource: Texts | None = None
    """On what not."""
    Condition: dict[Operator, dict[str, Scalars]] = Field(default_factory=dict)
    """When."""

    @model_validator(mode="after")
    def _one_of_each(self) -> StatementText:
        if (self.Action is None) == (self.NotAction is None):
            raise ValueError("takes exactly one of Action and NotAction")
        if self.Resource is not None and self.NotResource is not None:
            raise ValueError("takes only one of Resource and NotResource")
        if self.Principal is not None and self.NotPrincipal is not None:
            raise ValueError("takes only one of Principal and NotPrincipal")
        return self


class OwnStatement(StatementText):
    """One that a principal holds."""

    @model_validator(mode="after")
    def _names_resources_only(self) -> OwnStatement:
        if self.Principal is not None or self.NotPrincipal is not None:
            raise ValueError("names a principal, which only policies on resources do")
        if self.Resource is None and self.NotResource is None:
            raise ValueError("has neither Resource nor NotResource")
        return self


class ResourceStatement(StatementText):
    """One on a resource."""

    @model_validator(mode="after")
    def _names_principals(self) -> ResourceStatement:
        if self.Principal is None and self.NotPrincipal is None:
            raise ValueError("has neither Principal nor NotPrincipal")
        return self


def _statements(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _read(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise ValueError(f"is a text that is no JSON: {error.msg}") from None


Kept = TypeVar("Kept", bound=StatementText)


class PolicyText(BaseModel, Generic[Kept]):
    """A policy document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    Version: Literal["2012-10-17", "2008-10-17"] | None = None
    """Without it, or under the older one, `${…}` stands for itself."""
    Id: str = ""
    """A name that AWS does not read."""
    Statement: Annotated[tuple[Kept, ...], BeforeValidator(_statements), Field(min_length=1)]
    """Its statements; one may stand without a list."""

    def document(self) -> Document:
        """The document."""
        return parse(self.model_dump_json(exclude_none=True))


AnyPolicy = Annotated[PolicyText[StatementText], BeforeValidator(_read)]
"""Of an endpoint, or on an organization's resources, where a statement without Principal means everybody."""
OwnPolicy = Annotated[PolicyText[OwnStatement], BeforeValidator(_read)]
"""Of a principal, its boundary, its session or the accounts of an organization."""
ResourcePolicy = Annotated[PolicyText[ResourceStatement], BeforeValidator(_read)]
"""On a resource."""
