"""Who can ask a question: the principal itself, its sessions that a policy names, or any of a pattern's roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.access.caller import Caller, Kind, caller, pathless
from phizone_policies.proofs.access.request import Policies, Request
from phizone_policies.proofs.access.symbolic.globs import exactly, glob
from phizone_policies.proofs.access.symbolic.keys import KeyTest
from phizone_policies.proofs.access.symbolic.languages import language
from phizone_policies.proofs.access.symbolic.question import Question
from phizone_policies.proofs.access.symbolic.statements import rules
from phizone_policies.proofs.access.symbolic.values import Text
from phizone_policies.views.documents import Document

PRINCIPAL_ARN = "aws:principalarn"
"""The key that tells a role from another where a question is about many."""
_NAMED_ROLE = language(frozenset({glob("arn:*:iam::*:role/?*")}))
_SERVICE_LINKED = "arn:*:iam::*:role/aws-service-role/*"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks."""

    who: Caller
    """Who it is; of a pattern's roles that no policy names, the pattern stands for the role."""
    tests: Mapping[str, frozenset[KeyTest]] = field(default_factory=dict)
    """The tests on the ARN of such a role; none for somebody known."""


def askers(question: Question, policies: Policies) -> Iterator[Asker]:
    """The principals that a question is about, each apart. Raises: ValueError where it names none."""
    text = question.principal
    named = _named(policies)
    if text.startswith("arn:") and set(text) & {"*", "?"}:
        yield from _of_pattern(question, sorted(each for each in named if ":role/" in each))
        return
    who = _caller(text, question)
    yield Asker(who)
    if who.kind is Kind.ROLE and not who.is_session:
        for session in sorted(named):
            if ":assumed-role/" in session and _role_of(session) == pathless(who.role):
                yield Asker(_caller(session, question, who.role))


def _of_pattern(question: Question, named: list[str]) -> Iterator[Asker]:
    """The roles of a pattern: each that a policy names, then all others at once."""
    pattern = question.principal
    wanted = language(frozenset({glob(pattern)}))
    spared = (*question.never.get(PRINCIPAL_ARN, ()), _SERVICE_LINKED)
    left_out = language(frozenset(map(glob, spared)))
    fitting = [each for each in named if wanted.accepts(each) and not left_out.accepts(each)]
    yield from (Asker(_caller(each, question)) for each in fitting)
    parts = pattern.split(":", 5)
    if len(parts) < 6 or parts[2] != "iam" or set(parts[4]) & {"*", "?"} or not parts[5].startswith("role/"):
        raise ValueError(f"{pattern} is no pattern of the roles of an account, as arn:aws:iam::999999999999:role/*")
    others = language(frozenset(left_out.globs) | {exactly(each) for each in fitting})
    tests = frozenset({KeyTest(Text(wanted)), KeyTest(Text(_NAMED_ROLE)), KeyTest(Text(others), wanted=False)})
    who = Caller(pattern, Kind.ROLE, parts[4], parts[1], role=pattern)
    yield Asker(who, {PRINCIPAL_ARN: tests})


def _caller(text: str, question: Question, arn: str = "") -> Caller:
    context = {key: held for key, held in question.context.items() if held is not None}
    if arn:
        context[PRINCIPAL_ARN] = (arn,)
    empty = Request(principal=text, action="", resource="*", resource_account="", context=context)
    return caller(empty)


def _role_of(session: str) -> str:
    """The role of a session, without path."""
    head, _, rest = session.partition(":assumed-role/")
    return f"{head.replace(':sts:', ':iam:')}:role/{rest.partition('/')[0]}"


def _named(policies: Policies) -> frozenset[str]:
    """The ARNs of roles and sessions that statements or grants name."""
    documents: list[Document] = [each for level in policies.rcp for each in level]
    documents += [*(policies.endpoint or ()), *(() if policies.resource is None else (policies.resource,))]
    found = {grant.grantee for grant in policies.grants}
    for document in documents:
        for rule in rules(document, "any"):
            found |= rule.named
    return frozenset(found)
