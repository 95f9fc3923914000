"""The numbered cases of IAM semantics in `cases/`, and ways to ask single tests, patterns and principals."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from phizone_policies.proofs.access.caller import Caller, caller, context_of
from phizone_policies.proofs.access.case import InvalidCase, case_of, read_case
from phizone_policies.proofs.access.conditions import test_of
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Decision, Policies, Request
from phizone_policies.views.documents import Document, parse

CASES = Path(__file__).parent / "cases"
_TOLD = ("name", "expected")
_FORMS = tuple(itertools.product(("", "ForAllValues:", "ForAnyValue:"), ("", "IfExists")))


@dataclass(frozen=True)
class Row:
    """One row of the table of cases: its sub-cases, and what each must give."""

    name: str
    cases: tuple[Mapping[str, Any], ...]

    @property
    def expected(self) -> dict[str, str]:
        """The decision of each sub-case."""
        return {each["name"]: each["expected"] for each in self.cases}

    def decided(self) -> dict[str, str]:
        """What `decide` says of each."""
        return {each["name"]: decide(*case_of(without_answer(each), self.name)).outcome.value for each in self.cases}


def without_answer(case: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in case.items() if key not in _TOLD}


def load_rows() -> list[Row]:
    return [
        Row(file.stem, tuple(yaml.safe_load(file.read_text(encoding="utf-8")))) for file in sorted(CASES.glob("*.yaml"))
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that takes `numbered_row` runs once for each row of the table."""
    if "numbered_row" in metafunc.fixturenames:
        metafunc.parametrize("numbered_row", load_rows(), ids=lambda row: row.name)


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    """All rows."""
    return load_rows()


@pytest.fixture(scope="session")
def verdicts() -> Callable[[str, list[str], str, str], dict[str, str]]:
    """What an operator says, by quantifier and IfExists, of a missing key, of a match, of a miss, and of both."""

    def verdicts(operator: str, policy: list[str], match: str, miss: str) -> dict[str, str]:
        given = ((), (match,), (miss,), (match, miss))
        tests = {
            f"{quantifier}{end}": test_of(f"{quantifier}{operator}{end}", "k", tuple(policy), True)
            for quantifier, end in _FORMS
        }
        return {
            form: " ".join("yes" if test({"k": values}) else "no" for values in given) for form, test in tests.items()
        }

    return verdicts


@pytest.fixture(scope="session")
def holds() -> Callable[..., bool]:
    """Whether a test on the key `k` holds in a context; a value of the key may be given alone."""

    def holds(
        operator: str, policy: str | list[str], given: str | None, variables: bool = True, **context: str
    ) -> bool:
        values = tuple(policy) if isinstance(policy, list) else (policy,)
        held = {key.replace("__", ":"): (value,) for key, value in context.items()}
        return test_of(operator, "k", values, variables)({**held, **({} if given is None else {"k": (given,)})})

    return holds


@pytest.fixture(scope="session")
def policy() -> Callable[..., Document]:
    """A document of statements."""
    return lambda *statements: parse(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))


@pytest.fixture(scope="session")
def decided() -> Callable[..., Decision]:
    """The decision of a request of a role, for an object of its account."""

    def decided(policies: Policies, **change: Any) -> Decision:
        request = {
            "principal": "arn:aws:iam::111111111111:role/analyst",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::phi-raw/scan",
            "resource_account": "111111111111",
            **change,
        }
        return decide(Request(**request), policies)

    return decided


@pytest.fixture(scope="session")
def mistakes() -> Callable[[Any], list[str]]:
    """What is told of a wrong case, a line each."""

    def mistakes(case: Any) -> list[str]:
        with pytest.raises(InvalidCase) as raised:
            read_case(case if isinstance(case, str) else json.dumps(case), "case.json")
        return str(raised.value).splitlines()

    return mistakes


@pytest.fixture(scope="session")
def caller_of() -> Callable[[str, Mapping[str, tuple[str, ...]]], Caller]:
    """Who asks, read from a principal and a context."""
    return lambda text, context: caller(_request_of(text, context))


@pytest.fixture(scope="session")
def implied() -> Callable[..., dict[str, str]]:
    """The condition keys of a request on a resource of another account, those without value left out."""

    def implied(
        who: str, context: Mapping[str, tuple[str, ...]] | None = None, action: str = "sqs:SendMessage"
    ) -> dict[str, str]:
        request = _request_of(who, context or {}, action)
        return {key: values[0] for key, values in context_of(request, caller(request)).items() if values}

    return implied


def _request_of(who: str, context: Mapping[str, tuple[str, ...]], action: str = "sqs:SendMessage") -> Request:
    return Request(principal=who, action=action, resource="*", resource_account="222222222222", context=context)
