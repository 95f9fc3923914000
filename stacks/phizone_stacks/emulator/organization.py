"""The organization before anything is applied: its accounts exist under their own ids, without default networks.

So it is in AWS: accounts are made by people, and programs adopt them by id. Emulators choose ids at random, so those of
`environments/` are put in their place where the emulator runs in this process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from phizone_stacks.live.place import Place

ENTERED = "OrganizationAccountAccessRole"
"""The role that AWS Organizations makes in every account. Source: AWS Organizations User Guide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account that exists."""

    id: str
    """Twelve-digit id."""
    name: str
    """Its name."""
    email: str
    """Its root user's mail address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What exists before the first apply."""

    id: str
    """Id of the organization."""
    root: str
    """Id of its root."""
    management: str
    """Id of the management account."""
    email: str
    """Mail address of the management account's root user."""
    members: tuple[Member, ...]
    """The accounts, the management account not among them."""
    regions: tuple[str, ...]
    """Regions in which accounts have no default network, the home region first."""


@contextmanager
def ids(before: Before) -> Iterator[None]:
    """While this lasts, moto gives an organization, its root and its accounts the ids that are told.

    AWS's managed policies exist then, too.
    """
    from moto.core.config import default_user_config
    from moto.organizations import models, utils

    by_email = {member.email: member.id for member in before.members}
    make = models.FakeAccount.__init__
    # AWS Config has two service principals, of which moto knows one. Source: AWS Organizations User Guide.
    delegated = [*models.FakeDelegatedAdministrator.SUPPORTED_SERVICES, "config.amazonaws.com"]

    def made(self: Any, organization: Any, **given: Any) -> None:
        account = by_email.get(given.get("Email", ""), before.management)
        if account == before.management:
            given |= {"AccountName": "management", "Email": before.email}
        with patch.object(utils, "make_random_account_id", lambda: account):
            make(self, organization, **given)

    with (
        patch.object(utils, "make_random_org_id", lambda: before.id),
        patch.object(utils, "make_random_root_id", lambda: before.root),
        patch.object(models.FakeAccount, "__init__", made),
        patch.dict(default_user_config, {"iam": {"load_aws_managed_policies": True}}),
        patch.object(models.FakeDelegatedAdministrator, "SUPPORTED_SERVICES", delegated),
        # moto forgets everything between two mocks but whose member an account is.
        patch.object(models.organizations_backends, "master_accounts", {}),
    ):
        yield


def prepare(before: Before, client_of: Callable[[str, Place], Any]) -> None:
    """Makes organization and accounts, and removes what AWS gives every account and the zone's own roles replace.

    That is the default network, and the role by which the management account is administrator of every other.
    """
    organizations = client_of("organizations", Place(before.management, before.regions[0]))
    organizations.create_organization(FeatureSet="ALL")
    for member in before.members:
        organizations.create_account(Email=member.email, AccountName=member.name, RoleName=ENTERED)
    for account in (before.management, *(member.id for member in before.members)):
        iam = client_of("iam", Place(account, before.regions[0]))
        for role in iam.list_roles()["Roles"]:
            if role["RoleName"] == ENTERED:
                iam.delete_role(RoleName=ENTERED)
        for region in before.regions:
            _without_network(client_of("ec2", Place(account, region)))
            # moto begins with Macie switched on, AWS does not.
            client_of("macie2", Place(account, region)).disable_macie()


def _without_network(ec2: Any) -> None:
    for vpc in ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]:
        of_it: Sequence[dict[str, Any]] = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
        for subnet in ec2.describe_subnets(Filters=of_it)["Subnets"]:
            ec2.delete_subnet(SubnetId=subnet["SubnetId"])
        attached = [{"Name": "attachment.vpc-id", "Values": [vpc["VpcId"]]}]
        for gateway in ec2.describe_internet_gateways(Filters=attached)["InternetGateways"]:
            name = gateway["InternetGatewayId"]
            ec2.detach_internet_gateway(InternetGatewayId=name, VpcId=vpc["VpcId"])
            ec2.delete_internet_gateway(InternetGatewayId=name)
        ec2.delete_vpc(VpcId=vpc["VpcId"])
