"""Whether a trail's events arrive in the archive: it logs, the bucket is the archive's, and bucket and key admit it."""

from __future__ import annotations

from phizone_policies.check import View
from phizone_policies.proof import Hop, Refutation
from phizone_policies.proofs.access.chains import Answer, access_of
from phizone_policies.proofs.access.world import Kind, Principal, World
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.views.buckets import is_named
from phizone_policies.views.keys import key_identity
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_TRAIL = Principal(arn="cloudtrail.amazonaws.com", kind=Kind.SERVICE)
_FOLDER = "/AWSLogs/{organization}/{account}/CloudTrail/log.json.gz"
_SWITCHES = ("enable_logging", "is_multi_region_trail", "enable_log_file_validation")


def archive_of(graph: Graph, trail: Node) -> Node | None:
    """The bucket that a trail delivers to; None for one that the graph does not hold. Raises: UnknownValue."""
    name = trail.get("s3_bucket_name")
    return next((bucket for bucket in graph.of_type("aws_s3_bucket") if is_named(graph, bucket, name)), None)


def key_of(graph: Graph, trail: Node) -> Node | None:
    """The key that a trail encrypts under; None for AWS's own and for one that the graph does not hold."""
    found = key_identity(graph, trail.get("kms_key_id"))
    return found.key if found else None


def does_not_arrive(view: View, world: World, trail: Node) -> Refutation | None:
    """What keeps the events of a trail from the archive; None where nothing does. Raises: UnknownValue."""
    for switch in _SWITCHES:
        if trail.get(switch) is not True:
            return _stops(trail, f"{switch} is not on", trail)
    archive = archive_of(view.graph, trail)
    if archive is None:
        return _stops(trail, f"it delivers to {trail.get('s3_bucket_name')}, a bucket that is not in the graph", trail)
    if archive.account != view.organization.accounts.log_archive.id:
        return _stops(trail, f"it delivers to {archive.address}, which is not in the log archive account", archive)
    return _refused(view, world, trail, archive)


def _refused(view: View, world: World, trail: Node, archive: Node) -> Refutation | None:
    """Whether the bucket's policy, the key's or the organization's keeps CloudTrail out."""
    folder = _FOLDER.format(organization=view.organization.id, account=view.environment.account.id)
    written = _ask(world, trail, "s3:PutObject", archive, folder)
    if not written.is_certain:
        return _stops(trail, f"{archive.address} does not let it write", archive)
    key = key_of(view.graph, trail)
    if key is not None and not _ask(world, trail, "kms:GenerateDataKey", key).is_certain:
        return _stops(trail, f"{key.address} does not let it encrypt", key)
    return None


def _ask(world: World, trail: Node, action: str, node: Node, below: str = "") -> Answer:
    facts = {"aws:sourcearn": (arn_of(world.graph, trail),)}
    return access_of(world).asking.ask(_TRAIL, action, world.resource_of(node), below=below, facts=facts)


def _stops(trail: Node, why: str, at: Node) -> Refutation:
    told = f"events of {trail.address} do not reach the archive: {why}"
    return Refutation(told, (Hop(trail.address, why, at.source),), {"trail": trail.address}, at)
