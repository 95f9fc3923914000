"""The account's own prefix lists."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.readers.ec2_words import own
from phizone_stacks.live.reading import reads


@reads("aws_ec2_managed_prefix_list")
def prefix_lists(calls: Calls) -> Iterator[Found]:
    """Prefix lists with their entries; those of AWS's services are not told."""
    for each in own(calls, "describe_managed_prefix_lists", "PrefixLists"):
        name = each["PrefixListId"]
        entries = calls.all("ec2", "get_managed_prefix_list_entries", "Entries", PrefixListId=name)
        attributes = {
            "id": name,
            "arn": each["PrefixListArn"],
            "name": each["PrefixListName"],
            "address_family": each["AddressFamily"],
            "max_entries": each.get("MaxEntries"),
            "entry": [
                one
                for entry in entries
                for one in block(cidr=entry["Cidr"], description=entry.get("Description") or None)
            ],
            "tags": tags_of(each.get("Tags")),
        }
        yield found("aws_ec2_managed_prefix_list", name, attributes)
