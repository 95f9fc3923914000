"""One root as a Python module with a `TerraformStack`: a method for each type, a construct for each resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from phizone_stacks.cdktf.arguments import Unfit, call, literal, typed
from phizone_stacks.cdktf.bindings import PROVIDER, Library, binding
from phizone_stacks.terraform.roots import Root

_BLOCK = "        "
_STATE = "terraform_remote_state"
_LOCK = "terraform.backend.s3.use_lockfile"
_META = ("provider", "depends_on", "lifecycle")


@dataclass
class StackModule:
    """The module of one root."""

    library: Library
    """Whose constructs it uses."""
    root: Root
    """What it makes."""
    raw: dict[str, str] = field(default_factory=dict)
    """Addresses made by a construct without types, and what the library lacks, as `publish_to of …`."""

    @property
    def name(self) -> str:
        """Its file without `.py`, as `workspace_prod`."""
        return "".join(each if each.isalnum() else "_" for each in self.root.name)

    @property
    def class_name(self) -> str:
        """Its class, as `WorkspaceProd`."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split("_"))

    def text(self) -> str:
        """The module."""
        methods = {self._method(mode, kind): self._resources(mode, kind, named) for mode, kind, named in self._kinds()}
        body = "\n\n".join(
            [
                f'class {self.class_name}(TerraformStack):\n    """The stack {self.root.name}."""',
                f"    def __init__(self, scope):\n{_BLOCK}super().__init__(scope, {literal(self.root.name)})\n"
                + "".join(f"{_BLOCK}self.{name}()\n" for name in ("_settings", *methods)).rstrip(),
                f"    def _settings(self):\n{self._settings()}".rstrip(),
                *(f"    def {name}(self):\n{text}".rstrip() for name, text in methods.items()),
            ]
        )
        return f'"""{self.root.name}, written by `phizone export cdktf`."""\n\n{self._imports(body)}\n\n\n{body}\n'

    def _imports(self, body: str) -> str:
        core = (
            "DataTerraformRemoteStateS3",
            "S3Backend",
            "TerraformOutput",
            "TerraformResource",
            "TerraformResourceLifecycle",
            "TerraformStack",
            "TerraformVariable",
            "Token",
        )
        used = [name for name in core if f"{name}(" in body or f"{name}." in body or f"({name})" in body]
        modules = sorted({PROVIDER, *self._modules()})
        package = self.library.package
        return "\n".join(
            [
                f"from {self.library} import (\n" + "".join(f"    {name},\n" for name in used) + ")",
                f"from {package} import (\n" + "".join(f"    {name},\n" for name in modules) + ")",
            ]
        )

    def _modules(self) -> Iterator[str]:
        for mode, kind, named in self._kinds():
            found = binding(self.library, f"{mode}{kind}")
            if found is not None and any(f"{mode}{kind}.{name}" not in self.raw for name in named):
                yield found.path.partition(".")[0]

    def _kinds(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        for mode, word in (("data.", "data"), ("", "resource")):
            for kind, named in sorted(self.root.document.get(word, {}).items()):
                if kind != _STATE:
                    yield mode, kind, named

    def _method(self, mode: str, kind: str) -> str:
        return f"_{mode.replace('.', '_')}{kind}"

    def _settings(self) -> str:
        document = self.root.document
        backend = document["terraform"]["backend"]["s3"]
        given = {name: literal(value) for name, value in sorted({"bucket": "", **backend}.items())}
        # cdktf is older than locks that are files in the bucket.
        lock = f"self.add_override({literal(_LOCK)}, {given.pop('use_lockfile')})"
        required = literal(document["terraform"]["required_providers"]["aws"])
        lines = [
            "# The bucket is given by `-backend-config`, as in the Terraform export.",
            call("S3Backend", ["self"], given, _BLOCK),
            'self.add_override("terraform.backend.s3.bucket", None)',
            lock,
            "self._aws = {}",
            *(self._provider(each) for each in document["provider"]["aws"]),
            f'self.add_override("terraform.required_providers.aws", {required})',
            *self._variables(),
            *self._states(),
            *self._outputs(),
        ]
        return "".join(f"{_BLOCK}{line}\n" for line in lines)

    def _provider(self, body: Mapping[str, Any]) -> str:
        found = binding(self.library, PROVIDER)
        if found is None:
            raise LookupError(f"the data of {self.library} holds no provider")
        alias = literal(body["alias"])
        made = call(found.path, ["self", alias], typed(found, body, found.arguments, _BLOCK), _BLOCK)
        return f"self._aws[{alias}] = {made}"

    def _variables(self) -> Iterator[str]:
        for name, body in sorted(self.root.document.get("variable", {}).items()):
            yield from self._named("TerraformVariable", name, {key: literal(value) for key, value in body.items()})

    def _states(self) -> Iterator[str]:
        for name, body in sorted(self.root.document.get("data", {}).get(_STATE, {}).items()):
            config = {key: literal(value) for key, value in sorted(body["config"].items())}
            yield from self._named("DataTerraformRemoteStateS3", name, config)
            # The construct names the workspace; the S3 backend does so too where none is named.
            yield 'it.add_override("workspace", None)'

    def _outputs(self) -> Iterator[str]:
        for name, body in sorted(self.root.document.get("output", {}).items()):
            yield from self._named("TerraformOutput", name, {"value": literal(body["value"])})

    def _named(self, path: str, name: str, arguments: Mapping[str, str]) -> Iterator[str]:
        yield f"it = {call(path, ['self', literal(name)], arguments, _BLOCK)}"
        yield f"it.override_logical_id({literal(name)})"

    def _resources(self, mode: str, kind: str, named: Mapping[str, Any]) -> str:
        adopted = {each["to"]: each["id"] for each in self.root.document.get("import", [])}
        lines: list[str] = []
        for name, body in sorted(named.items()):
            address = f"{mode}{kind}.{name}"
            lines += self._resource(mode + kind, name, body)
            if body.get("depends_on"):
                lines.append(f'it.add_override("depends_on", {literal(body["depends_on"])})')
            if address in adopted:
                lines.append(f"it.import_from({literal(adopted[address])})")
        return "".join(f"{_BLOCK}{line}\n" for line in lines)

    def _resource(self, kind: str, name: str, body: Mapping[str, Any]) -> list[str]:
        own = {key: value for key, value in body.items() if key not in _META}
        address, meta = f"{kind}.{name}", self._meta(body)
        found = binding(self.library, kind)
        try:
            if found is None:
                raise Unfit(f"a class for {kind}")
            made = call(
                found.path, ["self", literal(address)], meta | typed(found, own, found.arguments, _BLOCK), _BLOCK
            )
            return [f"it = {made}", f"it.override_logical_id({literal(name)})"]
        except Unfit as lacking:
            if kind.startswith("data."):
                raise
            self.raw[address] = str(lacking)
            given = {"terraform_resource_type": literal(kind), **meta}
            overrides = [f"it.add_override({literal(key)}, {literal(value)})" for key, value in sorted(own.items())]
            made = call("TerraformResource", ["self", literal(address)], given, _BLOCK)
            return [
                f"# {self.library} {self.library.package} lacks {lacking}",
                f"it = {made}",
                f"it.override_logical_id({literal(name)})",
                *overrides,
            ]

    def _meta(self, body: Mapping[str, Any]) -> dict[str, str]:
        found = {"provider": f"self._aws[{literal(body['provider'].removeprefix('aws.'))}]"}
        if body.get("lifecycle"):
            told = {key: literal(value) for key, value in body["lifecycle"].items()}
            found["lifecycle"] = (
                "TerraformResourceLifecycle(" + ", ".join(f"{key}={value}" for key, value in told.items()) + ")"
            )
        return found
