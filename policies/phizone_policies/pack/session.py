"""What a run of the pack has been told so far: the engine asks about one resource after the other."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from pulumi_policy import ResourceValidationArgs

from phizone_policies.pack.told import Told, bare, told
from phizone_stacks.graph.node import Node


class Session:
    """The resources of one preview or one apply.

    The SDK gives a validation secrets as plain text and without the list of what the provider filled in; a remediation
    gets both. So the marks are taken there, and used where the validation's own values are the same.
    """

    def __init__(self) -> None:
        self._marked: dict[str, Told] = {}
        self.resources: dict[str, Told] = {}
        self._nodes: dict[str, tuple[Told, Node]] = {}

    @property
    def preview(self) -> bool:
        """Whether values may be unknown yet; only an engine that says it applies does not preview."""
        return os.environ.get("PULUMI_DRY_RUN") != "false"

    def mark(self, args: ResourceValidationArgs) -> None:
        """Keeps the marks of a resource; the resource itself is never changed."""
        self._marked[args.urn] = told(args)

    def settle(self, args: ResourceValidationArgs) -> Told:
        """The resource as it will be created. Without marks, or after another pack changed it, all of it is secret."""
        plain = told(args)
        marked = self._marked.get(args.urn)
        if marked is not None and bare(marked.properties) == bare(plain.properties):
            found = replace(plain, properties=marked.properties)
        else:
            found = told(args, hidden=True)
        self.resources[args.urn] = found
        return found

    def node(self, resource: Told, make: Callable[[Told], Node]) -> Node:
        """The node that `make` gives of a resource, made once for all policies that judge it."""
        known = self._nodes.get(resource.urn)
        if known is None or known[0] is not resource:
            known = self._nodes[resource.urn] = (resource, make(resource))
        return known[1]
