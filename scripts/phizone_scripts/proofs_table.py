"""The proofs for people: how each claim stands in each environment, over how much, and what it takes for true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape

from phizone_policies.evaluate import Answer
from phizone_policies.proof import Decision, Proof
from phizone_policies.report import Verdict

_WORDS = {Decision.REFUTED: "refuted", Decision.UNKNOWN: "unknown", Decision.PROVED: "proved"}
_NOT_ASKED = "not asked"
_ByRule = Mapping[str, Mapping[str, Sequence[Proof]]]
_COLOURS = {"refuted": "red", "unknown": "yellow", "proved": "green", _NOT_ASKED: "dim"}


def show_proofs(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Prints each proof; then what they assume and which types they model, by the numbers that stand with them.

    Beside findings only those that do not hold, since what is to be mended should stay on the screen.
    """
    proofs = {verdict.environment: _by_rule(verdict) for verdict in verdicts}
    every = sorted({rule for found in proofs.values() for rule in found})
    proved = all(verdict.proved for verdict in verdicts)
    rules = every if proved else [rule for rule in every if _open(rule, proofs)]
    if rules:
        _show(console, proofs, rules, proved)
    rest = len(every) - len(rules)
    if rest:
        other = "other " if rules else ""
        console.print(f"\n{rest} {other}{'proof holds' if rest == 1 else 'proofs hold'} in each environment")


def _open(rule: str, proofs: _ByRule) -> bool:
    return any(proof.decision is not Decision.PROVED for found in proofs.values() for proof in found.get(rule, ()))


def _show(
    console: Console, proofs: Mapping[str, Mapping[str, Sequence[Proof]]], rules: Sequence[str], noted: bool
) -> None:
    widths = [max(map(len, ["proof", *rules])), *(max(len(name), len(_NOT_ASKED)) for name in proofs)]
    assumptions, inventories = _Notes("a"), _Notes("m")
    console.print()
    console.print(_columns(["proof", *proofs], widths, "[bold]{}[/]"), soft_wrap=True)
    for rule in rules:
        found = {name: by_rule.get(rule, ()) for name, by_rule in proofs.items()}
        words = [_word(each) for each in found.values()]
        cells = [rule, *(f"[{_COLOURS[word]}]{word}[/]" for word in words)]
        console.print(_columns(cells, widths), soft_wrap=True)
        every = [proof for each in found.values() for proof in each]
        notes = (assumptions.numbers(_assumed(found)), inventories.numbers([_models(every)])) if noted else ()
        over = "; ".join(text for text in (_over(found), " ".join(filter(None, notes))) if text)
        if over:
            console.print(f"  [dim]{escape(over)}[/]", soft_wrap=True)
    assumptions.show(console, "assumes")
    inventories.show(console, "models")


def _columns(cells: Sequence[str], widths: Sequence[int], style: str = "{}") -> str:
    """Cells with their markup, each filled up to its column's width."""
    plain = [re.sub(r"\[/?\w*\]", "", cell) for cell in cells]
    filled = (
        style.format(cell) + " " * (width - len(text)) for cell, text, width in zip(cells, plain, widths, strict=True)
    )
    return "  ".join(filled).rstrip()


class _Notes:
    """Texts told once below a table, and referred to by a letter and a number."""

    def __init__(self, letter: str) -> None:
        self._letter = letter
        self._texts: dict[str, int] = {}

    def numbers(self, texts: Iterable[str]) -> str:
        """The names of texts, as `a1-3 a5`."""
        found = sorted({self._texts.setdefault(text, len(self._texts) + 1) for text in texts if text})
        runs: list[list[int]] = []
        for number in found:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return " ".join(f"{self._letter}{run[0]}" + (f"-{run[-1]}" if len(run) > 1 else "") for run in runs)

    def show(self, console: Console, word: str) -> None:
        """Prints the texts."""
        for text, number in self._texts.items():
            console.print(f"[dim]{self._letter}{number:<2} {word}[/] {escape(text)}", soft_wrap=True)


def _assumed(found: Mapping[str, Sequence[Proof]]) -> Iterable[str]:
    """The assumptions of a claim, each once for all environments that make it of their own resources."""
    for name, proofs in found.items():
        own = re.compile(rf"\.{re.escape(name)}(?=/)")
        yield from (own.sub(".ENV", text) for proof in proofs for text in proof.assumptions)


def _by_rule(verdict: Verdict) -> Mapping[str, Sequence[Proof]]:
    found: dict[str, list[Proof]] = {}
    for answer in verdict.answers:
        for proof in _of(answer):
            found.setdefault(answer.check.id, []).append(proof)
    return found


def _of(answer: Answer) -> Iterable[Proof]:
    """The proof of an answer; one that raised, or whose data is unknown, stands as an unknown one."""
    if answer.proof:
        return (answer.proof,)
    if answer.check.proof is None:
        return ()
    return (Proof(answer.subject, Decision.UNKNOWN, {}, answer.result.message),)


def _word(proofs: Sequence[Proof]) -> str:
    """The worst of some proofs."""
    decisions = {proof.decision for proof in proofs}
    return next((word for decision, word in _WORDS.items() if decision in decisions), _NOT_ASKED)


def _over(found: Mapping[str, Sequence[Proof]]) -> str:
    """The sizes of the sets, from the least to the most that one of the proofs ranges over."""
    proofs = [proof for each in found.values() for proof in each]
    names = dict.fromkeys(name for proof in proofs for name in proof.sizes)
    told = (f"{name} {_range(proof.sizes[name] for proof in proofs if name in proof.sizes)}" for name in names)
    most = max(map(len, found.values()))
    several = f"{_range(len(each) for each in found.values() if each)} parts, each over " if most > 1 else ""
    return several + ", ".join(told)


def _range(counts: Iterable[int]) -> str:
    """As `3`, or `3 to 7`."""
    ordered = sorted(counts)
    least, most = ordered[0], ordered[-1]
    return str(least) if least == most else f"{least} to {most}"


def _models(proofs: Sequence[Proof]) -> str:
    """The types that some proofs model, with the most resources of each that one of them saw."""
    most: dict[str, int] = {}
    for proof in proofs:
        for kind, count in proof.inventory.items():
            most[kind] = max(count, most.get(kind, 0))
    return ", ".join(f"{kind.removeprefix('aws_')} {count}" for kind, count in sorted(most.items()))
