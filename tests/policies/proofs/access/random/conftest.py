"""Random cases of requests and policies, and what `decide` says of a case."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import strategies as st

from phizone_policies.proofs.access.case import case_of
from phizone_policies.proofs.access.decide import decide

Case = Mapping[str, Any]
OURS, THEIRS = "111111111111", "222222222222"
ROLE, OTHER_ROLE = f"arn:aws:iam::{OURS}:role/analyst", f"arn:aws:iam::{OURS}:role/other"
SESSION, FEDERATED = f"arn:aws:sts::{OURS}:assumed-role/analyst/ada", f"arn:aws:sts::{OURS}:federated-user/ada"
USER, ROOT = f"arn:aws:iam::{OURS}:user/ada", f"arn:aws:iam::{OURS}:root"
LINKED = f"arn:aws:iam::{OURS}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
OUTSIDER, OUTSIDE_SESSION = f"arn:aws:iam::{THEIRS}:role/partner", f"arn:aws:sts::{THEIRS}:assumed-role/partner/bob"
PRINCIPALS = [ROLE, SESSION, USER, ROOT, FEDERATED, LINKED, OUTSIDER, OUTSIDE_SESSION, "logs.amazonaws.com", "*"]
OBJECT, KEY = "arn:aws:s3:::phi-raw/a", f"arn:aws:kms:us-east-1:{OURS}:key/1"
ASKS = [
    ("s3:GetObject", OBJECT),
    ("s3:GetObject", OBJECT),
    ("s3:DeleteBucketPolicy", "arn:aws:s3:::phi-raw"),
    ("kms:Decrypt", KEY),
    ("kms:ScheduleKeyDeletion", KEY),
    ("sts:AssumeRole", OTHER_ROLE),
    ("ec2:StopInstances", f"arn:aws:ec2:us-east-1:{OURS}:instance/i-1"),
]
ACTIONS = ["*", "s3:*", "s3:Get*", "S3:getobject", "kms:*", "kms:Decrypt", "sts:AssumeRole", "ec2:*", "s?:*Object"]
RESOURCES = ["*", "*", "arn:aws:s3:::phi-raw", "arn:aws:s3:::phi-*", "arn:aws:s3:::phi-raw/${aws:PrincipalTag/t}"]
RESOURCES += ["arn:aws:s3:::phi-raw/${aws:PrincipalTag/t, 'a'}", KEY, OTHER_ROLE, "arn:aws:*:*:*:*"]
ELEMENTS = [
    "*",
    "*",
    {"AWS": "*"},
    {"AWS": ROLE},
    {"AWS": SESSION},
    {"AWS": USER},
    {"AWS": ROOT},
    {"AWS": OURS},
    {"AWS": [FEDERATED, OUTSIDER]},
    {"AWS": f"arn:aws:iam::{THEIRS}:root"},
    {"Service": ["logs.amazonaws.com"]},
]
SPARED = [{"AWS": [ROLE, ROOT]}, {"AWS": [SESSION, ROLE, OURS]}, {"AWS": [USER, ROOT]}, {"AWS": USER}]
SPARED += [{"Service": "logs.amazonaws.com"}, {"AWS": OUTSIDER}]
TESTED = {
    "aws:PrincipalTag/t": (["String"], ["a", "A", "b*", "*", "${aws:PrincipalTag/u}", "${aws:PrincipalTag/u, 'b'}"]),
    "aws:TagKeys": (["String"], ["a", "b", "*"]),
    "aws:PrincipalOrgID": (["String"], ["o-ours", "o-*"]),
    "aws:PrincipalArn": (["Arn", "String"], [ROLE, "arn:aws:iam::*:role/*", USER, "arn:aws:*"]),
    "aws:PrincipalIsAWSService": (["Bool"], [True, "false"]),
    "aws:SourceIp": (["IpAddress"], ["203.0.113.0/24", "203.0.113.7", "2001:db8::/32", "0.0.0.0/0"]),
    "s3:max-keys": (["Numeric"], [10, "9.5", "-1"]),
    "aws:CurrentTime": (["Date"], ["2026-11-22T00:00:00Z", "2026-11-22", "2026-11-22T01:00:00+01:00"]),
    "kms:CallerAccount": (["String"], [OURS, THEIRS]),
}
GIVEN = {
    "aws:PrincipalTag/t": ["a", "b", "*"],
    "aws:PrincipalTag/u": ["a"],
    "aws:TagKeys": [["a"], ["a", "b"], ["a", "z"]],
    "aws:PrincipalOrgID": ["o-ours", "o-theirs"],
    "aws:SourceIp": ["203.0.113.7", "198.51.100.1", "2001:db8::1"],
    "s3:max-keys": [9, 10, 11],
    "aws:CurrentTime": ["2026-11-21T23:59:59Z", "2026-11-22T00:00:00Z", "2026-11-22T12:00:00Z"],
}
ENDS = {
    "String": ["Equals", "NotEquals", "Like", "NotLike", "EqualsIgnoreCase", "NotEqualsIgnoreCase"],
    "Arn": ["Equals", "NotLike"],
    "Bool": [""],
    "IpAddress": [""],
}
ORDERS = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"]


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """A condition of up to two tests."""
    found: dict[str, Any] = {}
    for key in draw(st.lists(st.sampled_from(sorted(TESTED)), max_size=2, unique=True)):
        families, values = TESTED[key]
        family = draw(st.sampled_from(families))
        operator = f"{family}{draw(st.sampled_from(ENDS.get(family, ORDERS)))}"
        if family == "IpAddress" and draw(st.booleans()):
            operator = "NotIpAddress"
        # Set operators belong to keys of many values, and only they.
        quantifier = draw(st.sampled_from(["ForAllValues:", "ForAnyValue:"])) if key == "aws:TagKeys" else ""
        chosen: Any = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2))
        operator = f"{quantifier}{operator}{draw(st.sampled_from(['', 'IfExists']))}"
        if draw(st.integers(0, 5)) == 0:
            operator, chosen = "Null", draw(st.sampled_from(["true", "false"]))
        found.setdefault(operator, {})[key] = chosen
    return found


@st.composite
def statements(
    draw: st.DrawFn, on_resource: bool = False, effects: tuple[str, ...] = ("Allow", "Allow", "Deny")
) -> Any:
    """A statement."""
    found: dict[str, Any] = {"Effect": draw(st.sampled_from(effects))}
    by = draw(st.sampled_from(["Action", "Action", "Action", "NotAction"]))
    found[by] = draw(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=2))
    of = draw(st.sampled_from(["Resource", "Resource", "Resource", "NotResource"]))
    found[of] = draw(st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=2))
    if draw(st.booleans()) and (condition := draw(conditions())):
        found["Condition"] = condition
    if on_resource and draw(st.integers(0, 4)) == 0:
        found["NotPrincipal"] = draw(st.sampled_from(SPARED))
    elif on_resource:
        found["Principal"] = draw(st.sampled_from(ELEMENTS))
    return found


def documents(
    on_resource: bool = False, effects: tuple[str, ...] = ("Allow", "Allow", "Deny")
) -> st.SearchStrategy[Any]:
    """A policy."""
    several = st.lists(statements(on_resource, effects), min_size=1, max_size=2)
    return several.map(lambda found: {"Version": "2012-10-17", "Statement": found})


FULL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
OPEN = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}


@st.composite
def random_cases(draw: st.DrawFn) -> dict[str, Any]:
    """A case; every layer is there or not, and often wide, so that the others decide."""
    action, resource = draw(st.sampled_from(ASKS))
    keys = draw(st.lists(st.sampled_from(sorted(GIVEN)), unique=True, max_size=4))
    request = {
        "principal": draw(st.sampled_from(PRINCIPALS)),
        "action": action,
        "resource": resource,
        "resource_account": OURS,
        "context": {key: draw(st.sampled_from(GIVEN[key])) for key in keys},
    }
    own = st.lists(st.one_of(st.just(FULL), documents()), min_size=1, max_size=2)
    found: dict[str, Any] = {"request": request, "identity": draw(st.one_of(st.just([]), st.just([FULL]), own))}
    for layer in ("boundary", "session"):
        if draw(st.integers(0, 2)) == 0:
            found[layer] = draw(own)[:1]
    found["scp"] = draw(st.lists(own, max_size=2))
    found["rcp"] = draw(st.lists(st.lists(documents(True, ("Deny",)), max_size=1), max_size=2))
    if draw(st.integers(0, 2)) == 0:
        found["endpoint_policy"] = [draw(st.one_of(st.just(OPEN), documents(True)))]
    if draw(st.integers(0, 3)):
        found["resource_policy"] = draw(documents(True))
    return found


@st.composite
def more_allowed(draw: st.DrawFn) -> tuple[Case, Case]:
    """A case, and the same with one more Allow in some layer that is there."""
    case = draw(random_cases())
    layers = [name for name in ("identity", "boundary", "session") if name in case] + ["scp"] * bool(case["scp"])
    layers += [name for name in ("endpoint_policy", "resource_policy") if name in case]
    return case, _with_one_more(case, draw(st.sampled_from(layers)), draw, "Allow")


@st.composite
def more_denied(draw: st.DrawFn) -> tuple[Case, Case]:
    """A case, and the same with one more Deny in some layer that is there."""
    case = draw(random_cases())
    layers = [
        "identity",
        *(name for name in ("boundary", "session", "endpoint_policy", "resource_policy") if name in case),
    ]
    layers += [name for name in ("scp", "rcp") if case[name]]
    return case, _with_one_more(case, draw(st.sampled_from(layers)), draw, "Deny")


@st.composite
def more_capped(draw: st.DrawFn) -> tuple[Case, Case]:
    """A case, and the same with one more layer that only caps."""
    case = draw(random_cases())
    own, any_resource = draw(documents()), draw(documents(True))
    capped = {
        "boundary": [own],
        "scp": [*case["scp"], [own]],
        "rcp": [*case["rcp"], [draw(documents(True, ("Deny",)))]],
        "endpoint_policy": [any_resource],
    }
    missing = [name for name in capped if name in ("scp", "rcp") or name not in case]
    name = draw(st.sampled_from(missing))
    return case, {**case, name: capped[name]}


def _with_one_more(case: Case, layer: str, draw: st.DrawFn, effect: str) -> Case:
    on_resource = layer in ("rcp", "endpoint_policy", "resource_policy")
    added = {"Version": "2012-10-17", "Statement": [draw(statements(on_resource, (effect,)))]}
    if layer == "resource_policy":
        old = case[layer]
        return {**case, layer: {**old, "Statement": [*old["Statement"], *added["Statement"]]}}
    if layer in ("scp", "rcp"):
        return {**case, layer: [[*case[layer][0], added], *case[layer][1:]]}
    return {**case, layer: [*case[layer], added]}


def outcome(case: Case) -> str:
    return decide(*case_of(case, "case.json")).outcome.value


@pytest.fixture(scope="session")
def by_decide() -> Callable[[Case], str]:
    """The decision of a case."""
    return outcome


@pytest.fixture(scope="session")
def allowed() -> Callable[[Case], bool]:
    """Whether a case is allowed."""
    return lambda case: outcome(case) == "Allowed"


@pytest.fixture(scope="session")
def any_case() -> st.SearchStrategy[Case]:
    """Random cases."""
    return random_cases()


@pytest.fixture(scope="session")
def one_more() -> Mapping[str, st.SearchStrategy[tuple[Case, Case]]]:
    """A case before and after one more Allow, Deny, or layer that caps."""
    return {"allow": more_allowed(), "deny": more_denied(), "cap": more_capped()}


@pytest.fixture(scope="session")
def undisputed_case() -> st.SearchStrategy[Case]:
    """Random cases without what the oracle is known to see otherwise: see `DISPUTED` in oracle/test_oracle.py."""
    return random_cases().filter(_is_undisputed)


def _is_undisputed(case: Case) -> bool:
    who, action = case["request"]["principal"], case["request"]["action"]
    policies = json.dumps({name: each for name, each in case.items() if name != "request"})
    if who in (ROOT, FEDERATED, LINKED) or SESSION in policies or "NotPrincipal" in policies:
        return False
    own = ("identity", "boundary", "session", "scp")
    if who in ("*", "logs.amazonaws.com") and any(case.get(name) for name in own):
        return False
    if action == "kms:ScheduleKeyDeletion" or (action.startswith("ec2:") and case["rcp"]):
        return False
    return "resource_policy" in case or not action.startswith(("sts:", "kms:"))
