"""The attributes of a planned resource: what is known, what can be told of the rest, and what must stay hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_stacks.graph.values import Ref, Unknown, Value
from phizone_stacks.plan.document import Instance, Plan
from phizone_stacks.plan.policy_document import policy_text
from phizone_stacks.plan.resolve import Found, Resolver, names_resource
from phizone_stacks.plan.symbols import read_symbols

_DOCUMENT = "data.aws_iam_policy_document"
_DERIVED = ("tags_all", "timeouts")


class Attributes:
    """Reads the attributes of one plan's resources, each once."""

    def __init__(self, plan: Plan, resolver: Resolver) -> None:
        self._plan = plan
        self._resolver = resolver
        self._read: dict[str, dict[str, Value]] = {}
        self.unresolved: list[str] = []
        """Attributes that refer to something the plan does not tell."""

    def of(self, instance: Instance) -> dict[str, Value]:
        """The attributes of a resource."""
        if instance.address not in self._read:
            # Set first: a document that leads to itself is unknown, not endless.
            self._read[instance.address] = {}
            self._read[instance.address] = self._given(instance)
        return self._read[instance.address]

    def _given(self, instance: Instance) -> dict[str, Value]:
        written = self._plan.written(instance).get("expressions", {})
        values = {**instance.values}
        if isinstance(values.get("tags_all"), dict):
            values["tags"] = {**(values.get("tags") or {}), **values["tags_all"]}
        found: dict[str, Value] = {}
        for name in sorted({*values, *instance.unknown} - set(_DERIVED)):
            mark, sensitive = instance.unknown.get(name), instance.sensitive.get(name)
            # Unknown and not written: the provider chooses it, as it does where nothing is planned at all.
            if mark is True and name not in written:
                continue
            value = _Attribute(self, instance, name).value(values.get(name), mark, sensitive, written.get(name))
            if value is not None:
                found[name] = value
        if instance.kind == _DOCUMENT and "json" not in found:
            found["json"] = policy_text(found)
        return found

    def unknown(self, instance: Instance, name: str, expression: Any) -> Value:
        """The value of an attribute, or of one of a block, that is known after apply only."""
        last = name.rpartition(".")[2]
        found = self._resolver.found(instance, expression)
        text = self._document(found)
        if text is not None:
            return text
        if expression and found.complete and found.constants and not found.targets:
            # Nothing but known values leads there, so that they give null and the provider chooses.
            return None
        if names_resource(last):
            one = self._resolver.one(instance, last, expression)
            if one is not None and not last.endswith("s"):
                return one
            many = self._resolver.many(instance, last, expression, None) if last.endswith("s") else None
            if many is not None:
                return list(many)
        self.unresolved.append(f"{instance.address}.{name}")
        return Unknown("Terraform knows it after apply only")

    def members(self, instance: Instance, name: str, expression: Any, count: int) -> list[Ref] | None:
        """The references that so many unknown members of a list are; None where that cannot be told."""
        last = name.rpartition(".")[2]
        found = self._resolver.many(instance, last, expression, count)
        if found is None:
            self.unresolved.append(f"{instance.address}.{name}")
        return found

    def _document(self, found: Found) -> Value:
        if not found.complete or len(found.targets) != 1:
            return None
        target = found.targets[0]
        if target.instance.kind != _DOCUMENT or target.attribute not in ("json", "minified_json"):
            return None
        return self.of(target.instance).get("json", Unknown("the policy document leads to itself"))


class _Attribute:
    """Puts one attribute together: what is known, what is not, and what must not be shown."""

    def __init__(self, reader: Attributes, instance: Instance, name: str) -> None:
        self._reader = reader
        self._instance = instance
        self._name = name

    def value(self, known: Any, unknown: Any, sensitive: Any, expression: Any, path: str = "") -> Value:
        """The value at a path of the attribute."""
        name = f"{self._name}{path}"
        if sensitive is True:
            return Unknown("it is sensitive")
        if unknown is True:
            return self._reader.unknown(self._instance, name, expression)
        if isinstance(known, dict) or (known is None and isinstance(unknown, dict)):
            return self._object(known or {}, unknown, sensitive, expression, path)
        if isinstance(known, list):
            return self._list(known, unknown, sensitive, expression, path)
        return read_symbols(known) if isinstance(known, str) else known

    def _object(self, known: Mapping[str, Any], unknown: Any, sensitive: Any, expression: Any, path: str) -> Value:
        found: dict[str, Value] = {}
        for key in [*known, *(_keys(unknown) - set(known))]:
            inner = expression.get(key) if isinstance(expression, dict) else None
            written = not isinstance(expression, dict) or "references" in expression or inner is not None
            mark = _at(unknown, key)
            # As above: in a block that is written, what is unknown and not written is the provider's choice.
            if mark is True and not written:
                continue
            whole = expression if isinstance(expression, dict) and "references" in expression else inner
            value = self.value(known.get(key), mark, _at(sensitive, key), whole, f"{path}.{key}")
            if value is not None:
                found[key] = value
        return found

    def _list(self, known: list[Any], unknown: Any, sensitive: Any, expression: Any, path: str) -> Value:
        count = sum(_at(unknown, position) is True for position in range(len(known)))
        refs = self._reader.members(self._instance, f"{self._name}{path}", expression, count) if count else None
        waiting = iter(refs or ())
        found: list[Value] = []
        for position, item in enumerate(known):
            if _at(unknown, position) is True:
                found.append(next(waiting, Unknown("Terraform knows it after apply only")))
                continue
            inner = expression[position] if isinstance(expression, list) and position < len(expression) else expression
            marks = _at(unknown, position), _at(sensitive, position)
            found.append(self.value(item, *marks, inner, f"{path}.{position}"))
        return found


def _keys(marks: Any) -> set[str]:
    return set(marks) if isinstance(marks, dict) else set()


def _at(marks: Any, step: Any) -> Any:
    if isinstance(marks, dict):
        return marks.get(step)
    if isinstance(marks, list) and isinstance(step, int):
        return marks[step] if step < len(marks) else None
    return None
