"""Whether anybody of an environment can take data out of the allowed regions by asking for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache

from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.access.chains import Answer, Step, access_of
from phizone_policies.proofs.access.chains.opening import openings, told
from phizone_policies.proofs.access.entrusted import ENTRUSTED, roles_of
from phizone_policies.proofs.access.keepers import Keepers, keepers
from phizone_policies.proofs.access.reads import ALONE
from phizone_policies.proofs.access.world import Principal, World, world_of
from phizone_policies.views.authorization import every_action, matching_actions
from phizone_policies.views.dated import dated
from phizone_policies.views.documents import Statement
from phizone_policies.views.organization import account_node, attached
from phizone_policies.views.requests import Request, acts_on, holds
from phizone_stacks.graph.node import Node

_KEY = "aws:RequestedRegion"
_NOWHERE = "xx-elsewhere-1"
# What is asked in an allowed region and makes a service take data to another one.
_STARTING = (
    "backup:CreateBackupPlan",
    "backup:StartCopyJob",
    "backup:UpdateBackupPlan",
    "bedrock:CreateInferenceProfile",
    "cloudformation:CreateStackInstances",
    "cloudtrail:CreateTrail",
    "cloudtrail:UpdateTrail",
    "config:PutDeliveryChannel",
    "datasync:CreateTask",
    "dlm:CreateLifecyclePolicy",
    "dlm:UpdateLifecyclePolicy",
    "dynamodb:CreateGlobalTable",
    "dynamodb:CreateTableReplica",
    "dynamodb:UpdateGlobalTable",
    "ecr:PutReplicationConfiguration",
    "elasticfilesystem:CreateReplicationConfiguration",
    "events:PutTargets",
    "firehose:CreateDeliveryStream",
    "firehose:UpdateDestination",
    "kms:ReplicateKey",
    "logs:PutSubscriptionFilter",
    "pipes:CreatePipe",
    "rds:CreateGlobalCluster",
    "rds:StartDBInstanceAutomatedBackupsReplication",
    "redshift:EnableSnapshotCopy",
    "s3:CreateMultiRegionAccessPoint",
    "s3:PutReplicationConfiguration",
    "scheduler:CreateSchedule",
    "secretsmanager:ReplicateSecretToRegions",
    "sns:Subscribe",
)


def other_regions_refused(view: View) -> Proof:
    """That a control policy refuses every action outside of the allowed regions. Raises: UnknownValue."""
    account, allowed = view.environment.account.id, view.organization.allowed_regions
    found = attached(view.graph, view.organization, account)
    statements = [statement for each in found for statement in each.document.denies]
    named = {value for each in statements for _, values in each.condition(_KEY) for value in values}
    regions = [*sorted(named - set(allowed)), _NOWHERE]
    open_ones = [(region, action) for region in regions for action in _open(statements, region)]
    node = account_node(view.graph, account)
    return conclude(
        f"whatever {view.environment.name} asks outside of {' and '.join(allowed)}, but for settings, is refused",
        {"control policies": len(found), "actions": len(every_action()), "other regions tried": len(regions)},
        refutation=_asked_elsewhere(view, node, *open_ones[0]) if open_ones else None,
        assumptions=(
            "services with one endpoint for all regions hold no data of patients",
            "how something is set up in another region tells nothing of patients",
            "no control policy reaches the roles that AWS's services make for themselves",
        ),
        inventory={"aws_organizations_policy": len({each.policy.address for each in found})},
    )


def _open(statements: Iterable[Statement], region: str) -> list[str]:
    """The regional actions that nothing certainly denies in a region, sorted."""
    certain = [each for each in statements if _is_certain(each, region)]
    spared = [set(matching_actions(each.not_actions)) for each in certain if each.not_actions]
    left = set.intersection(*spared) if spared else set(every_action())
    named = [each for each in certain if not each.not_actions]
    return sorted(
        action
        for action in left
        if not any(fnmatchcase(action, pattern) for pattern in _harmless())
        and not any(acts_on(each, action) for each in named)
    )


@cache
def _harmless() -> tuple[str, ...]:
    """Patterns of actions, in lower case, that move no data wherever they are asked."""
    content = dated("any_region.yaml").content
    return (*content["global"], *content["settings"])


def _is_certain(statement: Statement, region: str) -> bool:
    """Whether a denial meets whatever is asked in a region, by whomever and of whatever."""
    request = Request(action="*", context={_KEY.lower(): (region,)})
    everything = any(set(each) == {"*"} for each in statement.resources)
    return everything and all(holds(operator, values, request, key) for operator, key, values in statement.conditions)


def _asked_elsewhere(view: View, node: Node | None, region: str, action: str) -> Refutation:
    where = "any other region" if region == _NOWHERE else region
    what = f"{action} in {where} is denied to nobody in account {view.environment.account.id}"
    hop = Hop(node.address if node else view.environment.name, what, node.source if node else None)
    return Refutation(what, (hop,), {"action": action, _KEY: region}, node)


def copying_is_kept(view: View) -> Proof:
    """That nobody but the account's keepers starts what takes data to another region by itself."""
    world, kept = world_of(view.graph, view.organization), keepers(view)
    callers = [each for each in world.principals.values() if each.account == view.environment.account.id]
    open_: list[str] = []
    found = [each for caller in callers for each in _starting(world, kept, caller, open_)]
    return conclude(
        f"nobody but the keepers of {view.environment.name} starts what takes data to other regions by itself",
        {
            "roles": roles_of(world, view.environment.account.id),
            "principals": len(callers),
            "actions": len(_STARTING),
        },
        refutation=found[0] if found else None,
        unknown=tuple(dict.fromkeys(open_)),
        assumptions=(*ALONE, *ENTRUSTED),
        inventory=world.inventory,
    )


def _starting(world: World, kept: Keepers, caller: Principal, open_: list[str]) -> Iterator[Refutation]:
    """What somebody who is no keeper starts, and who else takes the part of a keeper who can."""
    may, access = kept.may_hold(""), access_of(world)
    for action in _STARTING:
        answer = access.asking.ask_anything(caller, action)
        if not answer.is_open:
            continue
        if may(caller):
            steps = [step for step in access.acting.into(caller) if not (kept.lets_in(step, caller) or may(step.actor))]
            yield from (_entered(world, step, caller, action) for step in steps if not step.unknown)
            open_ += [reason for step in steps for reason in step.unknown]
        elif answer.is_certain:
            yield _started(world, caller, action, answer)
        else:
            open_ += answer.unknown


def _started(world: World, caller: Principal, action: str, answer: Answer) -> Refutation:
    found = openings(world, caller, answer.request) if answer.request else ()
    node = found[0].node if found else caller.node or account_node(world.graph, caller.account)
    does = f"asks for {action}" + (
        f", which statement {found[0].statement} of {node.address} lets it" if found and node else ""
    )
    hop = Hop(caller.name, does, node.source if node else None)
    return Refutation(f"{caller.name} can ask for {action}", (hop,), told(world, answer.request), node)


def _entered(world: World, step: Step, keeper: Principal, action: str) -> Refutation:
    hops = (Hop(step.actor.name, step.does), Hop(keeper.name, f"asks for {action}"))
    what = f"{step.actor.name} acts as {keeper.name}, which can ask for {action}"
    return Refutation(what, hops, told(world, step.requests[0] if step.requests else None), keeper.node)
