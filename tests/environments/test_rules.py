"""What must hold between fields and between files."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def test_blocks_that_overlap_are_refused_with_both_lines(folder):
    folder.replace("staging.yaml", "10.20.0.0/16", "10.30.128.0/20")
    assert folder.printed() == [
        "environments/staging.yaml:4: network.cidr 10.30.128.0/20 overlaps 10.30.0.0/16 of prod "
        "(environments/prod.yaml:4); choose a block of its own"
    ]


# Close enough together to overlap often.
BLOCKS = st.builds(
    lambda address, prefix: IPv4Network((0x0A000000 | address, prefix), strict=False),
    st.integers(0, 0x3FFFF),
    st.integers(16, 20),
)


@settings(max_examples=40, deadline=None)
@given(first=BLOCKS, second=BLOCKS)
def test_two_blocks_overlap_for_the_loader_exactly_when_they_do_for_ipaddress(new_folder, first, second):
    folder = new_folder()
    folder.add("qa", "888888888888", str(first))
    folder.add("uat", "999999999999", str(second))
    folder.replace("dev.yaml", "10.10.0.0/16", "192.168.0.0/20")
    folder.replace("staging.yaml", "10.20.0.0/16", "192.168.16.0/20")
    folder.replace("prod.yaml", "10.30.0.0/16", "192.168.32.0/20")
    assert ("overlaps" in folder.said()) == first.overlaps(second)


def test_a_team_that_the_organization_lacks_is_refused(folder):
    folder.replace("prod.yaml", "[cardiology, radiology]", "[cardiolgy, oncology]")
    assert folder.printed() == [
        "environments/prod.yaml:7: teams[0] cardiolgy is not a team of environments/organization.yaml; "
        "did you mean cardiology?",
        "environments/prod.yaml:7: teams[1] oncology is not a team of environments/organization.yaml; "
        "did you mean cardiology?",
    ]


def test_a_team_that_no_environment_lists_is_fine(folder):
    folder.replace("dev.yaml", "[cardiology, radiology]", "[cardiology]")
    folder.replace("staging.yaml", "[cardiology, radiology]", "[cardiology]")
    folder.replace("prod.yaml", "[cardiology, radiology]", "[cardiology]")
    assert {team for each in folder.zone().environments for team in each.teams} == {"cardiology"}


def test_a_team_written_twice_is_refused(folder):
    folder.replace("organization.yaml", "name: radiology", "name: cardiology")
    folder.replace("dev.yaml", "[cardiology, radiology]", "[cardiology, cardiology]")
    folder.replace("staging.yaml", "[cardiology, radiology]", "[cardiology]")
    folder.replace("prod.yaml", "[cardiology, radiology]", "[cardiology]")
    assert folder.printed() == [
        "environments/dev.yaml:7: teams[1] cardiology is listed before, on line 7; name each once",
        "environments/organization.yaml:24: teams[1].name cardiology is listed before, on line 20; name each once",
    ]


def test_an_account_of_two_purposes_is_refused(folder):
    folder.replace("organization.yaml", '"222222222222"', '"111111111111"')
    folder.replace("prod.yaml", '"777777777777"', '"444444444444"')
    assert folder.printed() == [
        "environments/organization.yaml:6: accounts.log_archive.id 111111111111 is given before, "
        "in environments/organization.yaml:5; choose an account of its own",
        "environments/prod.yaml:2: account.id 444444444444 is given before, "
        "in environments/organization.yaml:8; choose an account of its own",
    ]


def test_a_root_mail_address_of_two_accounts_is_refused(folder):
    folder.replace("prod.yaml", "prod@example.org", "Audit@example.org")
    assert folder.printed() == [
        "environments/prod.yaml:2: account.email Audit@example.org is given before, "
        "in environments/organization.yaml:7; choose a mail address of its own"
    ]


def test_regions_outside_the_allowed_ones_are_refused(folder):
    folder.replace("organization.yaml", "recovery_region: us-west-2", "recovery_region: ca-west-1")
    folder.replace("organization.yaml", "[us-east-1, us-west-2, eu-west-1]", "[us-east-2, us-west-2]")
    folder.append("dev.yaml", "region: us-east-1\n")
    assert folder.printed() == [
        "environments/dev.yaml:9: region us-east-1 is not among allowed_regions; choose us-east-2 or us-west-2",
        "environments/organization.yaml:9: home_region us-east-1 is not among allowed_regions; "
        "choose us-east-2 or us-west-2",
        "environments/organization.yaml:10: recovery_region ca-west-1 is not among allowed_regions; "
        "choose us-east-2 or us-west-2",
    ]


def test_recovery_in_the_home_region_is_refused(folder):
    folder.replace("organization.yaml", "recovery_region: us-west-2", "recovery_region: us-east-1")
    assert folder.printed() == [
        "environments/organization.yaml:10: recovery_region us-east-1 is the home Region too; choose another Region"
    ]


def test_an_environment_in_the_recovery_region_is_refused(folder):
    folder.append("dev.yaml", "region: us-west-2\n")
    folder.replace("dev.yaml", "[us-east-1a, us-east-1b, us-east-1c]", "[us-west-2a, us-west-2b, us-west-2c]")
    assert folder.printed() == [
        "environments/dev.yaml:9: region us-west-2 is the recovery Region, where its own backups go; "
        "choose another Region"
    ]


def test_zones_of_another_region_are_refused(folder):
    folder.replace("dev.yaml", "us-east-1b, us-east-1c", "eu-west-1b, eu-west-1c")
    assert folder.printed() == [
        "environments/dev.yaml:5: network.availability_zones eu-west-1b, eu-west-1c must lie in us-east-1; "
        "choose zones such as us-east-1a"
    ]


def test_a_zone_listed_twice_is_refused(folder):
    folder.replace("dev.yaml", "us-east-1c", "us-east-1a")
    assert folder.printed() == [
        "environments/dev.yaml:5: network.availability_zones[2] us-east-1a is listed before, on line 5; name each once"
    ]


def test_a_promotion_from_an_unknown_environment_is_refused(folder):
    folder.replace("prod.yaml", "promotes_from: staging", "promotes_from: stagging")
    assert folder.printed() == [
        "environments/prod.yaml:9: promotes_from stagging is not an environment; did you mean staging?"
    ]


def test_a_promotion_from_itself_is_refused(folder):
    folder.replace("prod.yaml", "promotes_from: staging", "promotes_from: prod")
    assert folder.printed() == [
        "environments/prod.yaml:9: promotes_from prod is the environment itself; name another, or leave the line out"
    ]


def test_promotions_in_a_circle_are_refused_once_with_the_circle(folder):
    folder.append("dev.yaml", "promotes_from: prod\n")
    assert folder.printed() == [
        "environments/dev.yaml:9: promotes_from prod closes a circle, dev -> staging -> prod -> dev; "
        "let one of them promote from none"
    ]


def test_phi_in_dev_is_refused(folder):
    folder.replace("dev.yaml", "data: synthetic", "data: phi")
    assert folder.printed() == ["environments/dev.yaml:6: data phi is refused in dev; choose synthetic or deidentified"]


def test_phi_in_the_first_environment_of_a_chain_is_refused(folder):
    folder.replace("prod.yaml", "promotes_from: staging\n", "")
    assert folder.printed() == [
        "environments/prod.yaml:6: data phi is refused in the first environment of a chain; "
        "set promotes_from, or choose synthetic"
    ]


BAA = """\
baa:
  accepted_on: 2026-01-15
  accepted_by: Privacy officer
  agreement: agreement-0001
  scope: organization
