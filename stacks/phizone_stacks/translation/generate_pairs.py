"""Which Terraform type a Pulumi token stands for: proposed by names, confirmed by agreeing attributes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from phizone_stacks.translation.generate_assembly import Attribute
from phizone_stacks.translation.generate_pulumi import Properties

# Least agreement that confirms a type proposed by the full name, by part of it, and by attributes alone.
_FULL_NAME, _PART_OF_NAME, _ATTRIBUTES_ALONE = 0.5, 0.6, 0.8
# Every resource has these, so they say nothing about which one it is.
_COMMON = frozenset({"id", "arn", "region", "tags", "tagsall", "timeouts"})


@dataclass(frozen=True, slots=True)
class Pairing:
    """The outcome for all tokens."""

    types: Mapping[str, str]
    """Terraform type by token."""
    by_rule: int
    """How many tokens the naming rule without aliases paired."""
    unpaired: tuple[str, ...]
    """Tokens that stand for no type of this provider release."""


def squashed(name: str) -> str:
    """`name` without case and underscores, equal for both spellings of one name."""
    return name.replace("_", "").lower()


def stem(name: str) -> str:
    """The squashed `name` without its ending, equal for singular and plural of one name."""
    bare = squashed(name).rstrip("es")
    return bare[:-1] + "i" if bare.endswith("y") else bare


def agreement(names: Iterable[str], attributes: Iterable[str]) -> float:
    """Share of agreeing names, 0 to 1, of those that not every resource has."""
    left = {stem(name) for name in names if squashed(name) not in _COMMON}
    right = {stem(name) for name in attributes if squashed(name) not in _COMMON}
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else float(left == right)


def _proposals(token: str, modules: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Squashed type names for a token with the agreement that confirms each, likeliest first."""
    module, _, rest = token.removeprefix("aws:").partition("/")
    name = squashed(rest.partition(":")[2])
    names = [name, name.removesuffix("v2")] if name.endswith("v2") else [name]
    prefixes = [module, *modules.get(module, ())]
    full = {squashed(f"aws{prefix}{each}"): _FULL_NAME for each in names for prefix in prefixes}
    part = {squashed(f"aws{each}"): _PART_OF_NAME for each in [*names, *prefixes]}
    return full | {key: least for key, least in part.items() if key not in full}


class _Matcher:
    """Finds types for tokens; what it has given is no longer free for a guess by attributes."""

    def __init__(self, resources: Mapping[str, Mapping[str, Attribute]], modules: Mapping[str, Sequence[str]]) -> None:
        self.resources = resources
        self.modules = modules
        self.spellings = {squashed(name): name for name in sorted(resources)}
        self.free = set(resources)

    def by_name(self, token: str, names: Iterable[str], *, aliases: bool) -> str | None:
        """The proposed type that agrees best, when it agrees enough."""
        known = [
            (agreement(names, self.resources[self.spellings[each]]), self.spellings[each], least)
            for each, least in _proposals(token, self.modules if aliases else {}).items()
            if each in self.spellings
        ]
        agreed = [found for found in known if found[0] >= found[2]]
        return max(agreed, key=lambda found: found[0])[1] if agreed else None

    def by_attributes(self, names: Iterable[str], least: float) -> str | None:
        """The one free type that agrees better than any other and better than `least`."""
        found = sorted(((agreement(names, self.resources[each]), each) for each in self.free), reverse=True)[:2]
        if not found or found[0][0] <= least or (len(found) == 2 and found[0][0] == found[1][0]):
            return None
        return found[0][1]


def _renamed(token: str) -> bool:
    """True of a second version, which may stand for another type than the first."""
    return squashed(token).endswith("v2")


def pair(
    tokens: Mapping[str, Properties],
    resources: Mapping[str, Mapping[str, Attribute]],
    modules: Mapping[str, Sequence[str]],
) -> Pairing:
    """Pairs every token with the type that its name proposes and its properties confirm."""
    matcher = _Matcher(resources, modules)
    named = {token: matcher.by_name(token, tokens[token], aliases=True) for token in sorted(tokens)}
    types = {token: found for token, found in named.items() if found}
    by_rule = sum(matcher.by_name(token, tokens[token], aliases=False) == found for token, found in types.items())
    matcher.free -= set(types.values())
    claims = Counter(types.values())
    for token, found in named.items():
        if found and not (claims[found] > 1 and _renamed(token)):
            continue
        least = agreement(tokens[token], resources[found]) if found else _ATTRIBUTES_ALONE
        guess = matcher.by_attributes(tokens[token], least)
        if guess:
            types[token] = guess
            matcher.free.discard(guess)
    return Pairing(types, by_rule, tuple(sorted(set(tokens) - set(types))))
