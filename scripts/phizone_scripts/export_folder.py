"""A folder that an export owns: every file in it is one we wrote, or one of the tool's own that we never write.

A marker lists our files with their digests. It is written before the files, with what they were and what they will be,
so that a run that was cut off can be repeated; what anybody else wrote or edited is never overwritten.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from phizone_scripts.exits import Misuse
from phizone_scripts.output import as_json, write_bytes

MARKER = ".phizone-export.json"
"""The file that lists ours."""
_FORMAT = "phizone-export/1"
_TOOLS_FOLDERS = frozenset({".terraform", ".venv", "__pycache__", "cdktf.out"})
_TOOLS_FILES = (".terraform.lock.hcl", ".tfbackend", ".tfvars")


def fill(folder: Path, what: str, files: Mapping[str, bytes]) -> None:
    """Makes a folder hold these files by relative path; those of an earlier export that are no longer among them go.

    Raises: Misuse where the folder holds another export, or a file that we did not write or that was edited since.
    """
    known = _known(folder, what)
    _require_ours(folder, known)
    new = {name: [_digest(content)] for name, content in files.items()}
    both = {name: sorted({*known.get(name, ()), *new.get(name, ())}) for name in {*known, *new}}
    try:
        _mark(folder, what, both)
        for name, content in files.items():
            write_bytes(folder / name, content)
        for name in sorted(set(known) - set(new)):
            (folder / name).unlink(missing_ok=True)
        _mark(folder, what, new)
    except OSError as wrong:
        raise Misuse(f"{folder}: cannot be written: {wrong.strerror}: {wrong.filename}") from None


def _known(folder: Path, what: str) -> dict[str, list[str]]:
    """Our files of an earlier export with the digests they may have; none where there was no export."""
    marker = folder / MARKER
    if folder.exists() and not folder.is_dir():
        raise Misuse(f"{folder}: is a file; name a folder, which is made where there is none")
    if not marker.exists():
        return {}
    try:
        told = json.loads(marker.read_text(encoding="utf-8"))
        given, files = told["export"], told["files"]
        known = {str(name): [str(each) for each in digests] for name, digests in files.items()}
        wrong = told["format"] != _FORMAT or any(_outside(name) for name in known)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        given, known, wrong = "", {}, True
    if wrong:
        raise Misuse(f"{marker}: is no list of files that Phizone wrote; name an empty folder")
    if given != what:
        raise Misuse(f"{folder}: holds the export of {given}, not of {what}; name another folder")
    return known


def _outside(name: str) -> bool:
    return Path(name).is_absolute() or ".." in Path(name).parts


def _require_ours(folder: Path, known: Mapping[str, list[str]]) -> None:
    found = dict(_others(folder))
    foreign = sorted(name for name in found if name not in known)
    if foreign:
        raise Misuse(
            f"{folder}: holds files that Phizone did not write: {_named(foreign)}; the tool would read them as a part "
            "of the export, so move them away or name an empty folder"
        )
    edited = sorted(name for name, path in found.items() if path.is_symlink() or _of(path) not in known[name])
    if edited:
        raise Misuse(
            f"{folder}: edited since Phizone wrote them: {_named(edited)}; make the change in environments/ or the "
            "programs, then remove these files or name an empty folder"
        )


def _others(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file in the folder but the marker and what the tools keep there, by relative path."""
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(set(folders) - _TOOLS_FOLDERS - set(links))
        for name in (*names, *links):
            relative = (here / name).relative_to(folder).as_posix()
            if relative != MARKER and not name.endswith(_TOOLS_FILES):
                yield relative, here / name


def _named(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _of(path: Path) -> str:
    return _digest(path.read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _mark(folder: Path, what: str, files: Mapping[str, list[str]]) -> None:
    write_bytes(folder / MARKER, as_json({"format": _FORMAT, "export": what, "files": dict(files)}).encode())
