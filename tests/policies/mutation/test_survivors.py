"""What no rule notices stands in `policies/survivors.yaml` with its reason, and nothing else stands there."""

from __future__ import annotations

import pytest

from phizone_policies.mutation.places import Mutant, sample
from phizone_policies.mutation.survivors import InvalidSurvivors, Survivor, explain, load_survivors


def mutant(name, path="tags.Name", operator="other word"):
    return Mutant(f"w/aws_vpc.{name}", "aws_vpc", operator, path, None)


def test_each_survivor_needs_a_record_and_each_record_a_survivor():
    label = Survivor(paths=("tags.Name",), because="a label for people decides nothing")
    other = Survivor(types=("aws_s3_*",), because="no such survivor is there any more")
    found = explain([mutant("a"), mutant("b", path="cidr_block", operator="widen")], [label, other])
    assert [str(each) for each in found.unexplained] == ["w/aws_vpc.b cidr_block widen"]
    assert found.unused == (other,)


def test_a_record_without_a_reason_is_refused(tmp_path):
    file = tmp_path / "survivors.yaml"
    file.write_text("survivors:\n  - types: [aws_vpc]\n  - because: too short\n", encoding="utf-8")
    with pytest.raises(InvalidSurvivors) as told:
        load_survivors(file, "policies/survivors.yaml")
    assert [line.split(" ")[0] for line in str(told.value).splitlines()] == [
        "policies/survivors.yaml:2:",
        "policies/survivors.yaml:3:",
    ]


def test_the_seed_chooses_among_mutants_of_a_kind_and_keeps_their_order():
    found = [mutant(str(number)) for number in range(9)] + [mutant("x", path="cidr_block")]
    chosen = sample(found, 7, 2)
    assert [each.path for each in chosen] == ["tags.Name", "tags.Name", "cidr_block"]
    assert chosen == sample(found, 7, 2)
    assert len(sample(found, 7, 9, most=4)) == 4


def test_some_mutants_of_the_zone_are_noticed_or_explained(phizone, repository):
    done = phizone("rules", "mutate", "--most", "120", "--seed", "4", cwd=repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert "unexplained" not in done.stdout


@pytest.mark.slow
def test_every_mutant_is_noticed_or_explained_and_every_record_is_needed(phizone, repository):
    done = phizone("rules", "mutate", "--all", cwd=repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert "unexplained" not in done.stdout
    assert "needless" not in done.stdout
