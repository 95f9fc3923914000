"""Random cases, a second evaluator that knows no index and no engine, and a third one out of process.

The second is the guide's flow chart written down over a case's JSON: it shares nothing with `decide` but the list of
services that take resource control policies. Source: IAM User Guide, "Policy evaluation logic".
"""

from __future__ import annotations

import base64
import ipaddress
import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from fnmatch import translate
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st

from phizone_policies.proofs.access.case import case_of
from phizone_policies.proofs.access.decide import decide, ready
from phizone_policies.views.dated import dated

Case = Mapping[str, Any]
FOLDER = Path(__file__).parents[1]
OURS, THEIRS = "111111111111", "222222222222"
RCP_SERVICES = frozenset(dated("rcp_services.yaml").content["services"])
ORACLE = "PHIZONE_IAM_SIMULATE"
_MANY = ("aws:tagkeys", "kms:resourcealiases")
STAR = "\ue000"
LOCAL_KMS = {"kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"}


def many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def like(pattern: str, text: str) -> bool:
    return re.fullmatch(translate(pattern.replace("[", "[[]").replace(STAR, "[*]")), text) is not None


def filled(text: str, asked: Case) -> str | None:
    """A text with its variables' values, in which a star is only a star; None where one has none."""
    found = re.fullmatch(r"(.*)\$\{([^},]+)(?:, '([^']*)')?\}(.*)", text)
    if found is None:
        return text
    before, key, default, after = found.groups()
    value = "".join(asked["context"].get(key.lower(), [])) or default
    return None if value is None else before + value.replace("*", STAR) + after


def compare(operator: str, wanted: str, given: str, asked: Case) -> bool:
    if operator.startswith(("String", "Arn")):
        expanded = filled(wanted, asked)
        if expanded is None:
            return False
        if operator == "StringEqualsIgnoreCase":
            return expanded.replace(STAR, "*").lower() == given.lower()
        if operator == "StringEquals":
            return expanded.replace(STAR, "*") == given
        if operator == "StringLike":
            return like(expanded, given)
        parts, texts = expanded.split(":", 5), given.split(":", 5)
        return len(parts) == len(texts) == 6 and all(map(like, parts, texts))
    if operator == "Bool":
        return wanted.lower() == given.lower()
    if operator == "BinaryEquals":
        return base64.b64decode(wanted) == base64.b64decode(given)
    if operator == "IpAddress":
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    read = moment if operator.startswith("Date") else float
    left, right, order = read(given), read(wanted), re.sub("Date|Numeric", "", operator)
    return {"E": left == right, "L": left < right, "G": left > right}[order[0]] or (
        order.endswith("ThanEquals") and left == right
    )


def moment(text: str) -> float:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def met(operator: str, key: str, wanted: Any, asked: Case) -> bool:
    given = asked["context"].get(key.lower(), [])
    wanted = [str(each).lower() if isinstance(each, bool) else str(each) for each in many(wanted)]
    quantifier, _, name = operator.rpartition(":")
    if name == "Null":
        return any((each == "true") == (not given) for each in wanted)
    if not given and name.endswith("IfExists"):
        return True
    name = name.removesuffix("IfExists")
    positive = name.replace("Not", "", 1)
    matches = [any(compare(positive, each, value, asked) for each in wanted) for value in given]
    if quantifier:
        right = [match == (positive == name) for match in matches]
        return all(right) if quantifier == "ForAllValues" else any(right)
    return any(matches) == (positive == name)


def named(element: Any, asked: Case) -> str:
    """How an element names who asks: `itself`, `role`, `account` or nothing."""
    who, texts = asked["request"]["principal"], [element] if element == "*" else []
    texts += [text for each in (element.values() if isinstance(element, dict) else ()) for text in many(each)]
    if "*" in texts or (who in texts and asked["kind"] != "role"):
        return "itself"
    if asked["role"] and asked["role"] in texts:
        return "role"
    mine = {asked["account"], f"arn:aws:iam::{asked['account']}:root"} if asked["account"] else set()
    return ("itself" if asked["kind"] == "root" else "account") if mine & set(texts) else ""


def spared(element: Any, asked: Case) -> bool:
    who, texts = asked["request"]["principal"], [text for each in element.values() for text in many(each)]
    if asked["kind"] in ("service", "anonymous"):
        return who in texts
    if asked["kind"] == "root":
        return bool({who, asked["account"]} & set(texts))
    needed = {who, asked["role"] or who}
    account = {asked["account"], f"arn:aws:iam::{asked['account']}:root"} & set(texts)
    return needed <= set(texts) and bool(account) and "boundary" not in asked["case"]


def speaks(statement: Case, asked: Case, on_resource: bool) -> str:
    """How a statement speaks of the request: as `named` says, or nothing."""
    action, resource = asked["request"]["action"].lower(), asked["request"]["resource"]
    if any(like(each.lower(), action) for each in many(statement.get("Action"))) == ("NotAction" in statement):
        return ""
    if "NotAction" in statement and any(like(each.lower(), action) for each in many(statement["NotAction"])):
        return ""
    patterns = [filled(each, asked) for each in many(statement.get("Resource") or statement.get("NotResource"))]
    covered = any(each is not None and like(each, resource) for each in patterns)
    if patterns and covered == ("NotResource" in statement):
        return ""
    tests = [
        (operator, key, each) for operator, keys in statement.get("Condition", {}).items() for key, each in keys.items()
    ]
    if not all(met(*test, asked) for test in tests):
        return ""
    if not on_resource:
        return "itself"
    if "NotPrincipal" not in statement:
        return named(statement["Principal"], asked)
    if statement["Effect"] == "Allow":
        return "" if named(statement["NotPrincipal"], asked) else "itself"
    return "" if spared(statement["NotPrincipal"], asked) else "itself"


