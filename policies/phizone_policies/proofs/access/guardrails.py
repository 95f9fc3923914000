"""Whether the organization's control policies can match anything, statement by statement, where they are attached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.access.symbolic.matches_ever import Idle, idle
from phizone_policies.proofs.access.symbolic.place import Place
from phizone_policies.proofs.access.symbolic.values import Undecidable
from phizone_policies.views.documents import Document, document
from phizone_policies.views.guardrails import members
from phizone_policies.views.naming import naming
from phizone_policies.views.organization import RESOURCE_CONTROL, SERVICE_CONTROL, attached
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node

_POLICY = "aws_organizations_policy"
_NAMES = {SERVICE_CONTROL: "service", RESOURCE_CONTROL: "resource"}


@dataclass(frozen=True, slots=True)
class _Attached:
    """A control policy with the accounts it reaches."""

    node: Node
    """The policy."""
    document: Document
    """What it says."""
    accounts: frozenset[str]
    """Ids of the accounts; where it reaches none yet, of all that could be moved under it."""


def can_match(view: View, kind: str) -> Proof:
    """The proof over every attached policy of a type. Raises: UnknownValue, MalformedPolicy."""
    policies, open_ = list(_policies(view, kind)), list[str]()
    adrift = next(_adrift(view, kind), None)
    found = [(policy, each) for policy in policies for each in _idle(view, policy, kind, open_)]
    return conclude(
        f"every statement of the organization's {_NAMES[kind]} control policies can match some request",
        {
            "policies": len(policies),
            "statements": sum(len(policy.document.statements) for policy in policies),
            "accounts": len(frozenset().union(*(policy.accounts for policy in policies))),
        },
        refutation=_refutation(*found[0], others=found[1:]) if found else adrift,
        unknown=open_,
        assumptions=("the Service Authorization Reference, as of the date in data/, tells what AWS has",),
        inventory={_POLICY: len(policies)},
    )


def _policies(view: View, kind: str) -> Iterator[_Attached]:
    """The policies of a type that are attached to anything, by address."""
    reached = _reached(view, kind)
    everyone = frozenset(each.id for each in members(view))
    for node in _of_kind(view, kind):
        content = document(view.graph, node, "content")
        if content is not None and _hangs(view, node):
            yield _Attached(node, content, reached.get(node.address) or everyone)


def _adrift(view: View, kind: str) -> Iterator[Refutation]:
    """Why a policy matches nothing whatever it says: nothing attaches it, not even to a unit without accounts yet."""
    for node in _of_kind(view, kind):
        if not _hangs(view, node):
            does = "is attached to nothing, so that none of its statements matches"
            facts = {"policy": node.address}
            yield Refutation(f"{node.address} {does}", (Hop(node.address, does, node.source),), facts, node)


def _of_kind(view: View, kind: str) -> Iterator[Node]:
    return (node for node in view.graph.of_type(_POLICY) if (node.get("type") or SERVICE_CONTROL) == kind)


def _hangs(view: View, policy: Node) -> bool:
    return bool(naming(view.graph, policy, ("aws_organizations_policy_attachment",), "policy_id", "id", "arn"))


def _reached(view: View, kind: str) -> Mapping[str, frozenset[str]]:
    """The accounts that each policy reaches, by its address."""
    found: dict[str, frozenset[str]] = {}
    for member in members(view):
        for each in attached(view.graph, view.organization, member.id, kind):
            found[each.policy.address] = found.get(each.policy.address, frozenset()) | {member.id}
    return found


def _idle(view: View, policy: _Attached, kind: str, open_: list[str]) -> tuple[Idle, ...]:
    organization = view.organization
    known = frozenset({organization.accounts.management.id, *(each.id for each in members(view))})
    place = Place(
        kind=kind,
        accounts=policy.accounts,
        known=known,
        organization_id=organization.id,
        partition=partition(organization.home_region),
    )
    try:
        return idle(policy.document, place)
    except Undecidable as reason:
        open_.append(f"{policy.node.address}: {reason}")
        return ()


def _refutation(policy: _Attached, found: Idle, others: list[tuple[_Attached, Idle]]) -> Refutation:
    node, what = policy.node, "never matches" if found.whole else "has a part that never matches"
    does = f"statement {found.statement} {what}: {found.reason}"
    facts = {"policy": node.address, "statement": found.statement, "accounts": ", ".join(sorted(policy.accounts))}
    if others:
        facts["others"] = "; ".join(f"{each.node.address} {more.statement}: {more.reason}" for each, more in others)
    return Refutation(f"{node.address}: {does}", (Hop(node.address, does, node.source),), facts, node)
