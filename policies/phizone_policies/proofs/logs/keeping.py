"""Whether the archive and the log groups keep what they hold for the years, whatever is asked of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.views.buckets import days_of, locked_days
from phizone_policies.views.log_buckets import endings
from phizone_stacks.graph.node import Node, UnknownValue

_GROUP = "aws_cloudwatch_log_group"


def keeps(view: View, archives: Sequence[Node]) -> Proof:
    """The proof over the archives and the log groups that the environment answers for."""
    groups, years, open_ = view.judged(_GROUP), view.organization.retention_years, list[str]()
    found = [each for node in (*archives, *groups) for each in _short(view, node, days_of(years), open_)]
    return conclude(
        f"the archive and all log groups of {view.environment.name} and the shared accounts keep all for {years} years",
        {"archives": len(archives), "log groups": len(groups)},
        refutation=found[0] if found else None,
        unknown=open_,
        assumptions=("nobody, AWS included, deletes what a lock in compliance mode holds before its day",),
        inventory=Counter(node.type for node in (*archives, *groups)),
    )


def _short(view: View, node: Node, least: int, open_: list[str]) -> Iterator[Refutation]:
    try:
        yield from _of_group(node, least) if node.type == _GROUP else _of_archive(view, node, least)
    except UnknownValue as reason:
        open_.append(str(reason))


def _of_group(group: Node, least: int) -> Iterator[Refutation]:
    days = group.get("retention_in_days")
    if not isinstance(days, int):
        raise UnknownValue(group.address, "retention_in_days")
    # Nothing, or 0, is for ever; of the values that CloudWatch takes, 2,557 stands for seven years and their leap days.
    if 0 < days < least:
        yield _ends(group, f"deletes what it holds after {days} days, {least} are required")


def _of_archive(view: View, archive: Node, least: int) -> Iterator[Refutation]:
    locked = locked_days(view.graph, archive)
    if locked < least:
        yield _ends(archive, f"locks records in compliance mode for {locked} days, {least} are required")
    for what, days in endings(view.graph, archive):
        if days < least:
            yield _ends(archive, f"has {what} after {days} days, {least} are required")


def _ends(node: Node, does: str) -> Refutation:
    return Refutation(
        f"{node.address} {does}", (Hop(node.address, does, node.source),), {"resource": node.address}, node
    )
