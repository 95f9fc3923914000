from __future__ import annotations


def test_a_prefix_list_is_read_with_its_entries_and_those_of_aws_are_not(aws, seen):
    made = aws("ec2").create_managed_prefix_list(
        PrefixListName="hospital",
        AddressFamily="IPv4",
        MaxEntries=5,
        Entries=[{"Cidr": "192.0.2.0/24", "Description": "Ward"}, {"Cidr": "198.51.100.0/24"}],
    )["PrefixList"]
    assert seen("aws_ec2_managed_prefix_list") == [
        {
            "address_family": "IPv4",
            "arn": made["PrefixListArn"],
            "entry": [{"cidr": "192.0.2.0/24", "description": "Ward"}, {"cidr": "198.51.100.0/24"}],
            "id": made["PrefixListId"],
            "max_entries": 5,
            "name": "hospital",
            "tags": {},
        }
    ]