"""


@pytest.mark.parametrize("nothing", ["", "baa:\n", "baa: null\n"])
def test_phi_without_an_agreement_is_refused(folder, nothing):
    folder.replace("organization.yaml", BAA, nothing)
    assert folder.printed() == [
        "environments/prod.yaml:6: data phi needs a business associate agreement (45 CFR 164.308(b)) and "
        "environments/organization.yaml records none; accept it in AWS Artifact and fill in baa"
    ]


def test_no_agreement_is_needed_without_phi(folder):
    folder.replace("organization.yaml", BAA, "")
    folder.replace("prod.yaml", "data: phi", "data: deidentified")
    assert folder.zone().organization.baa is None


def test_mandatory_tags_that_are_left_out_are_refused(folder):
    folder.replace("organization.yaml", "DataClassification, ManagedBy", "Ward")
    assert folder.printed() == [
        "environments/organization.yaml:17: required_tags leaves out DataClassification, ManagedBy; "
        "add what is missing, or leave the whole field out"
    ]


def test_tag_keys_that_differ_only_in_case_are_refused(folder):
    folder.replace("organization.yaml", "ManagedBy]", "ManagedBy, team]")
    assert folder.printed() == [
        "environments/organization.yaml:17: required_tags[8] team is listed before, on line 17; name each once"
    ]


def test_all_problems_of_all_files_are_told_at_once(folder):
    folder.replace("organization.yaml", "retention_years: 7", "retention_years: 5")
    folder.replace("dev.yaml", "size: small", "size: tiny")
    folder.replace("dev.yaml", "10.10.0.0/16", "10.30.0.0/20")
    folder.replace("staging.yaml", "[cardiology, radiology]", "[oncologists]")
    folder.replace("prod.yaml", "description: An example.\n", "")
    assert folder.printed() == [
        "environments/dev.yaml:8: size tiny is not one of the choices; choose small, medium or large",
        "environments/organization.yaml:18: retention_years 5 is shorter than the 6 years of "
        "45 CFR 164.316(b)(2)(i); choose 6 to 10",
        "environments/prod.yaml:1: description is missing; add it",
        "environments/prod.yaml:3: network.cidr 10.30.0.0/16 overlaps 10.30.0.0/20 of dev "
        "(environments/dev.yaml:4); choose a block of its own",
        "environments/staging.yaml:7: teams[0] oncologists is not a team of environments/organization.yaml; "
        "choose cardiology or radiology",
    ]


def test_a_broken_file_does_not_blame_the_others(folder):
    folder.write("organization.yaml", "")
    folder.write("staging.yaml", "- nothing")
    assert folder.printed() == [
        "environments/organization.yaml:1: is empty; write the fields of its schema",
        "environments/staging.yaml:1: is not a mapping; write it as fields, one a line",
    ]
