"""Who does something in an account as the role that AWS Organizations makes there, which no program holds.

Source: AWS Organizations User Guide, "Accessing member accounts in an organization": the role is made with an account,
may do everything in it, and lets in whomever the management account lets enter it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from phizone_policies.proofs.access.chains.asking import Answer, Asking
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.step import Step, is_acting
from phizone_policies.proofs.access.world import Kind, Principal, World
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held
from phizone_policies.views.documents import Document, Statement

_ENTER = "sts:AssumeRole"
_NAME = "OrganizationAccountAccessRole"
_ACCOUNT = "aws_organizations_account"


def as_founded(asking: Asking, wanted: Wanted) -> Iterator[Chain]:
    """The chains of those of the management account who do what is wanted as such a role."""
    world = asking.world
    managing = [
        each for each in world.principals.values() if each.account == world.shape.management and is_acting(each)
    ]
    for role, why in _roles(world):
        for caller in managing:
            entered = _entered(asking, caller, role)
            for action in wanted.actions if entered.is_open else ():
                answer = asking.ask(role, action, wanted.resource, below=wanted.below)
                if answer.is_open:
                    requests = (entered.request,) if entered.request else ()
                    unknown = reasons(entered.unknown, why)
                    step = Step(caller, f"enters {role.arn}", role.arn, requests, unknown)
                    yield Chain(caller, (step,), role, answer.request, reasons(unknown, answer.unknown))


def _entered(asking: Asking, caller: Principal, role: Principal) -> Answer:
    """That somebody's own permissions let them enter a role whose trust policy leaves it to their account."""
    root = f"{caller.arn.partition(':iam::')[0]}:iam::{caller.account}:root"
    trust = Document("2012-10-17", (Statement("", "Allow", (("AWS", root),), (), (_ENTER,), (), (), (), ()),))
    known = asking.world.policies_for(caller, _ENTER, None)
    return asking.ask_made(replace(known, resource=trust), caller, _ENTER, role.arn)


def _roles(world: World) -> Iterator[tuple[Principal, tuple[str, ...]]]:
    """The role of each account of the organization that the graph does not hold, and why it may not be there."""
    for node in world.graph.of_type(_ACCOUNT):
        account, name = node.import_id or node.peek("id"), node.peek("role_name")
        if not isinstance(account, str) or account == world.shape.management:
            continue
        arn = f"arn:{_partition(world)}:iam::{account}:role/{name if isinstance(name, str) else _NAME}"
        if arn not in world.principals:
            why = f"whether account {account} has the role that AWS Organizations makes, {arn}, is not known"
            role = Principal(arn=arn, kind=Kind.ROLE, account=account, held=(Held(EVERYTHING),), session_tags=None)
            yield role, (why,)


def _partition(world: World) -> str:
    """The partition of the organization, as its management account's root user has it."""
    roots = (each.arn for each in world.principals.values() if each.kind is Kind.ROOT)
    return next((arn.split(":")[1] for arn in roots), "aws")
