"""Terraform addresses for the graph's nodes, and back again."""

from __future__ import annotations

import re

from phizone_stacks.graph.node import Node

_LEGAL_TYPE = re.compile(r"(data\.)?[a-z][a-z0-9_]*")
_LEGAL = re.compile(r"[A-Za-z0-9-]")
_ESCAPED = re.compile(r"(?:_[0-9a-f]{2})+")


def writable(node: Node) -> bool:
    """Whether Terraform has a word for a node's type; a Pulumi token without a pair is no such word."""
    return _LEGAL_TYPE.fullmatch(node.type) is not None


def plan_address(node: Node) -> str:
    """A node's Terraform address, as `aws_s3_bucket.workspace_2eprod_2fcardiology-raw`; `node_address` undoes it."""
    return f"{node.type}.{plan_name(node)}"


def plan_name(node: Node) -> str:
    """A node's Terraform name: its address without the type, other than letters, digits and hyphens as `_` and hex."""
    stack, _, rest = node.address.partition(f"/{node.type}.")
    return legal(f"{stack}/{rest}")


def node_address(address: str) -> str:
    """The node's address that a Terraform address was made of. Raises: ValueError for one that was not."""
    type_, _, name = address.rpartition(".")
    stack, slash, rest = spoken(name).partition("/")
    if not (type_ and slash and rest):
        raise ValueError(f"{address} is no address of a plan that Phizone wrote")
    return f"{stack}/{type_}.{rest}"


def legal(text: str) -> str:
    """Text as a Terraform name: what is no letter, digit or hyphen as `_` and hex, byte by byte; `spoken` undoes it."""
    escaped = "".join(
        each if _LEGAL.fullmatch(each) else "".join(f"_{byte:02x}" for byte in each.encode()) for each in text
    )
    # A Terraform name begins with a letter or an underscore.
    return escaped if escaped[0].isalpha() or escaped[0] == "_" else f"_{ord(escaped[0]):02x}{escaped[1:]}"


def spoken(text: str) -> str:
    """The text that a name of `legal` was made of; empty where it was made of none."""
    try:
        return _ESCAPED.sub(lambda found: bytes.fromhex(found.group().replace("_", "")).decode(), text)
    except UnicodeDecodeError:
        return ""
