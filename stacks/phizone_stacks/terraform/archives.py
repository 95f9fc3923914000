"""The code of functions whose archive the program writes itself: the graph says `inline` and keeps no content.

Its content is the module of `phizone_modules` that the handler names; a test holds what the programs give to that.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from phizone_stacks.graph.node import Node
from phizone_stacks.terraform.expressions import Unexportable

_INLINE = "inline"
_PACKAGE = "phizone_modules"
_ATTRIBUTES = {"aws_lambda_function": "filename", "aws_lambda_layer_version": "filename"}
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that stands beside `main.tf.json`."""

    name: str
    """As `rotation_handler-0123456789ab.zip`: with its digest, so that other code is another name and is applied."""
    content: bytes
    """The ZIP file, the same bytes for the same code."""


def archive_of(node: Node) -> Archive | None:
    """The archive of a function that the program writes itself; None elsewhere.

    Raises: Unexportable where no module of ours is that code.
    """
    attribute = _ATTRIBUTES.get(node.type, "")
    if node.attributes.get(attribute) != _INLINE:
        return None
    module = node.text("handler").partition(".")[0]
    file = resources.files(_PACKAGE).joinpath(f"{module}.py")
    if not module.isidentifier() or not file.is_file():
        raise Unexportable(
            f"{node.address}: {attribute} is content that the program gives, which the graph does not keep; "
            f"give the program a file{f', see {node.source}' if node.source else ''}"
        )
    content = _zip({f"{module}.py": file.read_bytes()})
    return Archive(f"{module}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}.zip", content)


def replaced(node: Node) -> dict[str, str]:
    """What an exported node says instead of its attributes: where its archive lies."""
    found = archive_of(node)
    return {_ATTRIBUTES[node.type]: f"${{path.module}}/{found.name}"} if found else {}


def _zip(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # Lambda runs as another user than the archive's owner.
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, files[name])
    return stream.getvalue()
