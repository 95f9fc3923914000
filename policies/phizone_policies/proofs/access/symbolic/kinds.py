"""The actions of a question by kind: those of kms, s3 and sts, for which more is decided, and all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from phizone_policies.proofs.access.symbolic.globs import Glob, exactly, glob
from phizone_policies.proofs.access.symbolic.keys import KeyTest
from phizone_policies.proofs.access.symbolic.languages import language
from phizone_policies.proofs.access.symbolic.question import Question
from phizone_policies.proofs.access.symbolic.statements import ACTION, RESOURCE
from phizone_policies.proofs.access.symbolic.values import Text
from phizone_policies.views.authorization import service

_APART = ("kms", "s3", "sts")


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """Actions of a question that are decided alike."""

    service: str
    """`kms`, `s3` or `sts`; empty for every other."""
    tests: frozenset[KeyTest]
    """The tests on the action."""
    texts: frozenset[str]
    """The actions, in lower case, where they can be listed."""
    spelling: Mapping[str, str]
    """Actions as they were asked for, by themselves in lower case."""

    def spelled(self, action: str) -> str:
        """An action as it was asked for."""
        return self.spelling.get(action, action)

    def never(self, question: Question) -> dict[str, frozenset[KeyTest]]:
        """The tests on the resource, and on each key that never holds something."""
        return _never(question.resources, tuple(sorted(question.never.items())))


@lru_cache(maxsize=4096)
def _never(resources: tuple[str, ...], never: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, frozenset[KeyTest]]:
    found = {RESOURCE: frozenset({KeyTest(Text(language(frozenset(map(glob, resources)))))})}
    for name, patterns in never:
        test = KeyTest(Text(language(frozenset(map(glob, patterns)))), wanted=False, absent=True, every=True)
        if name != ACTION:
            found[name] = found.get(name, frozenset()) | {test}
    return found


@lru_cache(maxsize=4096)
def kinds(actions: tuple[str, ...], never: tuple[str, ...]) -> tuple[Kinds, ...]:
    """The actions that some patterns mean, `never` excepted, by kind."""
    groups: dict[str, list[str]] = {}
    for pattern in actions:
        prefix = pattern.lower().partition(":")[0]
        own = (*_APART, "") if set(prefix) & {"*", "?"} else (prefix if prefix in _APART else "",)
        for each in own:
            groups.setdefault(each, []).append(pattern)
    return tuple(_kind(name, tuple(patterns), never) for name, patterns in sorted(groups.items()))


def _kind(name: str, patterns: tuple[str, ...], never: tuple[str, ...]) -> Kinds:
    globs = [each for pattern in patterns for each in _globs(pattern)]
    tests = {KeyTest(Text(language(frozenset(globs))))}
    inside = [f"{name}:*"] if name else [f"{each}:*" for each in _APART]
    tests.add(KeyTest(Text(language(frozenset(glob(each, fold=True) for each in inside))), wanted=bool(name)))
    if never:
        left_out = language(frozenset(glob(each, fold=True) for each in never))
        tests.add(KeyTest(Text(left_out), wanted=False))
    texts = frozenset(each.text for each in globs if each.text is not None)
    accepted = frozenset(text for text in texts if all(test.holds((text,)) for test in tests))
    spelling = {pattern.lower(): pattern for pattern in patterns if not set(pattern) & {"*", "?"}}
    return Kinds(name, frozenset(tests), accepted, spelling)


def _globs(pattern: str) -> Iterator[Glob]:
    """The actions of a service that AWS knows, each; of any other service the pattern itself."""
    prefix, _, name = pattern.lower().partition(":")
    known = service(prefix)
    found = known.matching(name) if known and set(name) & {"*", "?"} else ()
    if found:
        yield from (exactly(f"{prefix}:{each}") for each in found)
    else:
        # In lower case, as what is listed is: without it the same action would be two texts.
        yield glob(pattern.lower())
