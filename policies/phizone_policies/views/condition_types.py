"""Whether a test of a condition fits its key: the operator its type, the values their form."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping

from phizone_policies.views.authorization import ANY

# Types whose keys an operator can compare. Strings compare ARNs, and the other way round, as in AWS's own examples.
# Source: IAM User Guide, "IAM JSON policy elements: Condition operators"; IAM Access Analyzer policy check reference,
# "Type mismatch".
_FITTING: Mapping[str, frozenset[str]] = {
    "Arn": frozenset({"ARN", "String"}),
    "Binary": frozenset({"Binary", "String"}),
    "Bool": frozenset({"Bool", "String"}),
    "Date": frozenset({"Date", "Numeric"}),
    "IpAddress": frozenset({"IPAddress"}),
    "Null": frozenset({"ARN", "Binary", "Bool", "Date", "IPAddress", "Numeric", "String"}),
    "Numeric": frozenset({"Numeric", "Date"}),
    "String": frozenset({"String", "ARN"}),
}
_OPERATORS = frozenset(
    {
        *(f"Arn{end}" for end in ("Equals", "Like", "NotEquals", "NotLike")),
        "BinaryEquals",
        "Bool",
        *(
            f"{kind}{end}"
            for kind in ("Date", "Numeric")
            for end in ("Equals", "GreaterThan", "GreaterThanEquals", "LessThan", "LessThanEquals", "NotEquals")
        ),
        "IpAddress",
        "NotIpAddress",
        "Null",
        *(
            f"String{end}"
            for end in ("Equals", "EqualsIgnoreCase", "Like", "NotEquals", "NotEqualsIgnoreCase", "NotLike")
        ),
    }
)
_LITERAL = frozenset({"StringEquals", "StringEqualsIgnoreCase", "StringNotEquals", "StringNotEqualsIgnoreCase"})
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_QUANTIFIERS = ("", "ForAllValues", "ForAnyValue")


def misfit(operator: str, key: str, values: tuple[str, ...], kind: str) -> str:
    """What is wrong with a test on a key of a type, as `compares … `; empty for nothing."""
    quantifier, _, name = operator.rpartition(":")
    test = name.removesuffix("IfExists")
    if quantifier not in _QUANTIFIERS or test not in _OPERATORS or name == "NullIfExists":
        return f"has the operator {operator}, which IAM does not know"
    family = next(each for each in _FITTING if test.removeprefix("Not").startswith(each))
    single = kind.removeprefix("ArrayOf")
    if single != ANY and single not in _FITTING[family]:
        return f"compares {key}, which is of type {single}, with {operator}"
    if kind.startswith("ArrayOf") and not quantifier and family != "Null":
        return f"compares {key}, which has several values, with {operator} and neither ForAnyValue nor ForAllValues"
    if quantifier == "ForAllValues" and single == kind != ANY and family != "Null":
        return f"compares {key}, which has one value, with {operator}, which holds where there is none"
    if test in _LITERAL and any("*" in _VARIABLE.sub("", value) for value in values):
        return f"compares {key} with a star under {operator}, which takes it for the character itself"
    wrong = next((value for value in values if not _is_form(family, value)), None)
    return "" if wrong is None else f"compares {key} with {wrong!r} under {operator}, which never is of that form"


def _is_form(family: str, value: str) -> bool:
    if "${" in value or value.startswith("<"):
        return True
    form = _FORMS.get(family)
    return form is None or form(value)


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _is_network(value: str) -> bool:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_truth(value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_arn(value: str) -> bool:
    return value == "*" or (value[:1] in "a*?" and (value.count(":") >= 5 or "*" in value))


_FORMS: Mapping[str, Callable[[str], bool]] = {
    "Arn": _is_arn,
    "Bool": _is_truth,
    "IpAddress": _is_network,
    "Null": _is_truth,
    "Numeric": _is_number,
}
