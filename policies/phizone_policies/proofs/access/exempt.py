"""Whom and what organization policies do not reach, and what the root user keeps whatever a bucket's policy says.

Source: AWS Organizations User Guide, "Service control policies (SCPs)" and "Resource control policies (RCPs)", each
"not restricted by"; AWS KMS Developer Guide, "Resource control policies in AWS KMS"; Amazon S3 User Guide,
"Bucket policies", on the root user.
"""

from __future__ import annotations

from functools import cache, lru_cache

from phizone_policies.proofs.access.caller import Caller, Kind
from phizone_policies.proofs.access.index import Asked
from phizone_policies.views.dated import dated

_SERVICE_LINKED = ":role/aws-service-role/"
_MANAGED_ALIAS = "alias/aws/"
_ALIAS_KEYS = ("kms:resourcealiases", "kms:requestalias")
_BUCKET_POLICY = frozenset({"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"})


@lru_cache(maxsize=65536)
def reached_by_scp(who: Caller) -> bool:
    """Whether service control policies apply to somebody: to all of an account but its service-linked roles."""
    return who.kind.has_account and not who.is_service_linked


def reached_by_rcp(asked: Asked) -> bool:
    """Whether resource control policies apply to a request."""
    if asked.service not in _services() or asked.action in _spared():
        return False
    if asked.who.is_service_linked or _SERVICE_LINKED in asked.resource:
        return False
    return asked.service != "kms" or not _is_aws_managed_key(asked)


def root_keeps_its_bucket_policy(asked: Asked) -> bool:
    """Whether a root user reads, writes or drops the policy of its own bucket, which no bucket policy can deny it."""
    who = asked.who
    return who.kind is Kind.ROOT and who.account == asked.resource_account and asked.action in _BUCKET_POLICY


def _is_aws_managed_key(asked: Asked) -> bool:
    """A key's ARN does not tell it; its aliases do."""
    aliases = [value for key in _ALIAS_KEYS for value in asked.context.get(key, ())]
    return f":{_MANAGED_ALIAS}" in asked.resource or any(alias.startswith(_MANAGED_ALIAS) for alias in aliases)


@cache
def _services() -> frozenset[str]:
    return frozenset(dated("rcp_services.yaml").content["services"])


@cache
def _spared() -> frozenset[str]:
    return frozenset(dated("rcp_services.yaml").content["spared"])
