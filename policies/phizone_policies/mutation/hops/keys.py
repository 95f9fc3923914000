"""Mutants of keys: another team's role decrypts, by the key's policy or by a grant."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.mutation.hops.making import arn, beside, broken, ref, stated, team, teams_roles
from phizone_policies.mutation.places import Mutant
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value

POLICY = "key policy for another team's role"
"""A key's policy lets the role of another team decrypt."""
GRANT = "grant to another team's role"
"""A grant lets it."""
OPERATORS = (POLICY, GRANT)
"""Every operator of this module."""
DECRYPTS = "store_decrypts_for_its_team_alone"
"""The claim that keys are tried on."""
KEY = "aws_kms_key"
"""Type of the keys."""
_STORES_NOTHING = ("aws_ebs_default_kms_key", "aws_kms_alias")


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of the environment's own keys."""
    for key in keys_of(view):
        for role in teams_roles(view):
            if team(role) == team(key):
                continue
            allowed = {
                "Sid": "Lent",
                "Effect": "Allow",
                "Principal": {"AWS": arn(role)},
                "Action": "kms:Decrypt",
                "Resource": "*",
            }
            yield broken(POLICY, DECRYPTS, stated(key, "policy", allowed), path="policy", to=role.address)
            yield broken(GRANT, DECRYPTS, grant(key, role.name, ref(role, "arn")), to=role.address)


def keys_of(view: View) -> tuple[Node, ...]:
    """The environment's own keys under which something is stored; by default alone, as of volumes, nothing is."""
    own = (key for key in view.judged(KEY) if key.environment == view.environment.name)
    return tuple(key for key in own if any(user.type not in _STORES_NOTHING for user in view.graph.referrers(key)))


def grant(key: Node, name: str, grantee: str | Ref) -> Node:
    """A grant of decryption under a key."""
    operations: Value = ["Decrypt"]
    return beside(
        key,
        "aws_kms_grant",
        f"{key.name}-{name}",
        key_id=ref(key, "key_id"),
        grantee_principal=grantee,
        operations=operations,
    )
