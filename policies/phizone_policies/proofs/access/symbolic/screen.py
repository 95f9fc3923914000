"""What is denied at a glance: nothing that the principal holds, and nothing on the resource, could grant any of it.

Most questions of "who can" are of this kind. Only Allow statements are looked at, their actions once for each document,
their resources by how patterns begin and end; whatever may be granted is left to the search.
"""

from __future__ import annotations

from functools import lru_cache

from phizone_policies.proofs.access.caller import Caller, Kind, caller
from phizone_policies.proofs.access.naming import Naming
from phizone_policies.proofs.access.request import Policies, Request
from phizone_policies.proofs.access.symbolic.globs import apart, glob
from phizone_policies.proofs.access.symbolic.question import Question
from phizone_policies.proofs.access.symbolic.statements import Rule, rules
from phizone_policies.views.documents import Document

_WILD = frozenset("*?")
_MOST = 65536
_GRANTING: dict[tuple[int, tuple[str, ...]], tuple[Document, tuple[Rule, ...]]] = {}
_OWN = "no statement of the identity policies allows it"
_ON_IT = "no statement of the resource's policy allows it to who asks"


def hopeless(policies: Policies, question: Question) -> tuple[str, ...]:
    """Why nothing grants any request of a question, where that shows at a glance. Raises: ValueError."""
    text = question.principal
    if policies.grants or (text.startswith("arn:") and set(text) & _WILD):
        return ()
    who = _who(text)
    if who.kind is Kind.ROOT or _asks_who_it_is(question.actions):
        return ()
    naming = _named(policies, question, who)
    if not who.kind.has_account:
        return () if naming else (_ON_IT,)
    if who.account != question.resource_account:
        if not naming:
            return (_ON_IT,)
    elif naming > Naming.ACCOUNT or (not naming and _must_be_explicit(question)):
        return () if naming else (_ON_IT,)
    return () if _own(policies, question) else (_OWN, _ON_IT)


def _own(policies: Policies, question: Question) -> bool:
    for document in policies.identity:
        for rule in _granting(document, question.actions):
            if not rule.omits_resource and _meets(rule, question.resources):
                return True
    return False


def _named(policies: Policies, question: Question, who: Caller) -> Naming:
    """The strongest way in which the resource's policy may name somebody who asks for some of it."""
    best = Naming.NOT
    if policies.resource is not None:
        for rule in _granting(policies.resource, question.actions):
            if rule.principals is not None and _meets(rule, question.resources):
                naming = Naming.ITSELF if rule.names_sessions else rule.principals.allowed(who)
                best = max(best, naming)
    return best


def _granting(document: Document, actions: tuple[str, ...]) -> tuple[Rule, ...]:
    """The Allow statements of a document that some actions may meet."""
    key = (id(document), actions)
    found = _GRANTING.get(key)
    if found is None:
        if len(_GRANTING) >= _MOST:
            _GRANTING.clear()
        allows = (rule for rule in rules(document, "any") if rule.statement.allows)
        found = _GRANTING[key] = (document, tuple(rule for rule in allows if _speaks(rule, actions)))
    return found[1]


def _speaks(rule: Rule, actions: tuple[str, ...]) -> bool:
    patterns = rule.statement.actions
    if not patterns:
        return True
    return any(not apart(glob(one, fold=True), glob(other, fold=True)) for one in patterns for other in actions)


def _meets(rule: Rule, resources: tuple[str, ...]) -> bool:
    edges = rule.edges
    if edges is None:
        return True
    for head, tail in edges:
        for first, last in _edges(resources):
            if (head.startswith(first) or first.startswith(head)) and (tail.endswith(last) or last.endswith(tail)):
                return True
    return False


@lru_cache(maxsize=65536)
def _edges(resources: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.head, each.tail) for each in map(glob, resources))


@lru_cache(maxsize=65536)
def _who(text: str) -> Caller:
    return caller(Request(principal=text, action="", resource="*", resource_account=""))


@lru_cache(maxsize=4096)
def _asks_who_it_is(actions: tuple[str, ...]) -> bool:
    """Whether `sts:GetCallerIdentity` may be among some actions, which needs no permission."""
    free = glob("sts:getcalleridentity")
    return any(not apart(free, glob(each.lower())) for each in actions)


def _must_be_explicit(question: Question) -> bool:
    """Whether all of a question is about keys, whose policy must agree whatever the principal holds."""
    keys = all(each[:4].lower() == "kms:" for each in question.actions)
    return keys and all(":key/" in each for each in question.resources)
