"""Tokens back to references: a property as the program sent it becomes a value of the graph."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
from collections.abc import Callable, Mapping
from typing import Any

from pulumi.runtime import rpc

from phizone_stacks.capture.symbols import BOOLEAN, KEY, SPLAT
from phizone_stacks.capture.tokens import (
    NUMBER_SUSPECT,
    NUMBER_TEXT,
    PIECE,
    TOKEN,
    Origin,
    Registry,
    is_whole,
)
from phizone_stacks.graph.values import Ref, Unknown, Value, references, template

_SECRET = rpc._special_secret_sig
_ASSETS = (rpc._special_asset_sig, rpc._special_archive_sig)
_SIGNATURE = rpc._special_sig_key
_PRINTED = "Calling __str__ on an Output"
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{31,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){31,}")

Resolve = Callable[[Origin], Ref | None]
"""Gives the reference that an origin stands for, or None where its resource is not in the graph."""


class Decoder:
    """Decodes the properties of one resource and collects what was wrong with them, by property path."""

    def __init__(self, registry: Registry, resolve: Resolve) -> None:
        self._registry = registry
        self._resolve = resolve
        self.problems: list[tuple[str, str]] = []

    def value(self, raw: Any, path: str) -> Value:
        """The value of a raw property at a path."""
        if isinstance(raw, str):
            text = self._text(raw, path)
            if any(f".{SPLAT}" in ref.attribute for ref in references(text)):
                return self._problem(path, "a list or map of unknown length was made into one text")
            return text
        if isinstance(raw, bool) or raw is None:
            return raw
        if isinstance(raw, int | float):
            return self._number(raw, path)
        if isinstance(raw, list):
            items = [
                self._text(item, f"{path}[{index}]") if isinstance(item, str) else self.value(item, f"{path}[{index}]")
                for index, item in enumerate(raw)
            ]
            return self._whole(items[0]) if len(items) == 1 and self._is_splat(items[0]) else items
        return self._map(raw, path)

    def _map(self, raw: Mapping[str, Any], path: str) -> Value:
        signature = raw.get(_SIGNATURE)
        if signature == _SECRET:
            return self._secret(raw.get("value"), path)
        if signature in _ASSETS:
            return str(raw.get("path") or raw.get("uri") or "inline")
        for key in raw:
            if TOKEN.search(key) or PIECE.search(key):
                whole = self._registry.text.get(key)
                if whole is not None and len(raw) == 1 and whole.path[-1] == KEY:
                    return self._whole(self._resolve(whole) or Unknown("outside the graph"))
                return self._problem(path, "a map has a key that is not known before apply")
        return {key: self.value(item, f"{path}.{key}") for key, item in raw.items()}

    def _secret(self, raw: Any, path: str) -> Value:
        """A secret as the reference that it is, or as unknown; as it is only where all in it must be references."""
        text = raw if isinstance(raw, str) else ""
        given = self._registry.secrets.get(text)
        value = self.value(raw, path) if given is None else self._resolve(given)
        known = self._registry
        harmless = known.lenient and not known.readable_secrets and bool(text) and text not in known.withheld
        return value if harmless or isinstance(value, Ref | Unknown) else Unknown("a secret, which is not kept")

    @staticmethod
    def _is_splat(value: Value) -> bool:
        return isinstance(value, Ref) and value.attribute.endswith(f".{SPLAT}")

    @staticmethod
    def _whole(value: Value) -> Value:
        return Ref(value.address, value.attribute.rsplit(".", 1)[0]) if isinstance(value, Ref) else value

    def _number(self, raw: int | float, path: str) -> Value:
        if abs(raw) < NUMBER_SUSPECT:
            return raw
        origin = self._registry.numbers.get(int(raw)) if float(raw).is_integer() else None
        if origin is None:
            return self._problem(path, f"the number {raw} was computed from one that is not known before apply")
        return self._resolve(origin) or Unknown("outside the graph")

    def _text(self, raw: str, path: str) -> Value:
        if raw == rpc.UNKNOWN:
            return Unknown("computed from a value that is not known before apply")
        if raw.startswith(_PRINTED):
            return self._problem(path, "an Output was printed into text; use Output.concat, Output.format or apply")
        parts: list[str | Ref] = []
        position = 0
        for match in TOKEN.finditer(raw):
            parts.append(raw[position : match.start()])
            position = match.end()
            found = self._token(match.group(), path)
            if isinstance(found, Unknown):
                return found
            parts.append(found)
        parts.append(raw[position:])
        return self._literals(parts, path)

    def _token(self, token: str, path: str) -> Ref | Unknown:
        origin = self._registry.text.get(token)
        if origin is None:
            what = "belongs to no stack of this run" if is_whole(token) else "was changed"
            return self._problem(path, f"the token {token} {what}")
        if origin.derived == BOOLEAN:
            return Unknown(f"{origin} is not known before apply")
        if origin.derived:
            return self._problem(path, f"text was taken out of a value that is not known before apply: {origin}")
        return self._resolve(origin) or Unknown(f"{origin} is outside the graph")

    def _literals(self, parts: list[str | Ref], path: str) -> Value:
        """The template, unless a literal piece holds what is left of a token, or a token in other clothes."""
        pieces: list[str | Ref] = []
        for part in parts:
            if isinstance(part, Ref):
                pieces.append(part)
                continue
            if PIECE.search(part):
                return self._problem(path, "a value that is not known before apply was cut or changed")
            if _encodes_token(part):
                return self._problem(path, "a value that is not known before apply was encoded")
            if not NUMBER_TEXT.search(part):
                pieces.append(part)
                continue
            position = 0
            for match in NUMBER_TEXT.finditer(part):
                origin = self._registry.numbers.get(int(match.group()))
                found = self._resolve(origin) if origin else None
                if found is None:
                    return self._problem(path, f"the number {match.group()} was computed from an unknown one")
                pieces += [part[position : match.start()], found]
                position = match.end()
            pieces.append(part[position:])
        return template(pieces)

    def _problem(self, path: str, what: str) -> Unknown:
        self.problems.append((path, what))
        return Unknown(what)


def _encodes_token(text: str) -> bool:
    """Whether a run of base64 (gzipped or not) or hexadecimal digits in a text holds a token."""
    if len(text) < 31:
        return False
    for match in _ENCODED.finditer(text):
        run = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        try:
            if _holds_token(base64.b64decode(run + "=" * (-len(run) % 4))):
                return True
        except binascii.Error:
            continue
    return any(_holds_token(bytes.fromhex(match.group())) for match in _HEX.finditer(text))


def _holds_token(data: bytes) -> bool:
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError):
            return False
    return TOKEN.search(data.decode("latin-1")) is not None
