"""A secret written into a file is refused by place and kind; it is never printed."""

from __future__ import annotations

import pytest

from phizone_environments.secret_text import tokens_in, without_secrets

# Put together here, so that no scanner takes this file for a leak; none of them opens anything.
ACCESS_KEY = "AKIA" + "IOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
SECRETS = [
    (ACCESS_KEY, "an AWS access key id"),
    ("ASIA" + "IOSFODNN7EXAMPLE", "an AWS access key id"),
    (SECRET_KEY, "an AWS secret access key"),
    ("-----BEGIN RSA " + "PRIVATE KEY-----", "a PEM block"),
    ("ghp_" + "a1B2" * 9, "a GitHub token"),
    ("github_pat_" + "a1B2" * 9, "a GitHub token"),
    ("glpat-" + "a1B2" * 5, "a GitLab token"),
    ("xoxb-" + "1234567890-abcdef", "a Slack token"),
    ("eyJ" + "hbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0." + "c2lnbmF0dXJl", "a JSON web token"),
    ("https://someone:" + "hunter2@example.org/x", "a password in a URL"),
    ("the password=" + "hunter2", "a password"),
]


@pytest.mark.parametrize(("secret", "kind"), SECRETS)
def test_a_secret_in_a_field_is_told_by_place_and_kind_only(folder, secret, kind):
    folder.replace("prod.yaml", "An example.", f'"{secret}"')
    assert folder.printed() == [
        f"environments/prod.yaml:1: description holds what looks like {kind}; take it out, and revoke it if it is real"
    ]


@pytest.mark.parametrize("key", ["password", "db_password", "client_secret", "apiKey", "token", "credentials"])
def test_a_value_under_a_secretive_key_is_told_by_place_only(folder, key):
    folder.append("prod.yaml", f"{key}: hunter2\n")
    assert folder.printed() == [
        f"environments/prod.yaml:10: {key} holds what looks like a password; take it out, and revoke it if it is real"
    ]


def test_a_secret_over_several_lines_is_told_once(folder):
    folder.replace("prod.yaml", "An example.", "|\n  -----BEGIN EC " + "PRIVATE KEY-----\n  abc\n")
    assert folder.printed() == [
        "environments/prod.yaml:1: description holds what looks like a PEM block; "
        "take it out, and revoke it if it is real"
    ]


def test_a_secret_in_a_comment_is_refused(folder):
    folder.append("prod.yaml", f"# was {ACCESS_KEY}\n")
    assert folder.printed() == [
        "environments/prod.yaml:10: holds what looks like an AWS access key id; "
        "take it out, and revoke it if it is real"
    ]


def test_a_secret_for_a_key_is_not_printed(folder):
    folder.append("prod.yaml", f"{ACCESS_KEY}: x\n")
    assert folder.printed() == [
        "environments/prod.yaml:10: holds what looks like an AWS access key id; "
        "take it out, and revoke it if it is real",
        "environments/prod.yaml:10: [secret] is not a field; write account, data, description, network, "
        "promotes_from, region, size or teams",
    ]


@pytest.mark.parametrize(("secret", "kind"), SECRETS)
def test_a_secret_in_a_file_that_is_not_yaml_is_not_printed(folder, secret, kind):
    folder.write("prod.yaml", f"!{secret}!x: [{secret}\n  {secret}: '{secret}")
    assert secret not in "\n".join(folder.printed())


def test_a_secret_that_a_message_would_cut_in_half_is_not_printed(folder):
    folder.append("prod.yaml", f"{'x' * 50}-{ACCESS_KEY}: x\n")
    assert "AKIA" not in "\n".join(folder.printed())


@pytest.mark.parametrize(("secret", "kind"), SECRETS)
def test_any_text_of_ours_loses_its_secrets(secret, kind):
    assert secret not in without_secrets(f"given {secret}")


@pytest.mark.parametrize(
    "text",
    [
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "agreement-0001",
        "https://example.org/a:b@c",
        "o-exampleorg0",
        "111111111111",
        "cloud-log-archive@example.org",
    ],
)
def test_ordinary_text_is_no_secret(text):
    assert list(tokens_in(text)) == []
