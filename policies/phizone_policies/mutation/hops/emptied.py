"""Mutants that empty a set a claim ranges over: a claim over nothing must not be proved."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.mutation.hops.groups import workload_subnets
from phizone_policies.mutation.hops.guardrails import ATTACHMENT, MATCHES, POLICY
from phizone_policies.mutation.hops.keys import DECRYPTS, KEY
from phizone_policies.mutation.hops.making import without
from phizone_policies.mutation.hops.records import phi_buckets
from phizone_policies.mutation.places import Mutant

BUCKETS = "no PHI bucket is left"
"""Every bucket that holds PHI is gone."""
SUBNETS = "no workload subnet is left"
"""Every subnet that a team works in is gone."""
ROLES = "no role is left"
"""Every role is gone."""
GROUPS = "no security group is left"
"""Every security group is gone."""
POLICIES = "no policy of the organization is left"
"""Every policy of the organization is gone."""
ATTACHMENTS = "no policy is attached"
"""Every policy of the organization stands nowhere."""
KEYS = "no key is left"
"""Every key is gone."""
OPERATORS = (BUCKETS, SUBNETS, ROLES, GROUPS, POLICIES, ATTACHMENTS, KEYS)
"""Every operator of this module."""
_READ, _THROUGH = "phi_store_is_read_by_its_team_alone", "aws_apis_only_through_endpoints"


def mutants(view: View) -> Iterator[Mutant]:
    """One mutant for each set that has something in it.

    Attachments of the transit gateway are no such set: without them nothing is joined, which is what is claimed.
    """
    sets = {
        BUCKETS: (_READ, phi_buckets(view)),
        SUBNETS: (_THROUGH, workload_subnets(view)),
        ROLES: (_READ, view.judged("aws_iam_role")),
        GROUPS: (_THROUGH, view.judged("aws_security_group")),
        POLICIES: (MATCHES, view.judged(POLICY)),
        ATTACHMENTS: (MATCHES, view.judged(ATTACHMENT)),
        KEYS: (DECRYPTS, view.judged(KEY)),
    }
    for operator, (near, nodes) in sets.items():
        if nodes:
            yield without(operator, near, nodes)
