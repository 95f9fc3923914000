from __future__ import annotations

from pathlib import Path

import pytest

from phizone_stacks.translation.generate import generate
from phizone_stacks.translation.generate_assembly import Attribute
from phizone_stacks.translation.generate_assembly import Shape as TerraformShape
from phizone_stacks.translation.generate_fields import Tally, match
from phizone_stacks.translation.generate_pairs import pair
from phizone_stacks.translation.generate_pulumi import Property
from phizone_stacks.translation.generate_pulumi import Shape as PulumiShape

TEXT = Attribute(TerraformShape("string"), required=False, computed=False)
BLOCKS = Attribute(TerraformShape("list", TerraformShape("object")), required=False, computed=False)
INPUT = Property(PulumiShape("string"), is_input=True)
OBJECTS = Property(PulumiShape("list", PulumiShape("object")), is_input=True)


def test_a_name_that_fits_does_not_pair_types_whose_attributes_disagree() -> None:
    pairing = pair(
        {"aws:rds/instance:Instance": {"engine": INPUT, "allocatedStorage": INPUT}},
        {"aws_instance": {"ami": TEXT, "instance_type": TEXT}, "aws_db_instance": {"engine": TEXT, "other": TEXT}},
        {},
    )
    assert (pairing.types, pairing.unpaired) == ({}, ("aws:rds/instance:Instance",))


def test_an_alias_of_the_module_pairs_types_whose_attributes_agree() -> None:
    pairing = pair(
        {"aws:rds/instance:Instance": {"engine": INPUT, "allocatedStorage": INPUT}},
        {"aws_instance": {"ami": TEXT}, "aws_db_instance": {"engine": TEXT, "allocated_storage": TEXT}},
        {"rds": ["db"]},
    )
    assert (pairing.types, pairing.by_rule) == ({"aws:rds/instance:Instance": "aws_db_instance"}, 0)


def test_a_second_version_stands_for_the_free_type_that_agrees_better() -> None:
    pairing = pair(
        {
            "aws:s3/bucketObject:BucketObject": {"key": INPUT, "etag": INPUT},
            "aws:s3/bucketObjectv2:BucketObjectv2": {"key": INPUT, "etag": INPUT, "overrideProvider": INPUT},
        },
        {
            "aws_s3_bucket_object": {"key": TEXT, "etag": TEXT},
            "aws_s3_object": {"key": TEXT, "etag": TEXT, "override_provider": TEXT},
        },
        {},
    )
    assert pairing.types == {
        "aws:s3/bucketObject:BucketObject": "aws_s3_bucket_object",
        "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object",
    }


def test_names_match_by_spelling_number_shape_and_table() -> None:
    tally = Tally()
    found = match(
        {"accessKey": INPUT, "rules": OBJECTS, "name": INPUT, "code": INPUT, "lost": INPUT},
        {"access_key": TEXT, "rule": BLOCKS, "rules": TEXT, "alarm_name": TEXT, "filename": TEXT},
        {"aws_thing.code": "filename"},
        "aws_thing",
        tally,
    )
    assert found == {"accessKey": "access_key", "rules": "rule", "name": "alarm_name", "code": "filename"}
    assert tally.inputs == {"rule": 2, "renamed": 1, "table": 1, "none": 1}
    assert tally.unmatched == ["aws_thing.lost"]


@pytest.mark.slow
def test_two_runs_of_the_generator_give_equal_bytes(installed_assembly: Path, tmp_path: Path) -> None:
    generate(installed_assembly, tmp_path / "a.zip")
    generate(installed_assembly, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
