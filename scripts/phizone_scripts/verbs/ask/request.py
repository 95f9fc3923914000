"""`phizone ask request`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.exits import Misuse
from phizone_scripts.options import AsJson, Format, Out, OutputFormat, chosen


def request(
    case: Annotated[
        Path,
        typer.Argument(
            metavar="CASE.json",
            help="A request and its policies: request, identity, boundary, session, scp, rcp, resource_policy, "
            "endpoint_policy, grants.",
        ),
    ],
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Decide one request to AWS under the policies that stand with it, and tell which statements decide.

    Exit 0 whatever the decision, 2 for a case that cannot be read.
    """
    from phizone_policies.proofs.access.case import InvalidCase, answer, read_case
    from phizone_policies.proofs.access.decide import decide
    from phizone_scripts.output import as_json, emit

    try:
        decision = decide(*read_case(case.read_text(encoding="utf-8"), str(case)))
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{case} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    except InvalidCase as error:
        raise Misuse(str(error)) from None
    text = "\n".join((decision.outcome.value, *(f"  {sentence}" for sentence in decision.because)))
    emit(as_json(answer(decision)) if chosen(format, json) is Format.JSON else text, out)
    if out is not None:
        print(f"wrote {out}")
