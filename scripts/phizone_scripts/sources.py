"""Where a verb's zone and graph come from: `environments/`, the zone's own stacks, or a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from phizone_scripts.exits import Misuse
from phizone_scripts.output import progress

if TYPE_CHECKING:
    from phizone_environments.zone import Zone
    from phizone_stacks.graph.graph import Graph


def read_zone(directory: Path) -> tuple[Zone, Path]:
    """What `environments/` says, and the folder it stands in. Raises: Misuse with every error of every file."""
    from phizone_environments.errors import EnvironmentsNotFound, InvalidEnvironments
    from phizone_environments.load import find_environments, load

    try:
        found = find_environments(directory.resolve())
        return load(found), found.parent
    except (InvalidEnvironments, EnvironmentsNotFound) as wrong:
        raise Misuse(str(wrong)) from None


def read_graph(file: Path | None, zone: Zone, root: Path) -> Graph:
    """The graph of a file, or else of the zone's own stacks. Raises: Misuse; ProgramFailed; CaptureError."""
    if file is None:
        from phizone_stacks.capture.zone import capture_zone, stacks

        with progress("capturing", sum(len(wave) for wave in stacks(zone))) as report:
            return capture_zone(root, zone, lambda name, count: report(f"{name}, {count} resources"))
    return graph_in(file)


def graph_in(file: Path) -> Graph:
    """The graph in a file that `phizone graph` wrote. Raises: Misuse."""
    from phizone_stacks.graph.canonical import UnreadableGraph, loads

    try:
        return loads(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as wrong:
        raise Misuse(f"{file}: cannot be read: {wrong}; write it with `phizone graph --out {file}`") from None
    except UnreadableGraph as wrong:
        raise Misuse(str(wrong)) from None


def selected(zone: Zone, names: list[str] | None) -> list[str]:
    """The environments asked for, all by default, in the zone's order. Raises: Misuse for one it does not have."""
    known = [environment.name for environment in zone.environments]
    unknown = sorted(set(names or ()) - set(known))
    if unknown:
        raise Misuse(f"no environment {', '.join(unknown)}; environments/ has {', '.join(known)}")
    return [name for name in known if not names or name in names]
