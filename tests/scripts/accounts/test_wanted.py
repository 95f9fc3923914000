"""Accounts without an id: where they stand, and what is written there."""

from __future__ import annotations

import pytest

from phizone_scripts.accounts.wanted import record, wanted
from phizone_scripts.exits import Misuse

NETWORK, DEV = "444444444444", "555555555555"


def test_where_every_account_has_its_id_none_is_missing(checkout):
    found = wanted(checkout)
    assert found.missing == ()
    assert found.zone.environment("dev").account.id == DEV


def test_new_stands_for_an_account_that_is_yet_to_be_made(checkout, without):
    without(NETWORK, DEV)
    assert [(each.name, each.email, each.place()) for each in wanted(checkout).missing] == [
        ("dev", "cloud-dev@example.org", "environments/dev.yaml:3"),
        ("network", "cloud-network@example.org", "environments/organization.yaml:10"),
    ]


def test_every_other_verb_refuses_it(checkout, without, phizone):
    without(DEV)
    done = phizone("verify", "dev")
    assert done.returncode == 2
    assert done.stderr.startswith("environments/dev.yaml:3: account.id new is not an account id")


def test_what_else_is_wrong_is_told_and_nothing_is_made(checkout, without, edit):
    without(DEV)
    line = edit("environments/prod.yaml", "size: large", "size: huge")
    with pytest.raises(Misuse) as refused:
        wanted(checkout)
    assert str(refused.value).startswith(f"environments/prod.yaml:{line}: size huge ")
    assert "\n" not in str(refused.value)


def test_the_management_account_is_not_to_be_made(checkout, edit):
    edit("environments/organization.yaml", '"111111111111"', "new")
    with pytest.raises(Misuse, match="the management account is not made by Organizations"):
        wanted(checkout)


def test_a_folder_without_environments_is_no_zone(tmp_path):
    with pytest.raises(Misuse, match=r"organization\.yaml"):
        wanted(tmp_path)


@pytest.mark.parametrize("text", ["account: [", "account: {id: new", "- new", "", "account: new", "\xff"])
def test_a_file_that_is_no_environment_is_refused_as_the_loader_refuses_it(checkout, text):
    (checkout / "environments/dev.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(Misuse, match=r"^environments/dev\.yaml:1: "):
        wanted(checkout)


def test_an_id_is_written_and_all_else_stays_byte_by_byte(checkout, without):
    without(NETWORK, DEV)
    file = checkout / "environments/organization.yaml"
    before = file.read_bytes()
    record(wanted(checkout).missing[1], "999900001111")
    assert file.read_bytes() == before.replace(b"id: new", b'id: "999900001111"')


def test_comments_quotes_and_line_ends_stay(checkout):
    file = checkout / "environments/dev.yaml"
    text = '\ufeff# who: new\r\ndescription: new\r\naccount:\r\n  id: "new"  # to come\r\n  email: a@example.org\r\n'
    rest = file.read_text(encoding="utf-8").split("}\n", 1)[1].replace("\n", "\r\n")
    file.write_bytes((text + rest).encode())
    (missing,) = wanted(checkout).missing
    record(missing, "999900001111")
    assert file.read_bytes() == (text.replace('"new"', '"999900001111"') + rest).encode()
    assert wanted(checkout).missing == ()


def test_an_id_that_somebody_wrote_meanwhile_is_not_overwritten(checkout, without, edit):
    without(DEV)
    (missing,) = wanted(checkout).missing
    edit("environments/dev.yaml", "id: new", 'id: "123456789012"')
    with pytest.raises(
        Misuse, match=r"account\.id is not new any more, so 999900001111 of account dev was not written"
    ):
        record(missing, "999900001111")
    assert wanted(checkout).zone.environment("dev").account.id == "123456789012"
