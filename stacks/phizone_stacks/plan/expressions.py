"""The references that a plan's configuration lists, taken apart.

Terraform lists what an expression refers to and then everything that is a part of: `aws_vpc.a[0].id`, `aws_vpc.a[0]`,
`aws_vpc.a`. How the expression puts them together it does not say, nor what a local value holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from phizone_stacks.plan.document import Key

_STEP = re.compile(r'([^.\[\]"]+)|\[(\d+|"(?:[^"\\]|\\.)*")\]')
_VALUES = ("count.", "each.", "path.", "terraform.", "self.", "var.", "local.")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: a resource, an output of a module, or a value of the module it stands in."""

    root: str
    """`aws_vpc.this`, `data.aws_ami.this`, `module.vpc`, `var.name`, `local.name`, `each.value`, `count.index`."""
    key: Key
    """The index after the root; None where there is none."""
    steps: tuple[str, ...]
    """What follows, as `id`, or `vpc_config`, `0`, `subnet_ids`."""

    @property
    def word(self) -> str:
        """The first word of the root."""
        return self.root.split(".")[0]

    @property
    def name(self) -> str:
        """The root without its first word."""
        return self.root.split(".", 1)[1]


def listed(expression: Any) -> list[Reference]:
    """The references in an expression or in the blocks of one, in order, without the parts of what is listed."""
    return [reference for names in _lists(expression) for reference in _whole(names)]


def _lists(expression: Any) -> Iterator[list[str]]:
    if isinstance(expression, list):
        for item in expression:
            yield from _lists(item)
    elif isinstance(expression, dict):
        if isinstance(expression.get("references"), list):
            yield expression["references"]
        else:
            for item in expression.values():
                yield from _lists(item)


def _whole(names: list[str]) -> Iterator[Reference]:
    """The longest reference of each run; a run ends with the root of its first."""
    running = ""
    for name in names:
        part = running.startswith(name) and running[len(name) : len(name) + 1] in (".", "[")
        if part:
            running = "" if name == parse(name).root else running
            continue
        reference = parse(name)
        yield reference
        running = "" if name == reference.root else name


def parse(text: str) -> Reference:
    """A reference taken apart."""
    found = [(word, key) for word, key in _STEP.findall(text)]
    words = 3 if text.startswith("data.") else 2
    root = ".".join(word for word, _ in found[:words])
    rest = found[words:]
    key = json.loads(rest[0][1]) if rest and rest[0][1] else None
    after = rest[1:] if key is not None else rest
    return Reference(root, key, tuple(word or str(json.loads(index)) for word, index in after))


def is_value(reference: Reference) -> bool:
    """Whether a reference names no resource and no module."""
    return f"{reference.word}." in _VALUES
