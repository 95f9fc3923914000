"""Who can ask and is no resource of the graph: root users, services, strangers, who is named, whom nobody sees."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from phizone_policies.proofs.access.request import ANONYMOUS
from phizone_policies.proofs.access.world.principals import Kind, Principal
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held
from phizone_policies.views.documents import Document, Statement
from phizone_stacks.graph.defaults import partition

NOBODYS = "999999999999"
"""The account that stands for every account which is not ours and which no policy names."""
_ACCOUNT = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")


def root(account: str, like: str = "") -> Principal:
    """The root user of an account; `like` is an ARN or a Region of the same partition."""
    division = like.split(":")[1] if like.startswith("arn:") else partition(like)
    held = (Held(EVERYTHING),)
    return Principal(arn=f"arn:{division}:iam::{account}:root", kind=Kind.ROOT, account=account, held=held)


def named(kind: str, text: str) -> Principal | None:
    """Who a Principal element names beside the graph's own; None for everybody, an account and what is no name."""
    if kind == "Service":
        return Principal(arn=text, kind=Kind.SERVICE)
    if kind == "Federated" or ":oidc-provider/" in text or ":saml-provider/" in text:
        account = text.split(":", 5)[4] if text.startswith("arn:") else ""
        return Principal(arn=text, kind=Kind.FEDERATED, account=account)
    parts = text.split(":", 5)
    if kind != "AWS" or len(parts) < 6 or parts[5] == "root" or set(parts[5]) & {"*", "?"}:
        return None
    told = (f"{text} is not in the graph",)
    return Principal(arn=text, kind=Kind.NAMED, account=parts[4], unknown=told)


def stranger(account: str, like: str = "") -> Principal:
    """Everybody with a role in an account that is not ours; what they may there, they may."""
    division = like.split(":")[1] if like.startswith("arn:") else "aws"
    arn = f"arn:{division}:iam::{account}:role/*"
    return Principal(arn=arn, kind=Kind.STRANGER, account=account, held=(Held(EVERYTHING),))


def anonymous() -> Principal:
    """Everybody without credentials."""
    return Principal(arn=ANONYMOUS, kind=Kind.STRANGER)


def let_in(address: str) -> Principal:
    """Whoever a resource lets in by rules that are not modelled; nobody knows who it is."""
    return Principal(arn=f"whoever {address} lets in", kind=Kind.NAMED, account=NOBODYS)


def made_by(address: str, account: str, why: str, like: str = "") -> Principal:
    """Whatever role something makes in an account and nobody sees; `like` is a Region of its partition."""
    arn = f"arn:{partition(like)}:iam::{account}:role/<made by {address}>"
    return Principal(arn=arn, kind=Kind.NAMED, account=account, unknown=(why,))


def any_role(account: str, why: str, like: str = "") -> Principal:
    """A role of an account that may be any, for nobody knows its name; `like` is a Region of its partition."""
    return Principal(
        arn=f"arn:{partition(like)}:iam::{account}:role/*", kind=Kind.NAMED, account=account, unknown=(why,)
    )


def named_in(documents: Iterable[Document], grantees: Collection[str]) -> Iterator[Principal]:
    """Whom the statements of policies on resources name, and to whom grants are given."""
    pairs = {
        pair
        for document in documents
        for statement in document.allows
        for pair in (*statement.principals, *statement.not_principals)
    } | {("AWS", grantee) for grantee in grantees}
    found = (named(kind, text) for kind, text in sorted(pairs))
    yield from (each for each in found if each is not None)


def strange_accounts(
    documents: Iterable[Document], grantees: Collection[str], ours: Collection[str]
) -> tuple[str, ...]:
    """The accounts not ours that a policy or a grant on a resource names, and one that stands for all others."""
    texts = {
        text
        for document in documents
        for statement in document.allows
        for text in (*(value for _, value in statement.principals), *_tested(statement))
    } | set(grantees)
    found = {account for text in texts for account in _ACCOUNT.findall(text)}
    return tuple(sorted({NOBODYS, *found} - set(ours)))


def _tested(statement: Statement) -> Iterator[str]:
    return (value for _, _, values in statement.conditions for value in values)
