"""Small universes of requests, random policies over them, and every request of a universe asked one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import strategies as st

from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Grant, Outcome, Policies, Request
from phizone_policies.proofs.access.symbolic.globs import Glob, glob
from phizone_policies.proofs.access.symbolic.question import Question
from phizone_policies.views.documents import Document, Statement

OURS, THEIRS = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{OURS}:role/team/a"
SESSION = f"arn:aws:sts::{OURS}:assumed-role/a/s"
PRINCIPALS = (
    ROLE,
    SESSION,
    f"arn:aws:iam::{OURS}:user/u",
    f"arn:aws:iam::{OURS}:root",
    f"arn:aws:iam::{THEIRS}:role/b",
    "sagemaker.amazonaws.com",
    "*",
)
NAMED = (
    ("*", "*"),
    ("AWS", "*"),
    *(("AWS", each) for each in PRINCIPALS[:5]),
    ("AWS", OURS),
    ("AWS", f"arn:aws:iam::{THEIRS}:root"),
    ("Service", "sagemaker.amazonaws.com"),
)
ACTIONS = ("s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:CreateAlias", "sts:AssumeRole", "iam:PassRole")
ACTION_PATTERNS = ("*", "s3:*", "s3:Get*", "S3:getobject", "kms:*", "kms:Decrypt", "sts:Assume*", "iam:PassRole", "*:P*")
KEY, ALIAS = f"arn:aws:kms:us-east-1:{OURS}:key/k", f"arn:aws:kms:us-east-1:{OURS}:alias/a"
RESOURCES = ("arn:aws:s3:::a/x", "arn:aws:s3:::b/y", KEY, ALIAS, ROLE, "*")
RESOURCE_PATTERNS = ("*", "arn:aws:s3:::*", "arn:aws:s3:::a/*", "arn:aws:s3:::?/x", "arn:*:key/*", KEY, ROLE, "*:role/*")
VARIABLES = ("${aws:PrincipalTag/team}", "${aws:SourceVpce}", "${aws:PrincipalTag/team, 'a'}", "${*}")
VALUES: Mapping[str, tuple[str, ...]] = {
    "aws:PrincipalOrgID": ("o-1", "o-2"),
    "aws:PrincipalTag/team": ("a", "b"),
    "aws:ResourceTag/team": ("a", "b"),
    "aws:SecureTransport": ("true", "false"),
    "aws:SourceIp": ("10.0.0.1", "192.0.2.1", "fd00::1"),
    "aws:SourceVpce": ("a", "vpce-1"),
    "aws:TagKeys": ("a", "b"),
    "s3:TlsVersion": ("1.1", "1.3"),
    "aws:CurrentTime": ("2024-01-01T00:00:00Z", "2026-06-01T00:00:00Z"),
    "aws:PrincipalArn": (),
    "aws:SourceArn": ("arn:aws:s3:::a", "arn:aws:sns:us-east-1:111111111111:x"),
}
_ALWAYS = ("aws:SecureTransport", "aws:CurrentTime")
_TEXT = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase")
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "aws:SecureTransport": ("Bool", "Null"),
    "aws:SourceIp": ("IpAddress", "NotIpAddress", "Null"),
    "s3:TlsVersion": ("NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals", "Null"),
    "aws:CurrentTime": ("DateLessThan", "DateGreaterThan", "DateNotEquals"),
    "aws:PrincipalArn": ("ArnLike", "ArnNotLike", "StringLike", "Null"),
    "aws:SourceArn": ("ArnEquals", "ArnNotEquals", "StringNotLike", "Null"),
}
ASKED: Mapping[str, tuple[str, ...]] = {
    "aws:SourceIp": ("10.0.0.0/8", "0.0.0.0/0", "192.0.2.1", "fd00::/8"),
    "s3:TlsVersion": ("1.2", "1.3", "1"),
    "aws:CurrentTime": ("2025-01-01T00:00:00Z", "2026-06-01", "1767225600"),
    "aws:PrincipalArn": (ROLE, "arn:aws:iam::*:role/*", f"*{OURS}*", "*"),
    "aws:SourceArn": ("arn:aws:s3:::a", "arn:*:s3:*:*:*", "arn:aws:sns:*", "*"),
}


def _some(values: tuple[Any, ...], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(tuple)


@st.composite
def conditions(draw: st.DrawFn, keys: tuple[str, ...], variables: bool) -> tuple[str, str, tuple[str, ...]]:
    """A test on one of some keys."""
    key = draw(st.sampled_from(keys))
    operator = draw(st.sampled_from(OPERATORS.get(key, (*_TEXT, "Null"))))
    if operator == "Null":
        return operator, key, (draw(st.sampled_from(("true", "false"))),)
    quantifier = draw(st.sampled_from(("ForAllValues:", "ForAnyValue:", "")) if key == "aws:TagKeys" else st.just(""))
    texts = ASKED.get(key, VALUES[key])
    if operator.endswith("Like"):
        texts = (*texts, "*", "?", "v*")
    if variables and key not in ASKED and operator != "Bool":
        texts = (*texts, *VARIABLES)
    ending = draw(st.sampled_from(("", "IfExists")))
    return f"{quantifier}{operator}{ending}", key, draw(_some(texts))


@st.composite
def statements(draw: st.DrawFn, keys: tuple[str, ...], variables: bool, named: bool) -> Statement:
    """A statement; `named` for one of a resource's policy."""
    patterns = (*RESOURCE_PATTERNS, "arn:aws:s3:::${aws:PrincipalTag/team}/*") if variables else RESOURCE_PATTERNS
    actions, resources = draw(_some(ACTION_PATTERNS)), draw(_some(patterns))
    acts, covers = draw(st.sampled_from((True, True, True, False))), draw(st.sampled_from((True, True, True, False)))
    who = draw(_some(NAMED, 3)) if named else ()
    means = draw(st.sampled_from((True, True, True, False)))
    return Statement(
        sid="",
        effect=draw(st.sampled_from(("Allow", "Allow", "Deny"))),
        principals=who if means else (),
        not_principals=() if means else who,
        actions=actions if acts else (),
        not_actions=() if acts else actions,
        resources=resources if covers else (),
        not_resources=() if covers else resources,
        conditions=tuple(draw(st.lists(conditions(keys, variables), max_size=2))),
    )


