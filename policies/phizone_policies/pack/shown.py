"""Values as a message shows them: short, and of two long texts the place where they part."""

from __future__ import annotations

import json
from typing import Any

from phizone_stacks.graph.canonical import encode

_LENGTH = 160
_BEFORE = 40


def shown(value: Any) -> str:
    """A value of the graph as JSON, cut where it is long."""
    text = json.dumps(encode(value), ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…"


def around(wanted: str, seen: str) -> tuple[str, str]:
    """Two texts that differ, each from a little before the place where they part."""
    if len(wanted) <= _LENGTH and len(seen) <= _LENGTH:
        return shown(wanted), shown(seen)
    pairs = enumerate(zip(wanted, seen, strict=False))
    parted = next((at for at, (one, other) in pairs if one != other), min(len(wanted), len(seen)))
    start = max(parted - _BEFORE, 0)
    return _window(wanted, start), _window(seen, start)


def _window(text: str, start: int) -> str:
    piece = json.dumps(text[start : start + _LENGTH], ensure_ascii=False)
    return f"{'…' if start else ''}{piece}{'…' if start + _LENGTH < len(text) else ''}"
