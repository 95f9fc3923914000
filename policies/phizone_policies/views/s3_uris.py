"""Whose bucket an S3 URI leads to."""

from __future__ import annotations

from phizone_policies.check import Result, failed, passed, unknown
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Template, Value

_SCHEME = "s3://"
_BUCKET = ("aws_s3_bucket",)


def leads_to_ours(graph: Graph, what: str, uri: Value) -> Result:
    """PASS where a URI as `s3://bucket/prefix` leads to a bucket of this program; `what` names it to the reader."""
    bucket = _named(uri)
    if isinstance(bucket, Ref):
        node = graph.find(bucket.address)
        if node is None or node.type.startswith("data."):
            return unknown(f"{what} goes to a bucket that is only read here, {bucket.address}")
        given = f"{bucket.attribute} of {bucket.address}"
    else:
        text = identity(graph, uri)
        if not isinstance(text, str):
            return unknown(f"it is not known before apply where {what} goes")
        given = bucket = text.removeprefix(_SCHEME).split("/")[0]
    return passed() if _bucket(graph, bucket) else failed(f"{what} goes to {given}, which is no bucket of ours")


def _named(uri: Value) -> Value:
    """The reference by which a template names its bucket whole; None for any other URI."""
    if not isinstance(uri, Template) or uri.parts[0] != _SCHEME or len(uri.parts) < 2:
        return None
    after = uri.parts[2] if len(uri.parts) > 2 else "/"
    return uri.parts[1] if isinstance(after, str) and after.startswith("/") else None


def _bucket(graph: Graph, value: Value) -> Node | None:
    found = (named_node(graph, value, _BUCKET, attribute) for attribute in ("bucket", "id"))
    return next((node for node in found if node is not None), None)
