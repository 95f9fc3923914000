"""One field at a time: what is refused, and the sentence that says so."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SLUG = "is not a lower-case name; use a to z, 0 to 9 and single hyphens, a letter first"


@pytest.mark.parametrize(
    ("old", "new", "printed"),
    [
        ("name: meridian", "name: Meridian", f":1: name Meridian {SLUG}"),
        ("name: meridian", "name:", ":1: name is empty; give it a value"),
        ("name: meridian", 'name: ""', f':1: name "" {SLUG}'),
        ("name: meridian", "name: [a]", ":1: name is a list; write one value"),
        ("name: meridian", "name: {a: b}", ":1: name is a mapping; write one value"),
        (
            "name: meridian",
            "name: abcdefghijklmnopqrstu",
            ":1: name abcdefghijklmnopqrstu is longer than 20 characters; shorten it",
        ),
        (
            "o-exampleorg0",
            "exampleorg0",
            ":2: id exampleorg0 is not an organization id; "
            "write it as AWS Organizations shows it, such as o-exampleorg0",
        ),
        (
            "r-demo",
            "demo",
            ":3: root_id demo is not the id of an organization's root; "
            "write it as AWS Organizations shows it, such as r-demo",
        ),
        (
            '"111111111111"',
            '"11111111111"',
            ":5: accounts.management.id 11111111111 is not an account id; "
            'write its 12 digits in quotes, such as "111111111111"',
        ),
        (
            "management@example.org",
            "management",
            ":5: accounts.management.email management is not a mail address; write one such as cloud-prod@example.org",
        ),
        (
            "home_region: us-east-1",
            "home_region: us-east1",
            ":9: home_region us-east1 is not an AWS Region; write one such as us-east-1",
        ),
        (
            "[us-east-1, us-west-2, eu-west-1]",
            "us-east-1",
            ":11: allowed_regions us-east-1 is not a list; write one item a line, each after a hyphen",
        ),
        (
            "2026-01-15",
            "20260115",
            ":13: baa.accepted_on 20260115 is not a date; write year, month and day, such as 2026-01-31",
        ),
        (
            "2026-01-15",
            "2026-02-30",
            ":13: baa.accepted_on 2026-02-30 is not a date; write year, month and day, such as 2026-01-31",
        ),
        (
            "Privacy officer",
            "jo@example.org",
            ":14: baa.accepted_by jo@example.org is not a role; "
            "write one such as Privacy officer, never a person's mail address",
        ),
        (
            "scope: organization",
            "scope: organisation",
            ":16: baa.scope organisation is not one of the choices; did you mean organization?",
        ),
        (
            "retention_years: 7",
            "retention_years: 5",
            ":18: retention_years 5 is shorter than the 6 years of 45 CFR 164.316(b)(2)(i); choose 6 to 10",
        ),
        (
            "retention_years: 7",
            "retention_years: 11",
            ":18: retention_years 11 is longer than the 10 years CloudWatch Logs can keep; choose 6 to 10",
        ),
        (
            "retention_years: 7",
            "retention_years: yes",
            ":18: retention_years yes is not a whole number; write digits only",
        ),
        (
            "retention_years: 7",
            "retention_years: 7.0",
            ":18: retention_years 7.0 is not a whole number; write digits only",
        ),
        (
            "owner_id: 1000001",
            "owner_id: 0",
            ":30: identity_provider.github.owner_id 0 is less than 1; choose 1 or more",
        ),
        (
            "kind: identity_center",
            "kind: okta",
            ":29: identity_provider.kind okta is not one of the choices; choose identity_center or iam",
        ),
        ("retention_years: 7\n", "", ":1: retention_years is missing; add it"),
        ("    cost_center: CC-1002\n", "", ":24: teams[1].cost_center is missing; add it"),
        (
            "cost_center: CC-1002",
            "cost_centre: CC-1002\n    cost_center: x",
            ":27: teams[1].cost_centre is not a field; did you mean cost_center?",
        ),
    ],
)
def test_a_wrong_field_of_the_organization_is_refused(folder, old, new, printed):
    folder.replace("organization.yaml", old, new)
    assert folder.printed() == [f"environments/organization.yaml{printed}"]


@pytest.mark.parametrize(
    ("old", "new", "printed"),
    [
        ("  cidr: 10.30.0.0/16\n", "", ":3: network.cidr is missing; add it"),
        (
            "10.30.0.0/16",
            "ten",
            ":4: network.cidr ten is not an IPv4 block; write one such as 10.20.0.0/16",
        ),
        (
            "10.30.0.0/16",
            "10.0.0.0/8",
            ":4: network.cidr 10.0.0.0/8 is larger than /16; choose /16 to /20",
        ),
        (
            "10.30.0.0/16",
            "10.30.0.0/21",
            ":4: network.cidr 10.30.0.0/21 is smaller than /20; choose /16 to /20",
        ),
        (
            "10.30.0.0/16",
            "10.30.0.1/16",
            ":4: network.cidr 10.30.0.1/16 has host bits set; write 10.30.0.0/16",
        ),
        (
            "10.30.0.0/16",
            "100.64.0.0/16",
            ":4: network.cidr 100.64.0.0/16 is not private; "
            "choose a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918)",
        ),
        (
            "10.30.0.0/16",
            "172.17.16.0/20",
            ":4: network.cidr 172.17.16.0/20 overlaps 172.17.0.0/16, Docker's bridge in SageMaker notebooks "
            "and Cloud9; choose another block",
        ),
        (", us-east-1c", "", ":5: network.availability_zones has 2 of at least 3; add more"),
        (
            "us-east-1c",
            "us-east-1c, us-east-1d",
            ":5: network.availability_zones has more than 3; take some away",
        ),
        (
            "us-east-1c",
            "use1-az3",
            ":5: network.availability_zones[2] use1-az3 is not an availability zone; "
            "write a Region and a letter, such as us-east-1a",
        ),
        ("data: phi", "data: PHI", ":6: data PHI is not one of the choices; did you mean phi?"),
        (
            "data: phi",
            "data: real",
            ":6: data real is not one of the choices; choose synthetic, deidentified or phi",
        ),
        ("teams: [cardiology, radiology]", "teams: []", ":7: teams has 0 of at least 1; add more"),
        ("size: small", "size: small\nsizes: x", ":9: sizes is not a field; did you mean size?"),
        (
            "cidr: 10.30.0.0/16",
            "cidr: 10.30.0.0/16\n  vpn: x",
            ":5: network.vpn is not a field; write availability_zones or cidr",
        ),
        (
            "size: small",
            "size: small\nname: prod",
            ":9: name is not a field; take it out: the file's name counts",
        ),
        (
            "An example.",
            '"\\e[31mred"',
            ':1: description "\\u001b[31mred" is not one line of text; write one sentence',
        ),
    ],
)
def test_a_wrong_field_of_an_environment_is_refused(folder, old, new, printed):
    folder.replace("prod.yaml", old, new)
    assert folder.printed() == [f"environments/prod.yaml{printed}"]


def test_an_account_id_without_quotes_keeps_its_zeros(folder):
    folder.replace("organization.yaml", '"111111111111"', "012345670123")
    assert folder.zone().organization.accounts.management.id == "012345670123"


def test_words_that_yaml_reads_as_truth_stay_words(folder):
    folder.replace("organization.yaml", "name: meridian", "name: on")
    assert folder.zone().organization.name == "on"


def test_a_long_value_is_cut_in_its_message(folder):
    folder.replace("prod.yaml", "An example.", "x" * 300)
    assert folder.printed() == [
        f"environments/prod.yaml:1: description {'x' * 60}… is longer than 200 characters; shorten it"
    ]


JUNK = st.recursive(
    st.text("ab:-1 '#", max_size=6).map(lambda text: f'"{text}"') | st.sampled_from(["", "~", "1", "no", "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    max_leaves=6,
)
FIELDS = ("account", "network", "data", "teams", "size", "promotes_from", "description", "region", "other")
PYDANTIC = re.compile("Input should|validation error|value_error|pydantic|Field required|what the schema asks for")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(JUNK, min_size=len(FIELDS), max_size=len(FIELDS)))
def test_whatever_is_written_the_reader_gets_our_own_sentences(folder, values):
    folder.write("qa.yaml", "".join(f"{field}: {value}\n" for field, value in zip(FIELDS, values, strict=True)))
    assert not PYDANTIC.search("\n".join(folder.printed()))
