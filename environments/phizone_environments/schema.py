"""The JSON Schemas of the files, for editors: `python -m phizone_environments.schema` writes them."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from phizone_environments.environment import Environment
from phizone_environments.organization import Organization

SCHEMAS: dict[str, type[BaseModel]] = {"organization": Organization, "environment": Environment}
"""The model behind each schema, by the first part of the schema's file name."""

FOLDER = Path(__file__).parent / "schemas"
"""Where the schemas stand, inside the package."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: str) -> str:
    """Return a schema's file: the same text on any machine."""
    schema = SCHEMAS[name].model_json_schema() | {"$schema": _DIALECT, "$id": f"phizone:{name}/1"}
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def schema_file(name: str) -> Path:
    """Return where a schema stands."""
    return FOLDER / f"{name}.schema.json"


def main() -> None:
    """Write every schema and say where."""
    for name in SCHEMAS:
        schema_file(name).write_text(schema_text(name), encoding="utf-8")
        print(f"wrote {FOLDER.name}/{schema_file(name).name}")


if __name__ == "__main__":
    main()
