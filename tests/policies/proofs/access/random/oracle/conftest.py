"""A third evaluator, out of process, and where `decide` says otherwise."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from phizone_policies.proofs.access.case import case_of
from phizone_policies.proofs.access.decide import ready

Case = Mapping[str, Any]
FOLDER = Path(__file__).parents[2]
ORACLE = "PHIZONE_IAM_SIMULATE"
_MANY = ("aws:tagkeys", "kms:resourcealiases")


def by_oracle(cases: list[Case]) -> list[str]:
    """What iam-simulate says of cases; their condition keys are given with those that follow from who asks."""
    folder = os.environ.get(ORACLE)
    if not folder:
        pytest.skip(f"{ORACLE} names no folder in which npm installed @cloud-copilot/iam-simulate")
    asked = json.dumps([_with_all_keys(case) for case in cases])
    command = ["node", str(FOLDER / "oracle.mjs"), folder]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    answers: list[str] = json.loads(done.stdout)
    return answers


def _with_all_keys(case: Case) -> Case:
    request, policies = case_of(case, "case.json")
    context = {
        key: list(values) if key in _MANY else values[0]
        for key, values in ready(request, policies).context.items()
        if values
    }
    return {**case, "request": {**case["request"], "resource_account": request.resource_account, "context": context}}


@pytest.fixture(scope="session")
def disagreements(by_decide: Callable[[Case], str]) -> Callable[[list[Case]], list[str]]:
    """The cases, as JSON, of which `decide` and the oracle say different things."""

    def disagreements(cases: list[Case]) -> list[str]:
        answers = zip(cases, by_oracle(cases), strict=True)
        return [f"{json.dumps(case)} {answer}" for case, answer in answers if by_decide(case) != answer]

    return disagreements


@pytest.fixture(scope="session")
def disputed_rows(by_decide: Callable[[Case], str]) -> Callable[[], set[str]]:
    """The numbered sub-cases without grants of which `decide` and the oracle say different things."""

    def disputed_rows() -> set[str]:
        entries = {
            f"{file.stem[:2]} {each.pop('name')}": {key: each[key] for key in each if key != "expected"}
            for file in sorted((FOLDER / "cases").glob("*.yaml"))
            for each in yaml.safe_load(file.read_text(encoding="utf-8"))
            if "grants" not in each
        }
        answers = by_oracle(list(entries.values()))
        return {
            name for (name, case), answer in zip(entries.items(), answers, strict=True) if by_decide(case) != answer
        }

    return disputed_rows
