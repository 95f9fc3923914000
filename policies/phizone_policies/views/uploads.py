"""Uploads by what their headers say of encryption, and what a bucket's policy makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from phizone_policies.views.buckets import arns, denies
from phizone_policies.views.documents import Statement
from phizone_policies.views.requests import ANY_OBJECT, Context, Request, acts_on, holds
from phizone_stacks.graph.node import Node

_KIND = "s3:x-amz-server-side-encryption"
_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_CALLERS = "s3:x-amz-server-side-encryption-customer-algorithm"
_SOME_KEY = "key/00000000-0000-0000-0000-000000000000"


def upload(*, kind: str | None = None, key: str | None = None, callers: str | None = None) -> Context:
    """What a policy sees of headers that name a kind of encryption, a KMS key or the algorithm of a caller's key."""
    return {name: (value,) if value else None for name, value in ((_KIND, kind), (_KEY, key), (_CALLERS, callers))}


def unwanted(statements: Iterable[Statement], bucket: Node, own: tuple[str, ...]) -> Mapping[str, Context]:
    """Uploads that take another KMS key than the bucket's own, or another kind of encryption, by what they name."""
    stranger = f"arn:aws:kms:{bucket.region}:999999999999:{_SOME_KEY}"
    keys = {
        "a key of another account": stranger,
        "another key of this account": f"arn:aws:kms:{bucket.region}:{bucket.account}:{_SOME_KEY}",
        **{f"the key {value}": value for value in _named_keys(statements) if not value.endswith(own)},
    }
    return {
        **{what: upload(kind="aws:kms", key=key) for what, key in keys.items()},
        "aws:kms:dsse and a key of another account": upload(kind="aws:kms:dsse", key=stranger),
        "aws:kms and no key, which means AWS's": upload(kind="aws:kms"),
        "aws:kms:dsse and no key, which means AWS's": upload(kind="aws:kms:dsse"),
        "AES256": upload(kind="AES256"),
    }


def lets_through(statements: tuple[Statement, ...], bucket: Node, context: Context) -> bool:
    """Whether some caller may put some object with these headers, as far as denials go."""
    return not denies(statements, bucket, "s3:PutObject", context, ANY_OBJECT)


def refuses_silence(statements: Iterable[Statement], bucket: Node) -> bool:
    """Whether a Deny about these headers meets an upload that has none of them."""
    request = Request(action="s3:PutObject", resource=arns(bucket)[0], context=upload())
    return any(_refuses(statement, request) for statement in statements)


def _refuses(statement: Statement, request: Request) -> bool:
    tests = [test for test in statement.conditions if test[1].lower() in request.context]
    if statement.allows or not tests or not acts_on(statement, request.action):
        return False
    return all(holds(operator, values, request, key) for operator, key, values in tests)


def _named_keys(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The keys that conditions on the key's header name, sorted."""
    tests = [test for statement in statements for test in statement.condition(_KEY)]
    return tuple(sorted({value for operator, values in tests for value in values if not operator.endswith("Null")}))
