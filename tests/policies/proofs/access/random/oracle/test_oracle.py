"""A third evaluator, out of process and only where somebody installed it: npm's @cloud-copilot/iam-simulate.

Set PHIZONE_IAM_SIMULATE to the folder in which `npm install @cloud-copilot/iam-simulate` was run. It is under the AGPL:
nothing of it is here, and nothing of ours imports it.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DISPUTED = {
    "05 of a service-linked role": "it asks organization policies of service-linked roles, too",
    "05 of a session of a service-linked role": "the same",
    "09 a key that AWS manages, by its alias in the request": "it asks resource control policies of every key",
    "09 to retire a grant": "and of every action",
    "09 a service that has none": "and of every service",
    "09 what a service-linked role does": "and of service-linked roles",
    "09 how a service enters its service-linked role": "and of their trust",
    "10 service control policies reach nobody anonymous": "it refuses such a case",
    "11 without any statement that allows": "it takes a boundary without policies for none",
    "17 a session whose role only is spared": "it spares who is named, without account and role",
    "17 a session whose role and account are": "the same",
    "17 a user whose account is not spared": "the same",
    "18 that names the session": "it caps the session that a policy names; the guide does not",
    "19 without session policy": "it gives a federated user the permissions of its user",
    "19 whose user a bucket policy names": "and what policies give the user",
    "21 of the root user": "it gives a root user no permissions of its own",
    "24 another account schedules deletion": "it lets every operation work across accounts",
    "24 another account writes the key policy": "the same",
    "36 version of 2008": "it fills variables under any version",
    "36 version of 2008, taken literally": "the same",
    "36 no version, taken literally": "the same",
    "45 no trust known": "it lets identity policies enter a role whose trust is not given",
    "52 the role is still the old one": "it does not compare unique ids",
    "53 drops a policy that denies everybody": "it gives a root user no way back to its bucket",
    "53 reads what nobody denies": "it gives a root user no permissions of its own",
}
"""Why the oracle says otherwise; the guide, and the table of cases with it, side with us."""


def test_the_oracle_disagrees_where_we_know_it_does_and_nowhere_else(disputed_rows):
    assert disputed_rows() == set(DISPUTED)


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_the_oracle_agrees_on_random_cases(data, undisputed_case, disagreements):
    assert disagreements(data.draw(st.lists(undisputed_case, min_size=100, max_size=100))) == []
