"""Where an organization's policy is attached, and what that says of every request it can meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from phizone_policies.proofs.access.symbolic.globs import exactly, glob
from phizone_policies.proofs.access.symbolic.keys import IS_ABSENT, KeyTest
from phizone_policies.proofs.access.symbolic.languages import language
from phizone_policies.proofs.access.symbolic.values import Text
from phizone_policies.views.organization import RESOURCE_CONTROL, SERVICE_CONTROL

_PRINCIPALS = ("iam::{account}:role/?*", "iam::{account}:user/?*", "iam::{account}:root")
# What stands for the account in the ARNs of AWS's own policies, keys and documents.
_AWS_ITSELF = "aws"
_ACCOUNT, _REGION = "?" * 12, "??-*-?"
_FEDERATED = "sts::{account}:federated-user/?*"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a service or resource control policy is attached."""

    kind: str
    """`SERVICE_CONTROL_POLICY`, or `RESOURCE_CONTROL_POLICY`."""
    accounts: frozenset[str]
    """Ids of the accounts it reaches; the management account is none of them."""
    known: frozenset[str] = frozenset()
    """Ids of all accounts of the organization; where there are none, no account in an ARN is doubted."""
    organization_id: str = ""
    """Id of the organization, as `o-exampleorg0`; empty where it is not known."""
    partition: str = "aws"
    """The partition of its accounts."""

    @property
    def caps_resources(self) -> bool:
        """Whether it caps what is done with the resources of its accounts, and not what their principals do."""
        return self.kind == RESOURCE_CONTROL

    def named(self, form: str) -> Iterator[str]:
        """A form of ARNs with the partition, with what a Region looks like, and with each account that can be meant."""
        accounts = sorted(self.accounts if self.caps_resources else self.known) or [_ACCOUNT]
        for account in (*accounts, _AWS_ITSELF):
            yield form.format(partition=self.partition, region=_REGION, account=account)

    @cached_property
    def facts(self) -> Mapping[str, frozenset[KeyTest]]:
        """The tests that every request it can meet passes, by key in lower case."""
        if self.kind not in (SERVICE_CONTROL, RESOURCE_CONTROL):
            raise ValueError(f"{self.kind} is neither {SERVICE_CONTROL} nor {RESOURCE_CONTROL}")
        return _side("resource", self) if self.caps_resources else _side("principal", self) | self._principals()

    def _principals(self) -> dict[str, frozenset[KeyTest]]:
        shapes = [
            f"arn:{self.partition}:{shape.format(account=account)}"
            for account in sorted(self.accounts)
            for shape in (*_PRINCIPALS, _FEDERATED)
        ]
        # A boundary is a policy of the role's own account, or AWS's. Source: IAM User Guide, "Permissions boundaries".
        bounds = [glob(f"arn:{self.partition}:iam::{each}:policy/?*") for each in (*sorted(self.accounts), _AWS_ITSELF)]
        names = ("aws:principalservicename", "aws:principalservicenameslist")
        return {
            "aws:principalarn": frozenset({KeyTest(Text(language(frozenset(map(glob, shapes)))))}),
            "aws:principalisawsservice": frozenset({_one_of("false")}),
            "iam:permissionsboundary": frozenset({KeyTest(Text(language(frozenset(bounds))), absent=True, every=True)}),
            **{name: frozenset({IS_ABSENT}) for name in names},
        }


def _side(side: str, place: Place) -> dict[str, frozenset[KeyTest]]:
    found = {f"aws:{side}account": frozenset({_one_of(*sorted(place.accounts))})}
    if place.organization_id:
        found[f"aws:{side}orgid"] = frozenset({_one_of(place.organization_id)})
    return found


def _one_of(*texts: str) -> KeyTest:
    return KeyTest(Text(language(frozenset(map(exactly, texts)))))
