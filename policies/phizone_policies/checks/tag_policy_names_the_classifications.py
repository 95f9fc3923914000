"""Tag policies hold the data classifications."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.data_classes import CLASSIFICATIONS
from phizone_policies.views.organization import reaching
from phizone_stacks.graph.node import Node, UnknownValue

_KEY = "DataClassification"


@requirement(
    claim=Claim.TAGGING,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    reads=(
        "aws_organizations_account.parent_id",
        "aws_organizations_organizational_unit.parent_id",
        "aws_organizations_policy.content",
        "aws_organizations_policy.type",
        "aws_organizations_policy_attachment.policy_id",
        "aws_organizations_policy_attachment.target_id",
    ),
)
def tag_policy_names_the_classifications(view: View) -> Iterator[Required]:
    """A tag policy above the environment's account allows our data classifications only, and is enforced for buckets.

    Why: a bucket whose DataClassification is misspelt escapes every rule and every person that looks for PHI.
    Fix: attach a tag policy with the four values of DataClassification and enforced_for of s3:bucket to the root.
    Source: AWS Organizations User Guide, "Tag policies"; AWS Landing Zone Accelerator for Healthcare, tag policy.
    """
    account = view.environment.account.id
    what = f"a tag policy above account {account} with the values of {_KEY}"
    policies = [policy for policy, _ in reaching(view.graph, view.organization, account, "TAG_POLICY")]
    gaps = [_gap(policy) for policy in policies]
    if "" in gaps:
        yield Required(what, passed(), policies[gaps.index("")])
    elif policies:
        yield Required(what, failed(gaps[0]), policies[0])
    else:
        yield Required(what, failed("no tag policy reaches the account"))


def _gap(policy: Node) -> str:
    """What a tag policy lacks; empty for nothing."""
    content = policy.get("content")
    if not isinstance(content, str):
        raise UnknownValue(policy.address, "content")
    try:
        tags: Mapping[str, Any] = json.loads(content)["tags"]
    except (ValueError, LookupError, TypeError):
        return "the tag policy above the account is no tag policy, and AWS refuses it"
    rule: Mapping[str, Any] = next((rule for key, rule in tags.items() if key.lower() == _KEY.lower()), {})
    if _assigned(rule, "tag_key") != [_KEY]:
        return f"the tag policy above the account does not fix the spelling of {_KEY}"
    values = _assigned(rule, "tag_value")
    if not values or not set(values) <= set(CLASSIFICATIONS):
        return f"the tag policy above the account does not hold {_KEY} to {', '.join(CLASSIFICATIONS)}"
    if not {"s3:*", "s3:bucket"} & set(_assigned(rule, "enforced_for")):
        return f"the tag policy above the account does not enforce {_KEY} on buckets"
    return ""


def _assigned(rule: Mapping[str, Any], name: str) -> list[str]:
    value = rule.get(name, {}).get("@@assign", [])
    return [value] if isinstance(value, str) else list(value)
