"""A small universe of requests, random policies over it, and every request of it asked one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import Any, NamedTuple

import pytest

from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Grant, Outcome, Policies, Request
from phizone_policies.proofs.access.symbolic.possible import possible
from phizone_policies.proofs.access.symbolic.question import Allowed, Denied, Question, Undecided
from phizone_policies.views.documents import Document, Statement, parse

OURS, THEIRS = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{OURS}:role/team/a"
SESSION = f"arn:aws:sts::{OURS}:assumed-role/a/s"
STRANGE = f"arn:aws:iam::{THEIRS}:role/b"
ANY_STRANGER = f"arn:aws:iam::{THEIRS}:role/*"
ROOT = f"arn:aws:iam::{OURS}:root"
SERVICE = "sagemaker.amazonaws.com"
WHO = (ROLE, ROLE, SESSION, f"arn:aws:iam::{OURS}:user/u", ROOT, STRANGE, ANY_STRANGER, SERVICE, "*")
AWS = (ROLE, SESSION, f"arn:aws:iam::{OURS}:user/u", ROOT, OURS, STRANGE, f"arn:aws:iam::{THEIRS}:root", "*")
NAMED = (("*", "*"), ("*", "*"), ("Service", SERVICE), *(("AWS", each) for each in AWS))
ACTIONS = ("s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:CreateAlias", "sts:AssumeRole", "iam:PassRole")
ACTION_PATTERNS = (
    "*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "kms:*",
    "kms:Decrypt",
    "sts:Assume*",
    "iam:PassRole",
    "*:P*",
)
KEY, ALIAS = f"arn:aws:kms:us-east-1:{OURS}:key/k", f"arn:aws:kms:us-east-1:{OURS}:alias/a"
RESOURCES = ("arn:aws:s3:::a/x", "arn:aws:s3:::b/y", KEY, ALIAS, ROLE, "*")
RESOURCE_PATTERNS = (
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::a/*",
    "arn:aws:s3:::?/x",
    "arn:*:key/*",
    KEY,
    ROLE,
    "*:role/*",
)
OF_A_TEAM = "arn:aws:s3:::${aws:PrincipalTag/team}/*"
VARIABLES = ("${aws:PrincipalTag/team}", "${aws:SourceVpce}", "${aws:PrincipalTag/team, 'a'}", "${*}")
TEXT = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "Null")
NUMBER = ("NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals", "Null")
ARN = ("ArnLike", "ArnNotLike", "ArnEquals", "StringNotLike", "Null")


class Key(NamedTuple):
    """What a condition key holds in the universe, and how policies of it test the key."""

    values: tuple[str, ...]
    operators: tuple[str, ...] = TEXT
    asked: tuple[str, ...] = ()
    always: bool = False


KEYS: Mapping[str, Key] = {
    "aws:PrincipalOrgID": Key(("o-1", "o-2")),
    "aws:PrincipalTag/team": Key(("a", "b")),
    "aws:ResourceTag/team": Key(("a", "b")),
    "aws:SourceVpce": Key(("a", "vpce-1")),
    "aws:TagKeys": Key(("a", "b")),
    "kms:EncryptionContext:other": Key(("a", "b")),
    "aws:SecureTransport": Key(("true", "false"), ("Bool", "Null"), ("true", "false"), always=True),
    "aws:SourceIp": Key(
        ("10.0.0.1", "192.0.2.1", "fd00::1"),
        ("IpAddress", "NotIpAddress", "Null"),
        ("10.0.0.0/8", "0.0.0.0/0", "192.0.2.1", "fd00::/8"),
    ),
    "s3:TlsVersion": Key(("1.1", "1.3"), NUMBER, ("1.2", "1.3", "1")),
    "aws:CurrentTime": Key(
        ("2024-01-01T00:00:00Z", "2026-06-01T00:00:00Z"),
        ("DateLessThan", "DateGreaterThan", "DateNotEquals"),
        ("2025-01-01T00:00:00Z", "2026-06-01", "1767225600"),
        always=True,
    ),
    "aws:PrincipalArn": Key((), ARN, (ROLE, "arn:aws:iam::*:role/*", f"*{OURS}*", "*:role/c", "*")),
    "aws:SourceArn": Key(
        ("arn:aws:s3:::a", "arn:aws:sns:us-east-1:111111111111:x"), ARN, ("arn:aws:s3:::a", "arn:*:s3:*:*:*", "*")
    ),
}


class Case(NamedTuple):
    """Policies, a question about them, and the keys they speak of."""

    policies: Policies
    question: Question
    keys: tuple[str, ...]


class Maker:
    """Random policies of a seed, with or without variables."""

    def __init__(self, seed: int, variables: bool) -> None:
        self.random, self.variables = Random(seed), variables  # noqa: S311 - no secret
        self.keys = tuple(self.random.sample(sorted(KEYS), self.random.randint(1, 3)))

    def some(self, values: Sequence[Any], most: int = 2) -> tuple[Any, ...]:
        return tuple(self.random.sample(values, self.random.randint(1, most)))

    def maybe(self, chance: float, made: Callable[[], Any], other: Any) -> Any:
        return made() if self.random.random() < chance else other

    def condition(self) -> tuple[str, str, tuple[str, ...]]:
        name = self.random.choice(self.keys)
        key, quantifier = KEYS[name], self.random.choice(("ForAllValues:", "ForAnyValue:", ""))
        operator = self.random.choice(key.operators)
        if operator == "Null":
            return operator, name, (self.random.choice(("true", "false")),)
        texts = key.asked or key.values
        texts += ("*", "?", "v*") if operator.endswith("Like") and not key.asked else ()
        texts += VARIABLES if self.variables and not key.asked else ()
        prefix = quantifier if name == "aws:TagKeys" else ""
        return prefix + operator + self.random.choice(("", "IfExists")), name, self.some(texts)

    def statement(self, named: bool) -> Statement:
        patterns = (*RESOURCE_PATTERNS, OF_A_TEAM) if self.variables else RESOURCE_PATTERNS
        actions, resources = self.some(ACTION_PATTERNS), self.some(patterns)
        acts, covers, means = (self.random.random() < 0.75 for _ in range(3))
        who = self.some(NAMED, 3) if named and self.random.random() < 0.9 else ()
        return Statement(
            sid="",
            effect=self.random.choice(("Allow", "Allow", "Deny")),
            principals=who if means else (),
            not_principals=() if means else who,
            actions=actions if acts else (),
            not_actions=() if acts else actions,
            resources=resources if covers else (),
            not_resources=() if covers else resources,
            conditions=tuple(self.condition() for _ in range(self.random.randint(0, 2))),
        )

    def document(self, named: bool = False) -> Document:
        """Now and then one that allows everything, without which hardly anything would be allowed."""
        made = [self.statement(named) for _ in range(self.random.randint(1, 3))]
        everybody = (("*", "*"),) if named else ()
        made += self.maybe(0.6, lambda: [Statement("", "Allow", everybody, (), ("*",), (), ("*",), (), ())], [])
        return Document(self.random.choice(("2012-10-17", "2012-10-17", "")), tuple(made))

    def documents(self, most: int) -> tuple[Document, ...]:
        return tuple(self.document() for _ in range(self.random.randint(0, most)))

    def policies(self) -> Policies:
        return Policies(
            identity=self.documents(2),
            boundary=self.maybe(0.3, lambda: self.documents(1), None),
            session=self.maybe(0.2, lambda: self.documents(1), None),
            scp=tuple((self.document(),) for _ in range(self.random.choice((0, 0, 1, 2)))),
            rcp=self.maybe(0.3, lambda: ((self.document(named=True),),), ()),
            resource=self.maybe(0.7, lambda: self.document(named=True), None),
            endpoint=self.maybe(0.3, lambda: (self.document(named=True),), None),
            grants=self.maybe(0.3, lambda: (self.grant(),), ()),
        )

    def grant(self) -> Grant:
        pairs = self.random.choice(((), (("team", "a"),)))
        who, exact = self.random.choice(AWS[:-1]), self.random.random() < 0.5
        return Grant(grantee=who, operations=("Decrypt",), encryption_context=pairs, exact_context=exact)

    def question(self) -> Question:
        never = self.random.choice(({}, {}, {"action": ("s3:Get*",)}, {"aws:sourcevpce": ("a",)}))
        return Question(
            principal=self.random.choice(WHO),
            actions=self.some((*ACTIONS, *ACTION_PATTERNS)),
            resources=self.some((*RESOURCES, *RESOURCE_PATTERNS)),
            resource_account=self.random.choice((OURS, OURS, THEIRS)),
            context=self.maybe(0.3, self.pins, {}),
            never=never,
        )

    def pins(self) -> dict[str, tuple[str, ...] | None]:
        free = [key for key in self.keys if KEYS[key].values]
        absent = {key: () if KEYS[key].always else (None,) for key in free}
        held = {key: (*((value,) for value in KEYS[key].values), *absent[key]) for key in free}
        return {key.lower(): self.random.choice(values) for key, values in held.items()}


def requests(question: Question, keys: tuple[str, ...]) -> Iterator[Request]:
    """Every request of the universe that a question means."""
    never = question.never.get("action", ())
    actions = [each for each in ACTIONS if matches(each, question.actions, re.I) and not matches(each, never, re.I)]
    resources = [each for each in RESOURCES if matches(each, question.resources)]
    held = {key: _held(key, question) for key in keys if KEYS[key].values}
    held["kms:encryptioncontext:team"] = [("a",), None]
    for (principal, implied), action, resource, *values in product(
        _asking(question), actions, resources, *held.values()
    ):
        context = {key.lower(): each for key, each in zip(held, values, strict=True) if each is not None}
        yield Request(
            principal=principal,
            action=action,
            resource=resource,
            resource_account=question.resource_account,
            context={**context, **implied},
        )


def _asking(question: Question) -> list[tuple[str, dict[str, tuple[str, ...]]]]:
    """Who asks: also the sessions of a role, and of a pattern some that policies name and some that they do not."""
    if question.principal == ROLE:
        return [(ROLE, {}), (SESSION, {"aws:principalarn": (ROLE,)})]
    if question.principal == ANY_STRANGER:
        return [(STRANGE, {}), (f"arn:aws:iam::{THEIRS}:role/c", {})]
    return [(question.principal, {})]


def _held(key: str, question: Question) -> list[tuple[str, ...] | None]:
    if key.lower() in question.context:
        return [question.context[key.lower()]]
    if not question.principal.startswith("arn:") and key.startswith("aws:Principal"):
        return [None]
    single = [(value,) for value in KEYS[key].values if value not in question.never.get(key.lower(), ())]
    several = [KEYS[key].values] if key == "aws:TagKeys" else []
    return [*single, *several, *(() if KEYS[key].always else (None,))]


def matches(text: str, patterns: Sequence[str], flags: int = 0) -> bool:
    """Whether some pattern of IAM matches a text, as `re` sees it."""
    return any(re.fullmatch(_expression(each), text, flags | re.DOTALL) for each in patterns)


def _expression(pattern: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(char) or re.escape(char) for char in pattern)


def _wrong(case: Case, certain: bool) -> str:
    """What is wrong with the answer to a case, or nothing; `certain` where there has to be one."""
    answer = possible(case.policies, case.question)
    if isinstance(answer, Undecided):
        return "undecided: " + answer.why[0] if certain or "the request found" in answer.why[0] else ""
    if isinstance(answer, Denied):
        found = (each for each in requests(case.question, case.keys) if _is_allowed(each, case.policies))
        return next((f"allowed, and said to be denied: {each}" for each in found), "")
    return "" if _is_allowed(answer.witness, case.policies) else f"denied, and said to be allowed: {answer.witness}"


def _is_allowed(request: Request, policies: Policies) -> bool:
    return decide(request, policies).outcome is Outcome.ALLOWED


@pytest.fixture(scope="session")
def errors() -> Callable[[Sequence[int], bool], dict[int, str]]:
    """What is wrong with the answers to the cases of some seeds, with or without variables, by seed."""

    def of(seeds: Sequence[int], variables: bool) -> dict[int, str]:
        made = ((seed, Maker(seed, variables)) for seed in seeds)
        cases = ((seed, Case(maker.policies(), maker.question(), maker.keys)) for seed, maker in made)
        found = {seed: _wrong(case, certain=not variables) for seed, case in cases}
        return {seed: wrong for seed, wrong in found.items() if wrong}

    return of


@pytest.fixture(scope="session")
def kinds_of_answers() -> Callable[[Sequence[int], bool], dict[str, int]]:
    """How often each answer is given to the cases of some seeds."""

    def of(seeds: Sequence[int], variables: bool) -> dict[str, int]:
        makers = [Maker(seed, variables) for seed in seeds]
        answers = [type(possible(maker.policies(), maker.question())) for maker in makers]
        return {kind.__name__: answers.count(kind) for kind in (Allowed, Denied, Undecided)}

    return of


@pytest.fixture(scope="session")
def is_shortest() -> Callable[[str | None, Sequence[Sequence[str]], Sequence[str]], bool]:
    """Whether a text is in all of some unions of patterns and in none of others, and no shorter one is, by `re`.

    Texts of up to five characters are looked at: a longer one, or none, is right where none of these fits.
    """
    every = ["".join(letters) for length in range(6) for letters in product("abx", repeat=length)]

    def fits(text: str, within: Sequence[Sequence[str]], without: Sequence[str]) -> bool:
        return all(matches(text, patterns) for patterns in within) and not matches(text, without)

    def right(text: str | None, within: Sequence[Sequence[str]], without: Sequence[str]) -> bool:
        expected = next((each for each in every if fits(each, within, without)), None)
        if text is None or expected is None:
            return expected is None and (text is None or (len(text) > 5 and fits(text, within, without)))
        return len(text) == len(expected) and fits(text, within, without)

    return right


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    """A document of statements that allow everything to everybody but for what is given, keys of JSON."""

    def made(*statements: Mapping[str, Any], version: str = "2012-10-17") -> Document:
        whole = [{"Effect": "Allow", "Action": "*", "Resource": "*", **statement} for statement in statements]
        left = [{key: value for key, value in each.items() if value is not None} for each in whole]
        return parse(json.dumps({"Version": version, "Statement": left}))

    return made


@pytest.fixture(scope="session")
def ask() -> Callable[..., Allowed | Denied | Undecided]:
    """The answer to a question about `s3:GetObject` on the objects of bucket `a` by the role, but for what is given."""

    def asked(policies: Policies, **given: Any) -> Allowed | Denied | Undecided:
        usual = {"principal": ROLE, "actions": ("s3:GetObject",), "resources": ("arn:aws:s3:::a/?*",)}
        return possible(policies, Question(**{**usual, "resource_account": OURS, **given}))

    return asked
