"""The proofs for people: how each claim stands in each environment, over how much, and what it takes for true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from phizone_policies.evaluate import Answer
from phizone_policies.proof import Decision, Proof
from phizone_policies.report import Verdict

_WORDS = {
    Decision.REFUTED: "[red]refuted[/]",
    Decision.UNKNOWN: "[yellow]unknown[/]",
    Decision.PROVED: "[green]proved[/]",
}


def show_proofs(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Prints a line for each proof; then what they assume and which types they model, numbered as in those lines."""
    proofs = {verdict.environment: _by_rule(verdict) for verdict in verdicts}
    rules = sorted({rule for found in proofs.values() for rule in found})
    if not rules:
        return
    assumptions, inventories = _Notes(), _Notes()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("proof", *proofs, "over", "assumes", "models"):
        table.add_column(column)
    for rule in rules:
        found = {name: by_rule.get(rule, ()) for name, by_rule in proofs.items()}
        every = [proof for each in found.values() for proof in each]
        table.add_row(
            rule,
            *(_word(each) for each in found.values()),
            _over(found),
            assumptions.numbers(text for proof in every for text in proof.assumptions),
            inventories.numbers([_models(every)]),
        )
    console.print()
    console.print(table)
    assumptions.show(console, "assumes")
    inventories.show(console, "models")


class _Notes:
    """Texts told once below a table, and referred to by number."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}

    def numbers(self, texts: Iterable[str]) -> str:
        """The numbers of texts, as `1 3`."""
        found = {self._texts.setdefault(text, len(self._texts) + 1) for text in texts if text}
        return " ".join(map(str, sorted(found)))

    def show(self, console: Console, word: str) -> None:
        """Prints the texts."""
        for text, number in self._texts.items():
            console.print(f"[dim]{word} {number}[/] {escape(text)}", soft_wrap=True)


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
    return next((word for decision, word in _WORDS.items() if decision in decisions), "[dim]not asked[/]")


def _over(found: Mapping[str, Sequence[Proof]]) -> str:
    """The sizes of the sets, once where all environments have the same, else from the least to the most."""
    totals = [_sizes(proofs) for proofs in found.values() if proofs]
    names = dict.fromkeys(name for sizes in totals for name in sizes)
    told = {name: [sizes[name] for sizes in totals if name in sizes] for name in names}
    ranges = ((name, min(counts), max(counts)) for name, counts in told.items())
    return ", ".join(f"{low if low == high else f'{low} to {high}'} {name}" for name, low, high in ranges)


def _sizes(proofs: Sequence[Proof]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for proof in proofs:
        totals.update(proof.sizes)
    return totals


def _models(proofs: Sequence[Proof]) -> str:
    """The types that some proofs model, with the most resources of each that one of them saw."""
    most: dict[str, int] = {}
    for proof in proofs:
        for kind, count in proof.inventory.items():
            most[kind] = max(count, most.get(kind, 0))
    return ", ".join(f"{kind.removeprefix('aws_')} {count}" for kind, count in sorted(most.items()))
