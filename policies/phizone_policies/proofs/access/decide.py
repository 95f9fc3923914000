"""What AWS answers to one request: every Deny of every layer first, then what must allow, then who grants it.

The order and the rules are those of the IAM User Guide, "Policy evaluation logic"; where two sources differ, the wider
access is taken, so that what is denied here is denied for certain. Rules that are not in policies: a role is not
entered by a root user; `sts:GetCallerIdentity` needs no permission; no request crosses partitions.
"""

from __future__ import annotations

from phizone_policies.proofs.access.caller import Kind, caller, context_of
from phizone_policies.proofs.access.cross_account import cross_account, outside
from phizone_policies.proofs.access.identity import Answer
from phizone_policies.proofs.access.index import Asked
from phizone_policies.proofs.access.kms import ACROSS_ACCOUNTS, by_grant, is_about_a_key
from phizone_policies.proofs.access.layers import denials, missing
from phizone_policies.proofs.access.request import Decision, Outcome, Policies, Request
from phizone_policies.proofs.access.same_account import same_account

_FREE = "sts:getcalleridentity"
_ASSUME_ROLE = "sts:assumerole"


def decide(request: Request, policies: Policies) -> Decision:
    """The answer to a request, and what decided it. Raises: ValueError where the principal is none."""
    asked = ready(request, policies)
    if asked.action == _FREE and asked.who.kind is not Kind.ANONYMOUS:
        return Decision(Outcome.ALLOWED, ("who asks who it is needs no permission, and no Deny stops it",))
    denied = tuple(denials(asked, policies))
    if denied:
        return Decision(Outcome.EXPLICITLY_DENIED, denied)
    closed = (*_impossible(asked), *missing(asked, policies))
    granted = _granted(asked, policies)
    if granted.opens and not closed:
        return Decision(Outcome.ALLOWED, granted.because)
    return Decision(Outcome.IMPLICITLY_DENIED, (*closed, *(() if granted.opens else granted.because)))


def ready(request: Request, policies: Policies) -> Asked:
    """The request with who asks and its implied condition keys. Raises: ValueError where the principal is none."""
    who = caller(request)
    action = request.action.lower()
    return Asked(
        who,
        action,
        action.partition(":")[0],
        request.resource,
        request.resource_account,
        context_of(request, who),
        policies.boundary is not None,
    )


def _granted(asked: Asked, policies: Policies) -> Answer:
    about_a_key = is_about_a_key(asked)
    if not asked.who.kind.has_account:
        answer = outside(asked, policies)
    elif asked.who.account == asked.resource_account:
        answer = same_account(asked, policies, about_a_key or _is_about_a_role(asked))
    else:
        answer = cross_account(asked, policies)
    if answer.opens or not about_a_key:
        return answer
    grant = by_grant(asked, policies)
    return grant if grant.opens else Answer(False, answer.because + grant.because)


def _is_about_a_role(asked: Asked) -> bool:
    """Whether it enters a role, of which the trust policy decides."""
    return asked.service == "sts" and ":role/" in asked.resource


def _impossible(asked: Asked) -> tuple[str, ...]:
    """What no policy can allow."""
    who = asked.who
    partition = asked.resource.split(":", 2)[1] if asked.resource.startswith("arn:") else ""
    if who.partition and partition and who.partition != partition:
        return (f"the resource is of partition {partition} and who asks of {who.partition}",)
    if who.kind is Kind.ROOT and asked.action == _ASSUME_ROLE:
        return ("a root user cannot enter a role",)
    foreign = who.kind.has_account and who.account != asked.resource_account
    if foreign and is_about_a_key(asked) and asked.action not in ACROSS_ACCOUNTS:
        return (f"{asked.action} has no effect on a key of another account",)
    return ()