@st.composite
def documents(draw: st.DrawFn, keys: tuple[str, ...], variables: bool, named: bool = False) -> Document:
    """A document; now and then one that allows everything, without which hardly anything would be allowed."""
    made = draw(st.lists(statements(keys, variables, named), min_size=1, max_size=3))
    if draw(st.booleans()):
        made.append(Statement("", "Allow", (("*", "*"),) if named else (), (), ("*",), (), ("*",), (), ()))
    return Document(draw(st.sampled_from(("2012-10-17", "2012-10-17", ""))), tuple(made))


@st.composite
def cases(draw: st.DrawFn, variables: bool = False) -> tuple[Policies, Question, tuple[str, ...]]:
    """Policies, a question about them, and the keys they speak of."""
    keys = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3, unique=True).map(tuple))
    own, on_resource = documents(keys, variables), documents(keys, variables, named=True)
    maybe = st.none() | st.tuples(own)
    levels = st.lists(st.tuples(own), max_size=2).map(tuple)
    policies = Policies(
        identity=draw(st.lists(own, max_size=2).map(tuple)),
        boundary=draw(maybe),
        session=draw(maybe),
        scp=draw(levels),
        rcp=draw(st.just(()) | st.tuples(st.tuples(on_resource))),
        resource=draw(st.none() | on_resource),
        endpoint=draw(st.none() | st.tuples(on_resource)),
        grants=draw(st.lists(_grants(), max_size=1).map(tuple)),
    )
    pinned = {key.lower(): values for key, values in draw(_pins(keys)).items()}
    question = Question(
        principal=draw(st.sampled_from(PRINCIPALS)),
        actions=draw(_some((*ACTIONS, *ACTION_PATTERNS))),
        resources=draw(_some((*RESOURCES, *RESOURCE_PATTERNS))),
        resource_account=draw(st.sampled_from((OURS, OURS, THEIRS))),
        context=pinned,
        never=draw(st.just({}) | st.just({"action": ("s3:Get*",)}) | st.just({"aws:sourcevpce": ("a",)})),
    )
    return policies, question, keys


def _pins(keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, tuple[str, ...] | None]]:
    free = [key for key in keys if VALUES[key]]
    some = {key: st.sampled_from([*((value,) for value in VALUES[key]), *_absent(key)]) for key in free}
    return st.just({}) | st.just({}) | st.fixed_dictionaries({}, optional=some)


def _absent(key: str) -> tuple[None, ...]:
    return () if key in _ALWAYS else (None,)


def _grants() -> st.SearchStrategy[Grant]:
    return st.builds(
        Grant,
        grantee=st.sampled_from(PRINCIPALS[:5]),
        operations=st.just(("Decrypt",)),
        encryption_context=st.sampled_from(((), (("team", "a"),))),
        exact_context=st.booleans(),
    )


def requests(question: Question, keys: tuple[str, ...]) -> Iterator[Request]:
    """Every request of the universe that a question means."""
    actions = [each for each in ACTIONS if _is_among(each, question.actions, question.never.get("action", ()), re.I)]
    resources = [each for each in RESOURCES if _is_among(each, question.resources, (), 0)]
    held = {**{key: _held(key, question) for key in keys if VALUES[key]}, "kms:encryptioncontext:team": [("a",), None]}
    for action, resource, *values in product(actions, resources, *held.values()):
        context = {key.lower(): each for key, each in zip(held, values, strict=True) if each is not None}
        yield Request(
            principal=question.principal,
            action=action,
            resource=resource,
            resource_account=question.resource_account,
            context=context,
        )


def _held(key: str, question: Question) -> list[tuple[str, ...] | None]:
    if key.lower() in question.context:
        return [question.context[key.lower()]]
    never = question.never.get(key.lower(), ())
    single = [(value,) for value in VALUES[key] if value not in never]
    several = [VALUES[key]] if key == "aws:TagKeys" else []
    outside = not question.principal.startswith("arn:") and key.startswith("aws:Principal")
    return [None] if outside else [*single, *several, *_absent(key)]


def _is_among(text: str, patterns: tuple[str, ...], never: tuple[str, ...], flags: int) -> bool:
    return _matches(text, patterns, flags) and not _matches(text, never, flags)


def _matches(text: str, patterns: tuple[str, ...], flags: int) -> bool:
    return any(re.fullmatch(expression(each), text, flags | re.DOTALL) for each in patterns)


def expression(pattern: str) -> str:
    """A pattern of IAM as one of `re`."""
    return "".join({"*": ".*", "?": "."}.get(char) or re.escape(char) for char in pattern)


@pytest.fixture(scope="session")
def counterexample() -> Callable[[Policies, Question, tuple[str, ...]], Request | None]:
    """The first request of the universe that a question means and that is allowed; None for none."""

    def first(policies: Policies, question: Question, keys: tuple[str, ...]) -> Request | None:
        asked = requests(question, keys)
        return next((each for each in asked if decide(each, policies).outcome is Outcome.ALLOWED), None)

    return first


@pytest.fixture(scope="session")
def random_cases() -> Callable[[bool], st.SearchStrategy[tuple[Policies, Question, tuple[str, ...]]]]:
    """Policies with or without variables, and a question about them."""
    return cases
