"""`phizone emulator types`."""

from __future__ import annotations

from phizone_scripts.options import AsJson, Out, PageFormat, PageOutput


def types(format: PageOutput = PageFormat.TABLE, json: AsJson = False, out: Out = None) -> None:  # noqa: A002
    """List the types that are made in a rehearsal, read in an audit, and emulated."""
    from phizone_scripts.emulated_types import as_json as rows_json
    from phizone_scripts.emulated_types import as_markdown, rows, totals
    from phizone_scripts.listing import columns
    from phizone_scripts.output import as_json, emit

    found = rows()
    if json or format is PageFormat.JSON:
        emit(as_json(rows_json(found)), out)
    elif format is PageFormat.MARKDOWN:
        emit(as_markdown(found), out)
    else:
        told = columns(
            (
                row.type,
                "made" if row.made else "",
                row.read,
                "" if row.emulated else "not emulated",
                ", ".join(row.lacking),
            )
            for row in found
        )
        emit(f"{told}\n{totals(found)}", out)
