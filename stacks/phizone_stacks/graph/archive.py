"""Archives of data that a package carries: the same contents give the same bytes on any machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_archive(target: Path, entries: Mapping[str, object]) -> None:
    """Writes each entry as compact JSON with sorted keys and no clock."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # The writer's own system would otherwise stand in the bytes.
            archive.writestr(info, json.dumps(entries[name], separators=(",", ":"), sort_keys=True))
