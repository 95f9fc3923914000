"""Whether those whom the record is about can end it or shorten it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from phizone_policies.check import View
from phizone_policies.proof import Proof, Refutation, conclude
from phizone_policies.proofs.access.chains import Chain, Step, Wanted, access_of
from phizone_policies.proofs.access.chains.opening import hops, to_mend, told
from phizone_policies.proofs.access.entrusted import ENTRUSTED, roles_of
from phizone_policies.proofs.access.keepers import keepers
from phizone_policies.proofs.access.reads import ALONE
from phizone_policies.proofs.access.world import Principal, World, world_of
from phizone_policies.proofs.keys.loss import ENDING
from phizone_policies.proofs.logs.arrival import archive_of, key_of
from phizone_policies.proofs.logs.keeping import keeps
from phizone_policies.views.logs import destination
from phizone_policies.views.trails import organization_trails
from phizone_stacks.graph.node import Node

_GROUP = "aws_cloudwatch_log_group"
_KEY = (*ENDING, "kms:PutKeyPolicy")
# What ends or shortens what a type holds, by where below its ARN it is asked.
_WAYS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "aws_cloudtrail": {
        "": (
            "cloudtrail:DeleteTrail",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:StopLogging",
            "cloudtrail:UpdateTrail",
        )
    },
    _GROUP: {
        "": ("logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:DisassociateKmsKey", "logs:PutRetentionPolicy"),
        ":log-stream:*": ("logs:DeleteLogStream",),
    },
    "aws_s3_bucket": {
        "": (
            "s3:DeleteBucket",
            "s3:DeleteBucketPolicy",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketPolicy",
            "s3:PutBucketVersioning",
            "s3:PutEncryptionConfiguration",
            "s3:PutLifecycleConfiguration",
            "s3:PutReplicationConfiguration",
        ),
        "/?*": ("s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectRetention"),
    },
}


def _followed(step: Step, target: Principal) -> bool:
    """No step is spared."""
    return False


def is_beyond(view: View) -> Iterator[Proof]:
    """That the organization's record, and the environment's logs, are out of reach of the workloads, and are kept."""
    trails = organization_trails(view.graph, view.organization)
    archives = [bucket for trail in trails if (bucket := archive_of(view.graph, trail)) is not None]
    keys = [key for trail in trails if (key := key_of(view.graph, trail)) is not None]
    groups = [group for trail in trails if (group := _group_of(view, trail)) is not None]
    yield _record(view, trails, archives, keys, groups)
    yield _logs(view)
    yield keeps(view, archives)


def _group_of(view: View, trail: Node) -> Node | None:
    return destination(view.graph, trail.get("cloud_watch_logs_group_arn"))


def _record(
    view: View, trails: Sequence[Node], archives: Sequence[Node], keys: Sequence[Node], groups: Sequence[Node]
) -> Proof:
    """Not even who deploys a workload account changes the record of what is done there."""
    world, targets = world_of(view.graph, view.organization), (*trails, *archives, *keys, *groups)
    found = [(node, chain) for node in targets for chain in _enders(world, node) if _is_of_a_workload(view, chain)]
    return conclude(
        f"nobody outside of the security accounts ends or shortens the record of {view.environment.name}",
        {
            "trails": len(trails),
            "archives": len(archives),
            "keys": len(keys),
            "log groups": len(groups),
            "roles": roles_of(world, view.environment.account.id),
            "principals": sum(_outside(view, each.account) for each in world.principals.values()),
        },
        refutation=_refutation(world, found),
        unknown=_unknown(found),
        assumptions=ALONE,
        inventory=Counter(node.type for node in targets),
    )


def _logs(view: View) -> Proof:
    """An account's own logs are changed by who deploys it alone."""
    world = world_of(view.graph, view.organization)
    groups = [group for group in view.graph.of_type(_GROUP) if group.environment == view.environment.name]
    kept = keepers(view)
    may = kept.may_hold("")
    found = [
        (group, chain) for group in groups for chain in _enders(world, group, kept.lets_in) if not may(chain.principal)
    ]
    return conclude(
        f"nobody but the keepers of {view.environment.name} ends or shortens its log groups",
        {"log groups": len(groups), "roles": roles_of(world), "principals": len(world.principals)},
        refutation=_refutation(world, found),
        unknown=_unknown(found),
        assumptions=(*ALONE, *ENTRUSTED),
        inventory={_GROUP: len(groups)},
    )


def _enders(world: World, node: Node, spared: Callable[[Step, Principal], bool] = _followed) -> Iterator[Chain]:
    """Who ends or shortens something, by whatever way."""
    for below, actions in _WAYS.get(node.type, {"": _KEY}).items():
        yield from access_of(world).who_can(Wanted(actions, world.resource_of(node), below), spared)


def _is_of_a_workload(view: View, chain: Chain) -> bool:
    return _outside(view, chain.principal.account)


def _outside(view: View, account: str) -> bool:
    """Whether an account is none of those that keep and examine the record; a service has none."""
    shared = view.organization.accounts
    return account not in ("", shared.management.id, shared.log_archive.id, shared.audit.id)


def _refutation(world: World, found: Sequence[tuple[Node, Chain]]) -> Refutation | None:
    node, chain = next(((node, chain) for node, chain in found if not chain.unknown), (None, None))
    if node is None or chain is None:
        return None
    action = chain.request.action if chain.request else "something"
    what = f"{chain.principal.name} can ask for {action} of {node.address}"
    return Refutation(what, hops(world, chain), told(world, chain.request), to_mend(world, chain) or node)


def _unknown(found: Sequence[tuple[Node, Chain]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for _, chain in found for reason in chain.unknown))
