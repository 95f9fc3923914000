"""The maps from regulations to rules are whole, and every mistake in them is told at its line, all at once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from phizone_policies.controls.load import controls, requirements_of, safeguards_of
from phizone_policies.controls.model import Kind, State
from phizone_policies.controls.reading import folder, read_form
from phizone_policies.discover import all_checks

STANDARDS = {
    "hipaa-164.308.a.1.i",
    "hipaa-164.308.a.2",
    "hipaa-164.308.a.3.i",
    "hipaa-164.308.a.4.i",
    "hipaa-164.308.a.5.i",
    "hipaa-164.308.a.6.i",
    "hipaa-164.308.a.7.i",
    "hipaa-164.308.a.8",
    "hipaa-164.308.b.1",
    "hipaa-164.310.a.1",
    "hipaa-164.310.b",
    "hipaa-164.310.c",
    "hipaa-164.310.d.1",
    "hipaa-164.312.a.1",
    "hipaa-164.312.b",
    "hipaa-164.312.c.1",
    "hipaa-164.312.d",
    "hipaa-164.312.e.1",
    "hipaa-164.314.a.1",
    "hipaa-164.314.b.1",
    "hipaa-164.316.a",
    "hipaa-164.316.b.1",
}
"""45 CFR 164 Subpart C, Appendix A, and 164.314 and 164.316, which are not in it."""
TECHNICAL = {"164.312.a.1", "164.312.a.2.i", "164.312.a.2.iv", "164.312.b", "164.312.c.1", "164.312.c.2", "164.312.d"}
TECHNICAL |= {"164.312.e.1", "164.312.e.2.i", "164.312.e.2.ii"}


def test_every_standard_of_the_security_rule_has_a_state():
    found = {one.id: one for one in controls().requirements() if one.kind is Kind.STANDARD}
    assert set(found) == STANDARDS
    assert {name for name, one in found.items() if not one.state} == set()


def test_the_security_rule_has_its_matrix_of_specifications():
    kinds = Counter(one.kind for one in controls().requirements() if one.regulation == "hipaa")
    assert kinds == {Kind.STANDARD: 22, Kind.REQUIRED: 21, Kind.ADDRESSABLE: 22}


def test_every_technical_safeguard_is_held_by_rules():
    held = {one.id.removeprefix("hipaa-") for one in controls().requirements() if one.state is State.HELD}
    assert TECHNICAL - held == set()


def test_ids_are_oscal_tokens():
    ids = [one.id for one in controls().requirements()]
    nist = r"[a-z]{2}-[0-9]+(\.[0-9]+)?"
    form = rf"{nist}|hipaa-164\.[0-9]{{3}}(\.[a-z0-9]+)+|cfr11-11\.[0-9]+(\.[a-z])?|gdpr-[0-9]+(\.[0-9])?(\.[a-f])?"
    assert [name for name in ids if not re.fullmatch(form, name)] == []
    assert [name for name, count in Counter(ids).items() if count > 1] == []


def test_what_the_gdpr_asks_is_always_our_own_reading():
    objectives = controls().objectives
    asked = {(one.id, name) for one in objectives for name in one.supports if name.startswith("gdpr-")}
    assert {(one.id, name) for one in objectives for name in one.own_reading} & asked == asked


def test_the_rules_of_an_objective_stand_in_the_order_of_the_alphabet():
    problems = []
    files = sorted((folder() / "objectives").glob("*.yaml"))
    documents = [read_form(dict, file, file.name, problems)[0].data for file in files]
    rows = {name: row["rules"] or [] for document in documents for name, row in document.items()}
    assert {name: rules for name, rules in rows.items() if rules != sorted(rules)} == {}


def test_a_check_supports_its_objectives_requirements():
    rule = next(check for check in all_checks() if check.id == "kms_key_rotates")
    assert requirements_of(rule) == ("cfr11-11.30", "gdpr-32.1.a", "hipaa-164.312.a.2.iv", "sc-12", "sc-12.2")
    assert safeguards_of(rule) == ("hipaa-164.312.a.2.iv",)


def test_an_adopter_s_check_is_added_to_what_it_supports():
    own = replace(all_checks()[0], id="own", supports=("hipaa-164.308.a.2",))
    known = controls().with_rules([own])
    found = next(one for one in known.requirements() if one.id == "hipaa-164.308.a.2")
    assert (found.rules, found.state) == (("own",), State.HELD)


def test_what_needs_something_that_is_to_come_is_open_though_rules_hold_a_part():
    found = {one.id: one for one in controls().requirements()}
    validation, signatures = found["cfr11-11.10.a"], found["cfr11-11.50"]
    assert "bucket_keeps_versions" in validation.rules
    assert (validation.state, signatures.state) == (State.OPEN, State.OPEN)


def test_a_check_that_no_objective_names_is_unmapped():
    assert controls().unmapped(["kms_key_rotates", "new_one"]) == ("new_one",)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "objectives/keys.yaml",
            "- kms_key_rotates",
            "- kms_key_turns",
            "is no check; `phizone rules list` shows them",
        ),
        ("objectives/keys.yaml", "- kms_key_rotates", "- team_has_its_keys", "stands there twice; keep one"),
        ("objectives/transit.yaml", "TLS-2:", "KMS-1:", "KMS-1 stands in another area too"),
        ("objectives/keys.yaml", "[hipaa-164.312.a.2.iv, sc-12, sc-12.2,", "[sc-12,", "is not in supports"),
        ("objectives/keys.yaml", "gdpr-32.1.a]", "gdpr-99]", "KMS-1 gdpr-99 is no requirement"),
        ("objectives/keys.yaml", "  holds: ", "  keeps: ", "KMS-1.keeps"),
        ("regulations/hipaa.yaml", "    kind: standard", "    kind: norm", "kind"),
        ("conformance_pack.yaml", "  IAM_PASSWORD_POLICY:", "  IAM_PASSWORDS:", "the pack's list was changed"),
    ],
)
def test_a_mistake_is_told_with_its_file(refused, file, old, new, said):
    told = refused((file, old, new))
    assert [line for line in told if line.startswith(f"{file}:") and said in line] != []


def test_a_requirement_that_nothing_holds_must_say_who_answers(refused, line_of):
    answer = "      answers: the management\n      evidence: the security official's letter of appointment\n"
    line = line_of("regulations/hipaa.yaml", "hipaa-164.308.a.2:")
    told = refused(("regulations/hipaa.yaml", f"    organizational:\n{answer}", ""))
    assert told == [
        f"regulations/hipaa.yaml:{line}: requirements.hipaa-164.308.a.2 is held by no rule; say who answers "
        "(organizational, inherited) or what is to come (later)"
    ]


def test_a_rule_of_the_pack_is_held_in_one_way_only(refused, line_of):
    file = "conformance_pack.yaml"
    line = line_of(file, "  INSTANCES_IN_VPC:")
    told = refused((file, "  INSTANCES_IN_VPC:\n", "  INSTANCES_IN_VPC:\n    run_time: it is running\n"))
    assert told == [f"{file}:{line}: rules.INSTANCES_IN_VPC needs exactly one of checks, not_applicable and run_time"]


def test_all_mistakes_of_all_files_are_told_at_once(refused):
    told = refused(
        ("objectives/keys.yaml", "- kms_key_rotates", "- kms_key_turns"),
        ("objectives/audit.yaml", "- vpc_has_flow_log", "- vpc_flows"),
        ("regulations/gdpr.yaml", "name: ", "title: "),
    )
    assert {line.split(":")[0] for line in told} == {
        "objectives/audit.yaml",
        "objectives/keys.yaml",
        "regulations/gdpr.yaml",
    }
