"""What AWS allows as an argument and botocore's models tell in prose only: retentions, protocols, key policies."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

RETENTIONS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""Days that CloudWatch Logs takes. Source: CloudWatch Logs API Reference, "PutRetentionPolicy"."""
PROTOCOLS = ("tcp", "udp", "icmp", "icmpv6", "-1")
"""Protocols of a rule that have a name, and all of them. Source: Amazon EC2 API Reference, "IpPermission"."""
VERSIONS = ("2012-10-17", "2008-10-17")
"""Versions of the policy language. Source: IAM User Guide, "IAM JSON policy elements: Version"."""
_LAST_PROTOCOL = 255
_STATED = ("Principal", "Action", "Resource")
"""What each statement of a key policy has, or its opposite, as NotAction. Source: AWS KMS Developer Guide, "Key
policies"."""


def problem_of(service: str, structure: str, member: str, value: Any) -> str:
    """What AWS allows where it would refuse a member of a structure; empty where it takes it or the model tells all."""
    check = _CHECKS.get((service, structure, member))
    return check(value) if check is not None else ""


def _retention(value: Any) -> str:
    return "" if value in RETENTIONS else f"allowed are {', '.join(map(str, RETENTIONS))}"


def _protocol(value: Any) -> str:
    text = str(value)
    known = text in PROTOCOLS or (text.isascii() and text.isdigit() and int(text) <= _LAST_PROTOCOL)
    return "" if known else f"allowed are {', '.join(PROTOCOLS)} and a number up to {_LAST_PROTOCOL}"


def _key_policy(value: Any) -> str:
    """Version may be left out in AWS; without it variables are plain text, so it may not here."""
    try:
        policy = json.loads(value)
    except (TypeError, ValueError) as failure:
        return f"allowed is JSON, which it is not: {failure}"
    if not isinstance(policy, dict):
        return "allowed is a JSON object"
    if policy.get("Version") not in VERSIONS:
        return f"allowed is a Version of {' or '.join(VERSIONS)}"
    statements = policy.get("Statement")
    if not isinstance(statements, list) or not statements:
        return "allowed is a list of statements, which it lacks"
    told = (_statement(number, each) for number, each in enumerate(statements))
    return next((each for each in told if each), "")


def _statement(number: int, statement: Any) -> str:
    if not isinstance(statement, dict):
        return f"allowed is an object as Statement[{number}]"
    if statement.get("Effect") not in ("Allow", "Deny"):
        return f"allowed is Allow or Deny as Effect of Statement[{number}]"
    missing = [name for name in _STATED if not statement.get(name) and not statement.get(f"Not{name}")]
    return f"allowed is a Statement[{number}] with {', '.join(missing)}" if missing else ""


_CHECKS: Mapping[tuple[str, str, str], Callable[[Any], str]] = {
    ("logs", "PutRetentionPolicyRequest", "retentionInDays"): _retention,
    ("ec2", "IpPermission", "IpProtocol"): _protocol,
    ("ec2", "SecurityGroupRuleRequest", "IpProtocol"): _protocol,
    ("kms", "CreateKeyRequest", "Policy"): _key_policy,
    ("kms", "PutKeyPolicyRequest", "Policy"): _key_policy,
    ("kms", "ReplicateKeyRequest", "Policy"): _key_policy,
}
"""What tells it, by service, structure and member."""
