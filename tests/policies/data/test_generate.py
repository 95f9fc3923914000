"""The archive holds each service's actions with the keys they take by themselves and by their resources."""

from __future__ import annotations

from importlib import resources

from phizone_policies.data.generate import entries

SERVICE = {
    "conditions": {
        "q:Size": {"type": "Numeric"},
        "aws:ResourceTag/${TagKey}": {"type": "String"},
    },
    "privileges": {
        "Send": {
            "access_level": "Write",
            "resource_types": {"queue": {"condition_keys": []}, "": {"condition_keys": ["q:Size"]}},
        },
        "Open": {"access_level": "Write", "resource_types": {"": {"condition_keys": []}}},
        "List": {"access_level": "List", "resource_types": {"queue": {"condition_keys": []}}},
    },
    "resources": {"queue": {"condition_keys": ["aws:ResourceTag/${TagKey}", "q:Owner"]}},
}
TABLES = {"global": {"aws:SourceIp": "IPAddress"}, "added": {"q": {"actions": ["Old"], "keys": {"q:Owner": "ARN"}}}}


def test_an_entry_has_keys_with_types_and_actions_with_their_keys():
    made = entries({"q": SERVICE}, TABLES, "1.2.3")
    assert made == {
        "services/q.json": {
            "actions": {"Send": [0, 1, 2], "Open": [], "List": [0, 1], "Old": []},
            "keys": [["aws:ResourceTag/${TagKey}", "String"], ["q:Owner", "ARN"], ["q:Size", "Numeric"]],
            "named": ["Send"],
        },
        "index.json": {"global": TABLES["global"], "services": ["q"], "version": "1.2.3"},
    }


def test_the_archive_stays_small():
    archive = resources.files("phizone_policies.data").joinpath("condition_keys.zip").read_bytes()
    assert len(archive) < 500_000
