from __future__ import annotations

import boto3
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.ram import principals, shares

SUBNET = "arn:aws:ec2:us-east-1:777777777777:subnet/subnet-0123456789abcdef0"
ARN = "arn:aws:ram:us-east-1:777777777777:resource-share/00000000-0000-0000-0000-000000000000"
SHARE = {
    "resourceShareArn": ARN,
    "name": "network",
    "owningAccountId": "777777777777",
    "allowExternalPrincipals": False,
    "status": "ACTIVE",
    "tags": [{"key": "Name", "value": "network"}],
}


def share(aws):
    given = {"name": "network", "principals": ["555555555555"], "resourceArns": [SUBNET]}
    made = aws("ram").create_resource_share(**given, allowExternalPrincipals=True)
    return made["resourceShare"]["resourceShareArn"]


def answering(**answers):
    """Calls to an account where RAM gives these answers."""
    ram = boto3.client("ram", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    stub = Stubber(ram)
    stub.add_response("get_resource_shares", {"resourceShares": answers["shares"]})
    if "associations" in answers:
        stub.add_response("get_resource_share_associations", {"resourceShareAssociations": answers["associations"]})
    stub.activate()
    return Calls(Place("777777777777", "us-east-1"), lambda service, place: ram)


def test_a_share_is_read(aws, seen):
    arn = share(aws)
    assert seen("aws_ram_resource_share") == [
        {"allow_external_principals": True, "arn": arn, "id": arn, "name": "network", "tags": {}}
    ]


def test_a_share_is_read_with_its_tags():
    found = [dict(each.attributes) for each in shares.function(answering(shares=[SHARE]))]
    assert found == [
        {
            "allow_external_principals": False,
            "arn": ARN,
            "id": ARN,
            "name": "network",
            "tags": {"Name": "network"},
        }
    ]


def test_a_deleted_share_is_not_read_and_nothing_of_it(aws, seen):
    aws("ram").delete_resource_share(resourceShareArn=share(aws))
    kinds = ("aws_ram_resource_share", "aws_ram_principal_association", "aws_ram_resource_association")
    assert [seen(kind) for kind in kinds] == [[], [], []]


def test_with_whom_something_is_shared_is_read(aws, seen):
    arn = share(aws)
    assert seen("aws_ram_principal_association") == [{"principal": "555555555555", "resource_share_arn": arn}]


def test_what_is_shared_is_read(aws, seen):
    arn = share(aws)
    assert seen("aws_ram_resource_association") == [{"resource_arn": SUBNET, "resource_share_arn": arn}]


def test_a_principal_with_whom_nothing_is_shared_any_more_is_not_read():
    of = {"resourceShareArn": ARN, "associationType": "PRINCIPAL"}
    associations = [
        {**of, "associatedEntity": "555555555555", "status": "DISASSOCIATED"},
        {**of, "associatedEntity": "666666666666", "status": "ASSOCIATING"},
    ]
    calls = answering(shares=[SHARE], associations=associations)
    assert [each.attributes["principal"] for each in principals.function(calls)] == ["666666666666"]


def test_sharing_with_the_organization_is_read_where_ram_is_trusted(aws, seen):
    organizations = aws("organizations")
    organizations.create_organization(FeatureSet="ALL")
    assert seen("aws_ram_sharing_with_organization") == []
    organizations.enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    assert seen("aws_ram_sharing_with_organization") == [{}]
