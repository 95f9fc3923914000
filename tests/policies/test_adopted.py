"""An adopter's folder of rules is found as ours are; what is wrong with it is told by file and line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from phizone_policies.adopted import InvalidCheck
from phizone_policies.check import PHIZONE, Origin
from phizone_policies.controls.load import requirements_of, safeguards_of
from phizone_policies.discover import all_checks, find

EXAMPLE = Path(__file__).parents[1] / "fixtures/adopters_rules"
RULE = "cost_center_is_billable"


def test_the_rules_of_a_folder_stand_among_ours():
    found = all_checks((Origin("mine", EXAMPLE),))
    assert {check.id for check in found} - {check.id for check in all_checks()} == {RULE}
    assert [check.id for check in found] == sorted(check.id for check in found)
    assert {check.origin for check in found} == {PHIZONE, Origin("mine", EXAMPLE)}


def test_a_rule_supports_what_its_folder_says():
    rule = find(RULE, (Origin("mine", EXAMPLE),))
    assert requirements_of(rule) == ("cm-8", "hipaa-164.308.a.1.ii.a")
    assert safeguards_of(rule) == ("hipaa-164.308.a.1.ii.a",)


def test_rules_need_not_say_what_they_support(adopters_rules):
    (adopters_rules / "controls.yaml").unlink()
    assert requirements_of(find(RULE, (Origin("mine", adopters_rules),))) == ()


def test_files_of_an_underscore_hold_what_rules_share(adopters_rules):
    (adopters_rules / "_billing.py").write_text("FORM = 'CC-[0-9]{4}|platform'\n", encoding="utf-8")
    rule = (adopters_rules / f"{RULE}.py").read_text(encoding="utf-8")
    rule = rule.replace("import re\n", "import re\n\nfrom ._billing import FORM\n")
    (adopters_rules / f"{RULE}.py").write_text(rule.replace('r"CC-[0-9]{4}|platform"', "FORM"), encoding="utf-8")
    assert find(RULE, (Origin("mine", adopters_rules),)).origin.folder == adopters_rules


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("broken.py", "x = 1\ndef broken(:\n", "mine/broken.py:2: SyntaxError: invalid syntax"),
        ("raising.py", "x = 1\n\ny = 1 / 0\n", "mine/raising.py:3: ZeroDivisionError: division by zero; mend it"),
        ("empty.py", "", "mine/empty.py:1: holds no check; it must hold one check, the function empty"),
        ("lonely.py", "", "mine/lonely.py:1: has no cases; write lonely.yaml beside it, with a case for each outcome"),
        ("two-words.py", "", "mine/two-words.py:1: is no name for a function; use small letters and underscores"),
        ("controls.yaml", "other: [cm-8]", "mine/controls.yaml:1: other is no rule of this folder; take it out"),
        (
            "controls.yaml",
            f"{RULE}:\n  - cm-8\n  - hipaa-1\n",
            f"mine/controls.yaml:3: {RULE}[1] hipaa-1 is no requirement; `phizone rules controls` lists them",
        ),
    ],
)
def test_a_mistake_is_told_at_its_line(adopters_rules, file, text, said):
    (adopters_rules / file).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidCheck) as told:
        all_checks((Origin("mine", adopters_rules),))
    assert [line for line in str(told.value).splitlines() if line.startswith(said)] != []


def test_an_error_inside_what_rules_share_is_told_there(adopters_rules):
    (adopters_rules / "_shared.py").write_text("\nraise KeyError('x')\n", encoding="utf-8")
    (adopters_rules / "asking.py").write_text("from ._shared import y\n", encoding="utf-8")
    (adopters_rules / "asking.yaml").write_text("", encoding="utf-8")
    with pytest.raises(InvalidCheck, match=r"^mine/_shared\.py:2: KeyError: 'x'; mend it$"):
        all_checks((Origin("mine", adopters_rules),))


def test_an_id_of_ours_cannot_be_taken(adopters_rules):
    taken = (adopters_rules / f"{RULE}.py").read_text(encoding="utf-8").replace(RULE, "kms_key_rotates")
    (adopters_rules / "kms_key_rotates.py").write_text(taken, encoding="utf-8")
    (adopters_rules / "kms_key_rotates.yaml").write_text("", encoding="utf-8")
    with pytest.raises(InvalidCheck) as told:
        all_checks((Origin("mine", adopters_rules),))
    said = "mine/kms_key_rotates.py:1: kms_key_rotates is a rule of phizone already; name yours otherwise"
    assert str(told.value) == said


def test_two_folders_cannot_hold_the_same_id(adopters_rules):
    with pytest.raises(InvalidCheck, match=rf"^other/{RULE}\.py:1: {RULE} is a rule of mine already; name yours"):
        all_checks((Origin("mine", EXAMPLE), Origin("other", adopters_rules)))


def test_a_folder_without_a_rule_is_refused(tmp_path):
    with pytest.raises(InvalidCheck, match=r"^mine:1: holds no check; write one as <id>\.py with its <id>\.yaml$"):
        all_checks((Origin("mine", tmp_path),))


def test_all_mistakes_are_told_at_once(adopters_rules):
    (adopters_rules / "one.py").write_text("raise OSError\n", encoding="utf-8")
    (adopters_rules / "two.py").write_text("", encoding="utf-8")
    with pytest.raises(InvalidCheck) as told:
        all_checks((Origin("mine", adopters_rules),))
    assert {line.split(":")[0] for line in str(told.value).splitlines()} == {"mine/one.py", "mine/two.py"}
