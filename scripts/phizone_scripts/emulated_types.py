"""What of the types that are made or read is emulated, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from phizone_stacks.emulator.adapter import all_adapters
from phizone_stacks.emulator.gaps import MOTO, Gap, gaps
from phizone_stacks.live.reading import Reader, all_readers


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type."""

    type: str
    """Terraform type."""
    made: bool
    """Whether an adapter makes it."""
    read: str
    """The reader that tells it, as `kms.keys`; empty where none does."""
    where: str
    """Where that is asked, as `region`; empty where none does."""
    lacking: tuple[str, ...]
    """What the emulator lacks: operations, or attributes."""
    emulated: bool
    """Whether the emulator has resources of the type."""


def rows() -> tuple[TypeRow, ...]:
    """Every type that is made or read, by name."""
    made = all_adapters()
    readers = {kind: reader for reader in all_readers() for kind in reader.types}
    lacking: dict[str, list[Gap]] = {}
    for gap in gaps():
        lacking.setdefault(gap.type, []).append(gap)
    return tuple(_row(kind, made, readers, lacking.get(kind, [])) for kind in sorted({*made, *readers, *lacking}))


def _row(kind: str, made: Mapping[str, object], readers: Mapping[str, Reader], lacking: list[Gap]) -> TypeRow:
    reader = readers.get(kind)
    return TypeRow(
        kind,
        kind in made,
        reader.name if reader else "",
        reader.where.value if reader else "",
        tuple(gap.attribute or gap.operation for gap in lacking),
        all(gap.attribute for gap in lacking),
    )


def as_json(found: Iterable[TypeRow]) -> dict[str, object]:
    """The rows as JSON data."""
    return {
        "moto": MOTO,
        "types": {
            row.type: {
                "made": row.made,
                "read": row.read or None,
                "where": row.where or None,
                "emulated": row.emulated,
                "lacking": list(row.lacking),
            }
            for row in found
        },
    }


def as_markdown(found: Iterable[TypeRow]) -> str:
    """The rows as a page."""
    every = list(found)
    lines = [
        "# Types that are made, read and emulated",
        "",
        f"Written by `phizone emulator types --format markdown`, for moto {MOTO}. *made* by an adapter of",
        "`phizone_stacks/emulator/adapters`; *read* by a function of `phizone_stacks/live/readers`: in every region,",
        "in regions that must be empty too (everywhere), once in an account, or in the management account; what the",
        "emulator *lacks* is taken from the programs' graph in a rehearsal, never in an audit of accounts of AWS.",
        "",
        f"{totals(every)}.",
        "",
        "| type | made | read by | where | emulated | lacks |",
        "|---|---|---|---|---|---|",
    ]
    for row in every:
        cells = (
            f"`{row.type}`",
            _yes(row.made),
            f"`{row.read}`" if row.read else "no",
            row.where,
            _yes(row.emulated),
            ", ".join(f"`{each}`" for each in row.lacking),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def totals(found: Iterable[TypeRow]) -> str:
    """How many there are, in a sentence without full stop."""
    every = list(found)
    parts = (sum(row.made for row in every), sum(bool(row.read) for row in every), sum(row.emulated for row in every))
    return f"{len(every)} types: {parts[0]} made, {parts[1]} read, {parts[2]} emulated"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
