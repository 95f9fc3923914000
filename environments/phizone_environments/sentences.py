"""Our sentence for each way in which pydantic refuses a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from phizone_environments.fields import ADVICE
from phizone_environments.wording import either, hint

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_BY_TYPE = {
    "missing": "is missing; add it",
    "model_type": "is not a mapping; write it as fields, one a line",
    "tuple_type": "is not a list; write one item a line, each after a hyphen",
    "string_too_short": "is shorter than {min_length} characters; lengthen it",
    "string_too_long": "is longer than {max_length} characters; shorten it",
    "too_short": "has {actual_length} of at least {min_length}; add more",
    "too_long": "has more than {max_length}; take some away",
    "greater_than_equal": "is less than {ge}; choose {ge} or more",
    "less_than_equal": "is more than {le}; choose {le} or less",
}
_BY_INPUT = {
    type(None): "is empty; give it a value",
    dict: "is a mapping; write one value",
    list: "is a list; write one value",
}
_OTHERWISE = "is not what the schema asks for; see the field's description there"


def sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what is wrong with one field of a model's input and what to do, in our words only."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "phizone":
        return str(context["sentence"])
    if kind == "extra_forbidden":
        return _unknown_field(str(detail["loc"][-1]), _fields_beside(detail["loc"], model))
    if kind != "missing" and (detail["input"] is None or kind not in _BY_TYPE) and type(detail["input"]) in _BY_INPUT:
        return _BY_INPUT[type(detail["input"])]
    return _about_value(detail, context)


def _about_value(detail: ErrorDetails, context: dict[str, Any]) -> str:
    kind = detail["type"]
    if kind == "string_pattern_mismatch":
        return ADVICE.get(context["pattern"], _OTHERWISE)
    if kind == "enum":
        allowed = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return f"is not one of the choices; {hint(str(detail['input']), allowed, f'choose {either(allowed)}')}"
    return _BY_TYPE.get(kind, _OTHERWISE).format(**context)


def _unknown_field(given: str, known: list[str]) -> str:
    return f"is not a field; {hint(given, known, f'write {either(known)}')}"


def _fields_beside(path: tuple[str | int, ...], model: type[BaseModel]) -> list[str]:
    """Return the fields that a file may write where a path's last step stands."""
    for step in path[:-1]:
        if isinstance(step, str):
            model = next(_models_in(model.model_fields[step].annotation))
    return sorted(model.model_json_schema()["properties"])


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
