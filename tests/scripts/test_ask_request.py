"""`phizone ask request` decides one case from a file and says which statements decide."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RCP = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}},
}
PUBLIC = {
    "Sid": "Public",
    "Effect": "Allow",
    "Principal": "*",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::b/*",
}
ASKED = {"principal": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "resource_account": "111111111111"}
CASE = {"request": ASKED, "resource_policy": {"Version": "2012-10-17", "Statement": [PUBLIC]}}
DENIED = {**CASE, "rcp": [[{"Version": "2012-10-17", "Statement": [RCP]}]]}
NOTHING = {"request": ASKED}


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    return tmp_path / "case.json"


@pytest.mark.parametrize(
    ("case", "decision", "because"),
    [
        (CASE, "Allowed", 'statement "Public" of the resource policy allows it'),
        (NOTHING, "ImplicitlyDenied", "there is no resource policy"),
        (
            DENIED,
            "ExplicitlyDenied",
            "statement number 1 of the resource control policies at level 1 from the root denies it",
        ),
    ],
)
def test_a_decided_case_exits_0_whatever_the_decision(phizone, case_file, case, decision, because):
    case_file.write_text(json.dumps(case), encoding="utf-8")
    done = phizone("ask", "request", str(case_file), "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"decision": decision, "because": [because]})
    done = phizone("ask", "request", str(case_file))
    assert (done.returncode, done.stdout.splitlines()) == (0, [decision, f"  {because}"])


def test_a_bad_case_is_misuse_and_every_mistake_is_told(phizone, case_file):
    wrong = {"request": {**ASKED, "action": "GetObject"}, "scps": []}
    case_file.write_text(json.dumps(wrong), encoding="utf-8")
    done = phizone("ask", "request", str(case_file))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"{case_file}: request.action: 'GetObject' is no action; write one as `s3:GetObject`, without wildcard",
        f"{case_file}: scps: is not known here",
    ]


def test_a_file_that_is_not_there_is_misuse(phizone, case_file):
    done = phizone("ask", "request", str(case_file))
    assert (done.returncode, done.stderr) == (2, f"{case_file} cannot be read: No such file or directory\n")
