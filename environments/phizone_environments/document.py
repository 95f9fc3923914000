"""A YAML file as plain data with the line of every field.

Scalars stay the text that was written: YAML 1.1 would read `no` as false, `012345678901` as an octal number and
`12:30` as 750. The models turn text into numbers and dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from phizone_environments.errors import Problem
from phizone_environments.secret_text import secrets_in, tokens_in
from phizone_environments.wording import field_name, shown

Steps: TypeAlias = tuple[str | int, ...]
"""The way to a field: keys of mappings and positions in lists."""
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | None"
"""What a file holds, before a model has read it."""

DEEPEST = 16
"""Mappings and lists that may stand one in another; our own files need four."""

_NULLS = ("", "~", "null", "Null", "NULL")
_HOLDS = "holds what looks like {kind}; take it out, and revoke it if it is real"


@dataclass(kw_only=True)
class Document:
    """One file: its data, its lines and what is wrong with it as YAML."""

    file: str
    """The file, relative to the directory that holds `environments/`."""
    data: Plain = None
    """The data; a repeated key keeps its first value."""
    lines: dict[Steps, int] = field(default_factory=dict)
    """The line of each field, from 1."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong before any model is asked: the YAML itself, and secrets."""
    hidden: set[Steps] = field(default_factory=set)
    """The fields that hold a secret; nothing else is said of them."""
    hidden_lines: set[int] = field(default_factory=set)
    """The lines that those fields stand on."""

    def line(self, path: Steps) -> int:
        """Return a field's line; for a field that is not there, that of the nearest mapping or list around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path] if path else 1

    def problem(self, path: Steps, message: str, given: object = None) -> Problem:
        """Return a problem of one field."""
        return Problem(
            file=self.file, line=self.line(path), field=field_name(path), given=shown(given), message=message
        )


def read(path: Path, file: str) -> Document:
    """Read a YAML file; whatever is wrong with it stands in the document's problems."""
    document = Document(file=file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        document.problems.append(document.problem((), "is not UTF-8 text; save it as UTF-8"))
        return document
    except OSError as error:
        document.problems.append(document.problem((), f"cannot be read ({error.strerror}); make it a readable file"))
        return document
    _parse(text, document)
    _find_tokens(text, document)
    return document


def _parse(text: str, document: Document) -> None:
    try:
        if _has_only_plain_yaml(text, document):
            _take_root(yaml.compose(text, Loader=yaml.SafeLoader), document)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = "holds a control character, which YAML does not allow; take it out"
        document.problems.append(Problem(file=document.file, line=line, message=message))
    except yaml.MarkedYAMLError as error:
        message = f"is not valid YAML ({error.problem}); look for a wrong indent, colon or quote here or just above"
        document.problems.append(Problem(file=document.file, line=_line(error.problem_mark), message=message))


def _line(mark: Any) -> int:
    """Return the line of a YAML mark, from 1; libyaml's marks and PyYAML's have no type in common."""
    return int(mark.line) + 1 if mark else 1


def _has_only_plain_yaml(text: str, document: Document) -> bool:
    """Refuse aliases, tags and depth before any node is built: a few lines of aliases can stand for gigabytes."""
    depth, documents, before = 0, 0, len(document.problems)
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        message = _refusal(event, depth, documents)
        if message:
            document.problems.append(Problem(file=document.file, line=_line(event.start_mark), message=message))
        if depth > DEEPEST or documents > 1:
            break
    return len(document.problems) == before


def _refusal(event: yaml.Event, depth: int, documents: int) -> str:
    if isinstance(event, yaml.AliasEvent):
        return "uses a YAML alias (*); write the value out"
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        return "uses a YAML anchor (&); write the value out wherever it is needed"
    if getattr(event, "tag", None):
        return "uses a YAML tag (!); leave it out: the schema says what each field is"
    if documents > 1:
        return "starts a second YAML document (---); keep one in a file"
    if depth > DEEPEST:
        return f"nests deeper than {DEEPEST} levels; write only the fields of the schema"
    return ""


def _take_root(root: yaml.Node | None, document: Document) -> None:
    if root is None:
        document.problems.append(document.problem((), "is empty; write the fields of its schema"))
    elif not isinstance(root, yaml.MappingNode):
        document.problems.append(document.problem((), "is not a mapping; write it as fields, one a line"))
    else:
        document.data = _take(root, (), document)


def _take(node: yaml.Node, path: Steps, document: Document) -> Plain:
    if isinstance(node, yaml.MappingNode):
        return _take_mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            document.lines[*path, position] = item.start_mark.line + 1
        return [_take(item, (*path, position), document) for position, item in enumerate(node.value)]
    _find_secret(node, path, document)
    written_plainly = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if written_plainly and node.value in _NULLS else str(node.value)


def _take_mapping(node: yaml.MappingNode, path: Steps, document: Document) -> Plain:
    taken: dict[str, Plain] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            message = "has a mapping or a list for a key; write the name of a field"
            document.problems.append(Problem(file=document.file, line=line, field=field_name(path), message=message))
            continue
        step = (*path, key.value)
        if key.value in taken:
            message = f"is written twice, first on line {document.lines[step]}; keep one"
            document.problems.append(Problem(file=document.file, line=line, field=field_name(step), message=message))
            continue
        document.lines[step] = line
        taken[key.value] = _take(value, step, document)
    return taken


def _find_secret(node: yaml.Node, path: Steps, document: Document) -> None:
    for kind in secrets_in(str(path[-1]) if path else "", node.value):
        document.hidden.add(path)
        document.hidden_lines.update(range(node.start_mark.line + 1, node.end_mark.line + 2))
        document.problems.append(document.problem(path, _HOLDS.format(kind=kind)))


def _find_tokens(text: str, document: Document) -> None:
    """Find tokens where no field holds them: in comments, in keys and in a file that is not YAML."""
    for number, line in enumerate(text.split("\n"), start=1):
        for kind in () if number in document.hidden_lines else tokens_in(line):
            document.problems.append(Problem(file=document.file, line=number, message=_HOLDS.format(kind=kind)))
