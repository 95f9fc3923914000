"""The management account enters the role that AWS Organizations makes in each account, unless something stops it."""

from __future__ import annotations

import pytest

READER = "aws_iam_role.dev"
STOP = '{"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}'
ENTERS = "arn:aws:iam::*:role/OrganizationAccountAccessRole"


@pytest.fixture
def entering(readers_of, reader):
    """Who of the graph reads a bucket of a member account, where a role may enter some role of it."""

    def read(resource=ENTERS, account="111111111111", control=None, **settings):
        management = {"$account": "111111111111", "enabled_policy_types": ["SERVICE_CONTROL_POLICY"]}
        resources = {
            "aws_s3_bucket.phi": {"bucket": "phi-raw"},
            "aws_organizations_organization.all": management,
            "aws_organizations_account.prod": {"$import_id": "777777777777", "parent_id": "r-demo", **settings},
            READER: {**reader(["sts:AssumeRole"], resource), "$account": account},
        }
        if control:
            resources["aws_organizations_policy.stop"] = {"type": "SERVICE_CONTROL_POLICY", "content": control}
            resources["aws_organizations_policy_attachment.stop"] = {
                "policy_id": {"$ref": {"address": "aws_organizations_policy.stop", "attribute": "id"}},
                "target_id": {"$ref": {"address": "aws_organizations_account.prod", "attribute": "id"}},
            }
        found = readers_of("aws_s3_bucket.phi", resources)
        return {name: certain for name, certain in found.items() if name == READER}

    return read


def test_who_may_enter_it_from_the_management_account_may_read_what_the_account_holds(entering):
    assert entering() == {READER: False}


def test_it_has_the_name_that_the_account_was_given_for_it(entering):
    assert entering(role_name="Founder") == {}
    assert entering("arn:aws:iam::777777777777:role/Founder", role_name="Founder") == {READER: False}


@pytest.mark.parametrize(
    "stopped",
    [{"resource": "arn:aws:iam::*:role/other"}, {"account": "333333333333"}, {"control": STOP}],
    ids=["by its permissions", "by being of another account", "by a control policy"],
)
def test_nobody_enters_it_who_is_stopped(entering, stopped):
    assert entering(**stopped) == {}