def said(policies: Any, effect: str, asked: Case, on_resource: bool = False) -> set[str]:
    return {
        speaks(statement, asked, on_resource)
        for policy in policies or ()
        for statement in many(policy["Statement"])
        if statement["Effect"] == effect
    } - {""}


def known(case: Case) -> dict[str, Any]:
    """The case with what follows from who asks."""
    request = case["request"]
    who, account = request["principal"], ""
    kind = "anonymous" if who == "*" else "service"
    if who.startswith("arn:"):
        account, rest = who.split(":", 5)[4:]
        kind = {"assumed-role": "session", "federated-user": "federated"}.get(rest.split("/")[0], rest.split("/")[0])
    role = f"arn:aws:iam::{account}:role/{who.split('/')[1]}" if kind == "session" else who if kind == "role" else ""
    implied = {"aws:resourceaccount": request["resource_account"]}
    if account:
        implied |= {
            "aws:principalarn": role or who,
            "aws:principalaccount": account,
            "aws:principalisawsservice": "false",
        }
        implied |= {"kms:calleraccount": account} if request["action"].startswith("kms:") else {}
    if kind == "service":
        implied |= {"aws:principalisawsservice": "true"}
    context = {key: [value] for key, value in implied.items()}
    given = {key.lower(): [str(each) for each in many(values)] for key, values in request.get("context", {}).items()}
    return {
        "case": case,
        "request": request,
        "kind": kind,
        "account": account,
        "role": role,
        "context": context | given,
    }


def naive(case: Case) -> str:
    """The decision of a case without grants."""
    asked = known(case)
    request, who, kind = case["request"], case["request"]["principal"], asked["kind"]
    service = request["action"].split(":")[0]
    linked = "aws-service-role" in who
    scp = case.get("scp", []) if asked["account"] and not linked else []
    rcp = case.get("rcp", []) if service in RCP_SERVICES and not linked else []
    resource = many(case.get("resource_policy"))
    lockout = kind == "root" and asked["account"] == request["resource_account"] and "BucketPolicy" in request["action"]
    denials = [said(case.get(layer), "Deny", asked) for layer in ("identity", "boundary", "session")]
    denials += [said(level, "Deny", asked) for level in scp]
    denials += [said(level, "Deny", asked, True) for level in rcp]
    denials += [said([] if lockout else resource, "Deny", asked, True)]
    denials += [said(case.get("endpoint_policy"), "Deny", asked, True)]
    if any(denials):
        return "ExplicitlyDenied"
    if not all(said(level, "Allow", asked) for level in scp):
        return "ImplicitlyDenied"
    if "endpoint_policy" in case and not said(case["endpoint_policy"], "Allow", asked, True):
        return "ImplicitlyDenied"
    boundary = "boundary" not in case or bool(said(case["boundary"], "Allow", asked))
    session = "session" not in case or bool(said(case["session"], "Allow", asked))
    own = bool(said(case.get("identity"), "Allow", asked)) and boundary and session
    own = kind == "root" or (own and (kind != "federated" or "session" in case))
    by_resource = said(resource, "Allow", asked, True)
    if not asked["account"]:
        granted = bool(by_resource)
    elif asked["account"] != request["resource_account"]:
        granted = own and bool(by_resource) and request["action"] not in LOCAL_KMS
    else:
        direct = "itself" in by_resource or ("role" in by_resource and boundary and session)
        explicit = service == "kms" or request["action"] == "sts:AssumeRole"
        granted = direct or (own and (not explicit or "account" in by_resource))
    if kind == "root" and request["action"] == "sts:AssumeRole":
        granted = False
    return "Allowed" if granted else "ImplicitlyDenied"


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
def disagreements() -> Callable[[list[Case]], list[str]]:
    """The cases, as JSON, of which `decide` and the oracle say different things."""

    def disagreements(cases: list[Case]) -> list[str]:
        answers = zip(cases, by_oracle(cases), strict=True)
        return [f"{json.dumps(case)} {answer}" for case, answer in answers if outcome(case) != answer]

    return disagreements


@pytest.fixture(scope="session")
def disputed_rows() -> Callable[[], set[str]]:
    """The numbered sub-cases without grants of which `decide` and the oracle say different things."""

    def disputed_rows() -> set[str]:
        entries = {
            f"{file.stem[:2]} {each.pop('name')}": {key: each[key] for key in each if key != "expected"}
            for file in sorted((FOLDER / "cases").glob("*.yaml"))
            for each in yaml.safe_load(file.read_text(encoding="utf-8"))
            if "grants" not in each
        }
        answers = by_oracle(list(entries.values()))
        return {name for (name, case), answer in zip(entries.items(), answers, strict=True) if outcome(case) != answer}

    return disputed_rows


@pytest.fixture(scope="session")
def by_the_chart() -> Callable[[Case], str]:
    """The second evaluator's decision of a case."""
    return naive


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
    """Random cases without what the oracle is known to see otherwise: see `DISPUTED` in test_oracle.py."""
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
